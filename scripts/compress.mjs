// Lays a brotli (quality 11) and a gzip file beside every file of the page that gets smaller by it.
// The copies carry the original's time, a little later, so what has not changed is not compressed again.
//   node scripts/compress.mjs FOLDER
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { walk } from './lib/files.mjs';

const compressible = /\.(html|js|mjs|css|wasm|json|svg|ts|txt|map|webmanifest)$/;

/** @type {[string, (data: Buffer) => Buffer][]} */
const encodings = [
  ['.br', brotli],
  ['.gz', (data) => zlib.gzipSync(data, { level: 9 })],
];

/** @param {Buffer} data */
function brotli(data) {
  return zlib.brotliCompressSync(data, {
    params: {
      [zlib.constants.BROTLI_PARAM_QUALITY]: zlib.constants.BROTLI_MAX_QUALITY,
      [zlib.constants.BROTLI_PARAM_LGWIN]: zlib.constants.BROTLI_MAX_WINDOW_BITS,
      [zlib.constants.BROTLI_PARAM_SIZE_HINT]: data.length,
    },
  });
}

/**
 * @param {string} folder
 * @returns {number} how many copies were made
 */
export function compressFolder(folder) {
  const files = walk(folder);
  let made = 0;
  for (const name of files.filter((file) => compressible.test(file))) {
    const source = path.join(folder, name);
    const { mtimeMs } = fs.statSync(source);
    /** @type {Buffer | undefined} */
    let data;
    for (const [suffix, encode] of encodings) {
      const target = source + suffix;
      // A millisecond later, not the same: what is below that gets lost, and a copy must not be the older one.
      const age = fs.existsSync(target) ? fs.statSync(target).mtimeMs - mtimeMs : 0;
      if (age > 0 && age < 2) continue;
      data ??= fs.readFileSync(source);
      const packed = encode(data);
      if (packed.length >= data.length) {
        fs.rmSync(target, { force: true });
        continue;
      }
      // A server may be reading the old copy: it is replaced whole.
      const later = (mtimeMs + 1) / 1000;
      fs.writeFileSync(`${target}.part`, packed);
      fs.utimesSync(`${target}.part`, later, later);
      fs.renameSync(`${target}.part`, target);
      made += 1;
    }
  }
  for (const name of files) {
    const original = name.replace(/\.(br|gz)$/, '');
    if (original !== name && compressible.test(original) && !files.includes(original)) {
      fs.rmSync(path.join(folder, name));
    }
  }
  return made;
}

if (process.argv[1]?.endsWith('scripts/compress.mjs')) {
  const folder = process.argv[2];
  if (!folder) throw new Error('which folder?');
  compressFolder(path.resolve(folder));
}
