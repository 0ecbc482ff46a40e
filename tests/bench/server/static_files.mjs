// @ts-check
// GET of static files: brotli 11 for whoever takes it, as a release would be served, never cached.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

/** @typedef {{prefix: string, folder: string}} Mount  prefix begins and ends with a slash */

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/**
 * The file a path names, in the first mount that has it.
 * @param {readonly Mount[]} mounts
 * @param {string} url  path and query of the request
 * @returns {string | null}
 */
export function locate(mounts, url) {
  /** @type {string} */
  let name;
  try {
    name = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;  // not an address: nothing is there
  }
  for (const { prefix, folder } of mounts) {
    if (!name.startsWith(prefix)) continue;
    const root = path.resolve(folder);
    const file = path.resolve(root, name.slice(prefix.length));
    if (file.startsWith(root + path.sep) && fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  }
  return null;
}

/** @param {readonly Mount[]} mounts @returns {import('node:http').RequestListener} */
export function staticFiles(mounts) {
  /** @type {Map<string, Buffer>} */
  const packed = new Map();
  const pack = (/** @type {string} */ file) => {
    let body = packed.get(file);
    if (!body) {
      body = zlib.brotliCompressSync(fs.readFileSync(file), { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } });
      packed.set(file, body);
    }
    return body;
  };
  return (request, response) => {
    const file = locate(mounts, request.url ?? '/');
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[path.extname(file)];
    const brotli = type !== undefined && /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''));
    const body = brotli ? pack(file) : fs.readFileSync(file);
    response.writeHead(200, {
      'content-type': type ?? 'application/octet-stream',
      'content-length': body.length,
      'cache-control': 'no-store',
      ...(brotli ? { 'content-encoding': 'br' } : {}),
    });
    response.end(body);
  };
}
