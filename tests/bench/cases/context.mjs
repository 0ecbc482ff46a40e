// @ts-check
// What every case is given.
import { launch } from '../lib/chromium.mjs';
import { openPage } from '../lib/page.mjs';

/**
 * @typedef {import('../peers.mjs').Peer} Peer
 * @typedef {object} Context
 * @property {import('../lib/load_server.mjs').LoadServer} server
 * @property {number} secs  length of the steady and idle spans
 * @property {{loads: number, slowLoads: number, burst: number, batchedBurst: number, slowBurst: number, burstMs: number,
 *     scale: number, settleMs: number, jumps: number, wheelMs: number}} sizes
 */

/**
 * Runs `measure` on a fresh page in a fresh browser, and ends the browser.
 * @template T
 * @param {Context} context
 * @param {Peer} peer
 * @param {(browser: import('../lib/chromium.mjs').Browser, page: import('../lib/page.mjs').Page) => Promise<T>} measure
 * @returns {Promise<T>}
 */
export async function onFreshPage({ server }, { path, gl }, measure) {
  const browser = await launch({ gl: gl === true });
  try {
    return await measure(browser, await openPage(browser, server.origin + path));
  } finally {
    await browser.end();
  }
}
