// @ts-check
// A burst: all at once, as fast as the socket takes it, until the last message is shown. Then what
// that costs in memory, and how the full log scrolls.
import { sleep, tenths } from '../lib/figures.mjs';
import { cpu, memory } from '../lib/measure.mjs';
import { onFreshPage } from './context.mjs';
import { scroll } from './scroll.mjs';

/**
 * @typedef {import('./context.mjs').Context} Context
 * @typedef {import('../lib/chromium.mjs').Browser} Browser
 * @typedef {import('../lib/page.mjs').Page} Page
 */

/** @param {Context} context @param {import('../peers.mjs').Peer} peer */
export function burst(context, peer) {
  const { server, sizes } = context;
  const n = peer.slow ? sizes.slowBurst : sizes.burst;
  return onFreshPage(context, peer, async (browser, page) => {
    await page.evaluate(`bench.prepare(${n})`);
    const before = await memory(browser, page);
    const fed = await feed(browser, page, { server, n, batch: 1, limitMs: sizes.burstMs });
    if (!fed.complete) return fed;
    const after = await memory(browser, page);
    return {
      ...fed,
      heapPerMessage: Math.round((after.heap - before.heap) / n),
      privatePerMessage: Math.round((after.private - before.private) / n),
      privateMB: tenths(after.private / 1e6),
      ...(await scroll(page, sizes)),
    };
  });
}

/** @param {Context} context @param {import('../peers.mjs').Feed} peer */
export function ceiling(context, peer) {
  const { server, sizes } = context;
  // In batches 100,000 last six frames, and to wait for the one that shows the last is a fourth of that.
  const n = peer.batch > 1 ? sizes.batchedBurst : sizes.burst;
  return onFreshPage(context, peer, async (browser, page) => {
    await page.evaluate(`bench.prepare(${n}, ${peer.batch})`);
    return feed(browser, page, { server, n, batch: peer.batch, limitMs: sizes.burstMs });
  });
}

/**
 * @param {Browser} browser
 * @param {Page} page
 * @param {{server: Context['server'], n: number, batch: number, limitMs: number}} load
 */
async function feed(browser, page, { server, n, batch, limitMs }) {
  await sleep(300);  // the page rests before the clock starts
  let complete = false;
  const used = await cpu(browser, async () => {
    // Not awaited in the page: one that falls behind answers nothing for long.
    await page.evaluate(`void bench.go(${n}, { batch: ${batch} })`);
    complete = await page.waitFor('__probe.burst.done', limitMs);
  });
  if (!complete) {
    const shown = server.shown(page.name);
    return { complete, n, shown, perSecond: Math.round((shown / limitMs) * 1000) };
  }
  const ms = await page.evaluate('__probe.burst.done - __probe.burst.started');
  const shown = await page.evaluate('bench.total()');
  if (shown !== n) throw new Error(`${shown} messages are shown after ${n} were sent`);
  return { complete, n, shown, ms: Math.round(ms), perSecond: Math.round((n / ms) * 1000), ...used };
}
