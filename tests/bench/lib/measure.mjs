// @ts-check
// What a page costs over a span of time: CPU by process, memory, frames, delays.
import fs from 'node:fs';
import { percentile, sleep, tenths, within } from './figures.mjs';

/**
 * @typedef {import('./cdp.mjs').Connection} Browser
 * @typedef {import('./page.mjs').Page} Page
 */

/** @param {Browser} browser @returns {Promise<{type: string, id: number, cpuTime: number}[]>} cpuTime in seconds */
const processes = async (browser) => (await browser.send('SystemInfo.getProcessInfo')).processInfo;

/** @param {{type: string, cpuTime: number}[]} list @param {string} type */
const cpuOf = (list, type) => list.filter((p) => p.type === type).reduce((sum, p) => sum + p.cpuTime, 0);

/**
 * CPU while `during` runs, in percent of one core. The GPU process stands apart: with GL in
 * software it does what a GPU would do.
 * @param {Browser} browser
 * @param {() => Promise<unknown>} during
 */
export async function cpu(browser, during) {
  const before = await processes(browser);
  const start = performance.now();
  await during();
  const after = await processes(browser);
  const seconds = (performance.now() - start) / 1000;
  const percent = (/** @type {string} */ type) => tenths(((cpuOf(after, type) - cpuOf(before, type)) / seconds) * 100);
  return { cpuRenderer: percent('renderer'), cpuGpu: percent('GPU') };
}

/**
 * Seconds of CPU in the renderer while `during` runs.
 * @param {Browser} browser
 * @param {() => Promise<unknown>} during
 */
export async function cpuSeconds(browser, during) {
  const before = cpuOf(await processes(browser), 'renderer');
  await during();
  return cpuOf(await processes(browser), 'renderer') - before;
}

/**
 * After a garbage collection: the JS heap, and the private memory of the renderer, which holds
 * the DOM and wasm memories too. Bytes.
 * @param {Browser} browser
 * @param {Page} page
 */
export async function memory(browser, page) {
  await page.cdp.send('HeapProfiler.enable');
  for (let i = 0; i < 2; i++) await page.cdp.send('HeapProfiler.collectGarbage');
  await page.cdp.send('HeapProfiler.disable');
  await sleep(500);  // freed pages go back to the system a little later
  const { metrics } = await page.cdp.send('Performance.getMetrics');
  const heap = metrics.find((/** @type {{name: string}} */ metric) => metric.name === 'JSHeapUsedSize').value;
  const renderers = (await processes(browser)).filter((p) => p.type === 'renderer');
  return { heap, private: renderers.reduce((sum, p) => sum + privateBytes(p.id), 0) };
}

/** @param {number} pid */
function privateBytes(pid) {
  const text = fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kilobytes = [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+)/gm)].map((found) => Number(found[1]));
  return kilobytes.reduce((sum, kb) => sum + kb, 0) * 1024;
}

/**
 * Frames, long tasks and the delay of a key while `during` runs. A key is pressed five times a
 * second; its delay is from the press to the page's first handler.
 * @param {Page} page
 * @param {() => Promise<unknown>} during
 * @param {{keys?: boolean}} [options]
 */
export async function frames(page, during, { keys = true } = {}) {
  const key = { key: 'Shift', code: 'ShiftLeft', windowsVirtualKeyCode: 16 };
  let pressed = 0;
  const press = () => {
    pressed++;
    // Unanswered presses are what `keys` falling short of `pressed` tells.
    page.cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key }).catch(() => {});
    page.cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key }).catch(() => {});
  };
  await page.evaluate('__probe.start()');
  const typist = keys ? setInterval(press, 200) : undefined;
  try {
    await during();
  } finally {
    clearInterval(typist);
  }
  const seen = await page.evaluate('__probe.stop()', 60_000);
  const total = seen.frames.reduce((/** @type {number} */ sum, /** @type {number} */ ms) => sum + ms, 0);
  return {
    fps: tenths((seen.frames.length / total) * 1000),
    frameP50: tenths(percentile(seen.frames, 50)),
    frameP99: tenths(percentile(seen.frames, 99)),
    frameMax: tenths(percentile(seen.frames, 100)),
    longTasks: seen.longTasks.length,
    longTasksMs: tenths(seen.longTasks.reduce((/** @type {number} */ sum, /** @type {number} */ ms) => sum + ms, 0)),
    keyP50: tenths(percentile(seen.keys, 50)),
    keyP99: tenths(percentile(seen.keys, 99)),
    keys: seen.keys.length,
    pressed,
  };
}

/**
 * A wheel event at a point of the page.
 * @param {Page} page
 * @param {{x: number, y: number}} at
 * @param {number} deltaY CSS pixels; negative turns up
 */
export const wheel = (page, at, deltaY) =>
  page.cdp.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...at, deltaX: 0, deltaY });

/**
 * The wheel turned by a great distance at once: ms from the event until the page stands still
 * again, with a row painted in the middle of its log.
 * @param {Page} page
 * @param {{x: number, y: number}} at
 * @param {number} deltaY
 */
export async function jump(page, at, deltaY) {
  await page.evaluate('__probe.armJump()');
  const turned = within(wheel(page, at, deltaY), 30_000, 'wheel');
  const [ms] = await Promise.all([page.evaluate('__probe.jumped', 30_000), turned]);
  return /** @type {number} */ (ms);
}
