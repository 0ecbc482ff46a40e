// @ts-check
// A very full room: what its messages take in memory, how long it takes to know the height of each, as if the fonts
// were new and after another width, what frames meanwhile are like, and how soon one is anywhere in it.
import { sleep, tenths } from '../lib/figures.mjs';
import { cpuSeconds, frames, jump, memory } from '../lib/measure.mjs';
import { onFreshPage } from './context.mjs';

/**
 * @typedef {import('./context.mjs').Context} Context
 * @typedef {import('../lib/chromium.mjs').Browser} Browser
 * @typedef {import('../lib/page.mjs').Page} Page
 */

const BATCH = 64;

/** @param {Context} context @param {import('../peers.mjs').Peer} peer one that tells `bench.unmeasured` */
export function scale(context, peer) {
  const { sizes } = context;
  const n = sizes.scale;
  return onFreshPage(context, peer, async (browser, page) => {
    await page.evaluate(`bench.prepare(${n}, ${BATCH})`);
    const before = await memory(browser, page);
    await page.evaluate(`void bench.go(${n}, { batch: ${BATCH} })`);
    if (!(await page.waitFor('__probe.burst.done', sizes.burstMs))) throw new Error(`${n} messages did not arrive in time`);
    await measured(page, sizes.burstMs);
    const after = await memory(browser, page);
    // The fonts have changed: nothing is known, neither of words nor of rows.
    const anew = await laidOut(browser, page, "document.fonts.dispatchEvent(new Event('loadingdone'))", sizes.burstMs);
    const width = await laidOut(browser, page, "document.getElementById('chat').style.width = '620px'", sizes.burstMs);
    const { x, y, width: w, height } = await page.evaluate('bench.area()');
    const middle = { x: x + w / 2, y: y + height / 2 };
    const up = await jump(page, middle, -1e8);
    await sleep(150);
    const down = await jump(page, middle, 1e8);
    return {
      n,
      bytesPerMessage: Math.round((after.private - before.private) / n),
      layoutSeconds: anew.seconds,
      layoutFrameMax: anew.frameMax,
      widthSeconds: width.seconds,
      widthFrameMax: width.frameMax,
      jumpUpMs: tenths(up),
      jumpDownMs: tenths(down),
    };
  });
}

/** @param {Page} page @param {number} limitMs */
async function measured(page, limitMs) {
  if (!(await page.waitFor('bench.unmeasured() === 0', limitMs))) throw new Error('not every row was measured in time');
}

/** @param {Browser} browser @param {Page} page @param {string} cause @param {number} limitMs */
async function laidOut(browser, page, cause, limitMs) {
  await sleep(1000);
  let seconds = 0;
  const seen = await frames(page, async () => {
    seconds = await cpuSeconds(browser, async () => {
      await page.evaluate(`${cause}, new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))`);
      await measured(page, limitMs);
    });
  }, { keys: false });
  return { seconds: Math.round(seconds * 100) / 100, frameMax: seen.frameMax };
}
