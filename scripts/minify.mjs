// Makes the page's own modules small: those of embed/ become one, embed/banter.js, because each further file costs a
// visitor a round trip before anything can begin; comments and white space go. What the modules say of themselves is
// in the repository.
//   node scripts/minify.mjs FOLDER
import fs from 'node:fs';
import path from 'node:path';
import { buildSync, transformSync } from 'esbuild';
import { walk } from './lib/files.mjs';

/** Not the examples: those are there to be read. */
const ours = /^(page\.js|embed\/[^/]+\.js)$/;
const entry = 'embed/banter.js';
const options = /** @type {const} */ ({ format: 'esm', target: 'es2022', minify: true, legalComments: 'none' });

/**
 * In place. Once more makes nothing shorter.
 * @param {string} folder
 * @returns {{ files: number, before: number, after: number }} files that are left; bytes
 */
export function minify(folder) {
  const names = walk(folder).filter((each) => ours.test(each));
  const before = names.reduce((sum, name) => sum + fs.statSync(path.join(folder, name)).size, 0);
  if (names.includes(entry)) bundle(folder);
  const left = names.filter((name) => fs.existsSync(path.join(folder, name)));
  let after = 0;
  for (const name of left) {
    const file = path.join(folder, name);
    const source = fs.readFileSync(file, 'utf8');
    const { code } = transformSync(source, { loader: 'js', ...options });
    if (code !== source) fs.writeFileSync(file, code);
    after += Buffer.byteLength(code);
  }
  return { files: left.length, before, after };
}

/** The module itself (banter.mjs) stays apart: Emscripten made it. @param {string} folder */
function bundle(folder) {
  const { outputFiles, metafile } = buildSync({
    entryPoints: [entry], absWorkingDir: folder, bundle: true, external: ['./banter.mjs'], write: false, metafile: true, ...options,
  });
  const [made] = outputFiles;
  if (!made) throw new Error(`esbuild made nothing of ${entry}`);
  for (const name of Object.keys(metafile.inputs)) if (name !== entry) fs.rmSync(path.join(folder, name));
  fs.writeFileSync(path.join(folder, entry), made.contents);
}

if (process.argv[1]?.endsWith('scripts/minify.mjs')) {
  const folder = process.argv[2];
  if (!folder) throw new Error('which folder?');
  const { files, before, after } = minify(path.resolve(folder));
  console.error(`   minified: ${before} to ${after} bytes in ${files} modules`);
}
