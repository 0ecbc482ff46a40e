// @ts-check
// The WebAssembly module: fetched and compiled once per page, instantiated once per chat.
import createBanter from './banter.mjs';

/** @typedef {import('./module.js').BanterModule} BanterModule */

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;

async function compile() {
  const url = new URL('./banter.wasm', import.meta.url);
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`Banter could not load ${url}: HTTP ${response.status}`);
  // Streaming needs the right MIME type; a server that lacks it still works, a little slower.
  if (response.headers.get('content-type')?.startsWith('application/wasm')) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/**
 * @param {import('./host.js').ChatHost} host what the module's imports call
 * @returns {Promise<BanterModule>}
 */
export async function instantiate(host) {
  compiled ||= compile();
  /** @type {WebAssembly.Module} */
  let wasm;
  try {
    wasm = await compiled;
  } catch (error) {
    compiled = undefined; // the next chat may try again
    throw error;
  }
  return new Promise((resolve, reject) => {
    createBanter({
      host,
      /** @param {WebAssembly.Imports} imports @param {(instance: WebAssembly.Instance) => void} done */
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(wasm, imports).then(done, reject);
        return {};
      },
    }).then(resolve, reject);
  });
}
