// Takes comments and white space out of the page's own modules, one by one: they stay modules, under their names,
// and what they say of themselves is in the repository.
//   node scripts/minify.mjs FOLDER
import fs from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';
import { walk } from './lib/files.mjs';

/** Not the examples: those are there to be read. */
const ours = /^(page\.js|embed\/[^/]+\.js)$/;

/**
 * In place. Once more makes nothing shorter.
 * @param {string} folder
 * @returns {{ files: number, before: number, after: number }} bytes
 */
export function minify(folder) {
  const sum = { files: 0, before: 0, after: 0 };
  for (const name of walk(folder).filter((each) => ours.test(each))) {
    const file = path.join(folder, name);
    const source = fs.readFileSync(file, 'utf8');
    const { code } = transformSync(source, { loader: 'js', format: 'esm', target: 'es2022', minify: true, legalComments: 'none' });
    if (code !== source) fs.writeFileSync(file, code);
    sum.files += 1;
    sum.before += source.length;
    sum.after += code.length;
  }
  return sum;
}

if (process.argv[1]?.endsWith('scripts/minify.mjs')) {
  const folder = process.argv[2];
  if (!folder) throw new Error('which folder?');
  const { files, before, after } = minify(path.resolve(folder));
  console.error(`   minified: ${files} modules, ${before} to ${after} characters`);
}
