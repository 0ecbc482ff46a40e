// @ts-check
// A room at rest, and then one with 1,000 messages a second; and one with ten times as many.
import { sleep } from '../lib/figures.mjs';
import { cpu, frames } from '../lib/measure.mjs';
import { onFreshPage } from './context.mjs';

const PREFILL = 200;
const RATE = 1000;
const FLOOD_RATE = 10_000;
const FLOOD_BATCH = 64;

/** @param {import('./context.mjs').Context} context @param {import('../peers.mjs').Peer} peer */
export function steady(context, peer) {
  const ms = context.secs * 1000;
  return onFreshPage(context, peer, async (browser, page) => {
    await page.evaluate(`bench.go(${PREFILL})`);
    const filled = await page.waitFor('__probe.burst.done', 20_000);
    if (!filled) throw new Error(`the first ${PREFILL} messages are not shown`);
    await sleep(context.sizes.settleMs);  // what a page does after its first rows is not rest

    const count = '({ asked: __probe.asked, drawn: bench.frames ? bench.frames() : null })';
    const before = await page.evaluate(count);
    const idle = await cpu(browser, () => sleep(ms));
    const after = await page.evaluate(count);

    const { moving, used } = await move(browser, page, ms, { rate: RATE, batch: 1 });
    const jammed = () => context.server.shown(page.name);
    const shown = await page.evaluate('bench.total()', 5000).catch(jammed);
    return {
      idleCpuRenderer: idle.cpuRenderer,
      idleCpuGpu: idle.cpuGpu,
      idleFramesAsked: after.asked - before.asked,
      idleFramesDrawn: after.drawn === null ? null : after.drawn - before.drawn,
      ...moving,
      ...used,
      shown: shown - PREFILL,
      sent: RATE * context.secs,
    };
  });
}

/**
 * What is due at the same time comes in one frame.
 * @param {import('./context.mjs').Context} context
 * @param {import('../peers.mjs').Peer} peer
 */
export function flood(context, peer) {
  const ms = context.secs * 1000;
  return onFreshPage(context, peer, async (browser, page) => {
    await page.evaluate(`bench.go(${PREFILL})`);
    if (!(await page.waitFor('__probe.burst.done', 20_000))) throw new Error('the first messages are not shown');
    await sleep(context.sizes.settleMs);
    const before = await page.evaluate('bench.frames()');
    const { moving, used } = await move(browser, page, ms, { rate: FLOOD_RATE, batch: FLOOD_BATCH });
    const drawn = (await page.evaluate('bench.frames()')) - before;
    const shown = (await page.evaluate('bench.total()')) - PREFILL;
    return { ...moving, ...used, drawnPerSecond: Math.round((drawn * 1000) / ms), shown, sent: FLOOD_RATE * context.secs };
  });
}

/**
 * @param {import('../lib/chromium.mjs').Browser} browser
 * @param {import('../lib/page.mjs').Page} page
 * @param {number} ms
 * @param {{rate: number, batch: number}} stream
 */
async function move(browser, page, ms, { rate, batch }) {
  /** @type {Awaited<ReturnType<typeof cpu>> | undefined} */
  let used;
  const moving = await frames(page, async () => {
    used = await cpu(browser, async () => {
      await page.evaluate(`void bench.go(${(rate * ms) / 1000}, { rate: ${rate}, batch: ${batch} })`);
      await sleep(ms + 300);
    });
  });
  return { moving, used };
}
