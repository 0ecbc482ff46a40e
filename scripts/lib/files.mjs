// Which files are the project's own: what git tracks or would, or everything where there is no git.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, absolute. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const notOurs = new Set(['.git', '.deps', 'build', 'node_modules']);

/**
 * Everything below a folder but what is generated or fetched.
 * @param {string} folder absolute
 * @param {string} [prefix]
 * @returns {string[]} relative to the folder
 */
export function walk(folder, prefix = '') {
  return fs.readdirSync(path.join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(prefix, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : walk(folder, name);
    return entry.isFile() ? [name] : [];
  });
}

/**
 * The project's own files, relative to its folder, sorted.
 * @returns {string[]}
 */
export function projectFiles() {
  /** @type {string[]} */
  let files;
  try {
    const listed = execFileSync('git', ['-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      encoding: 'utf8',
      maxBuffer: 64 << 20,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    files = listed.split('\0').filter((name) => name !== '' && fs.existsSync(path.join(root, name)));
  } catch {
    files = walk(root); // an unpacked archive has no git
  }
  return files.sort();
}

/**
 * Text without C++ comments, every character else in its place, so that offsets and lines still hold.
 * @param {string} source
 */
export function withoutComments(source) {
  return source.replace(
    /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g,
    (token) => (token.startsWith('/') ? token.replace(/[^\n]/g, ' ') : token),
  );
}
