// @ts-check
// Starts the load server and tells where it is, and what the pages told it.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { within } from './figures.mjs';

/**
 * @typedef {object} LoadServer
 * @property {string} origin  without a slash at its end, e.g. http://127.0.0.1:4321
 * @property {(page: string) => number} shown  how many messages the page last said it shows; up to 250 ms old
 * @property {() => void} stop
 */

/** @param {import('../server/static_files.mjs').Mount[]} mounts @returns {Promise<LoadServer>} */
export async function startLoadServer(mounts) {
  const main = fileURLToPath(new URL('../server/main.mjs', import.meta.url));
  const child = fork(main, [JSON.stringify(mounts)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  /** @type {Map<string, number>} by page */
  const shown = new Map();
  const started = new Promise((/** @type {(port: number) => void} */ resolve, reject) => {
    child.on('message', (value) => {
      const message = /** @type {{port: number} | {page: string, total: number}} */ (value);
      if ('port' in message) resolve(message.port);
      else shown.set(message.page, message.total);
    });
    child.once('exit', (code) => reject(new Error(`the load server ended with ${code}`)));
  });
  const port = await within(started, 10_000, 'load server');
  return {
    origin: `http://127.0.0.1:${port}`,
    shown: (page) => shown.get(page) ?? 0,
    stop: () => void child.kill(),
  };
}
