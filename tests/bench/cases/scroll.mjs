// @ts-check
// Scrolling a full log by the wheel, the same real events for DOM and canvas: jumps from end to
// end, and a steady glide up.
import { median, sleep, tenths } from '../lib/figures.mjs';
import { frames, jump, wheel } from '../lib/measure.mjs';

const FAR = 1e8;  // px: past either end
const STEP = 90;  // px an event
const EVENT_MS = 16;

/** @param {import('../lib/page.mjs').Page} page @param {import('./context.mjs').Context['sizes']} sizes */
export async function scroll(page, sizes) {
  const { x, y, width, height } = await page.evaluate('bench.area()');
  const middle = { x: x + width / 2, y: y + height / 2 };
  await wheel(page, middle, FAR);  // not every page follows its end
  await sleep(sizes.settleMs);
  const up = [];
  const down = [];
  for (let i = 0; i < sizes.jumps; i++) {
    up.push(await jump(page, middle, -FAR));
    await sleep(150);
    down.push(await jump(page, middle, FAR));
    await sleep(150);
  }
  const glide = await frames(page, async () => {
    const end = performance.now() + sizes.wheelMs;
    const turns = [];
    while (performance.now() < end) {
      turns.push(wheel(page, middle, -STEP));
      await sleep(EVENT_MS);
    }
    await Promise.all(turns);
  }, { keys: false });
  return {
    jumpUpMs: tenths(median(up)),
    jumpDownMs: tenths(median(down)),
    glideP50: glide.frameP50,
    glideP99: glide.frameP99,
    glideMax: glide.frameMax,
  };
}
