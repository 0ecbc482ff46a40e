// @ts-check
// Fingers: the log follows them, goes on for a while when flung, and leaves the page what is the page's.
import assert from 'node:assert/strict';
import { comesToRest, fingers, moved, pageScroll, phone, tallPage } from './lib/phone.mjs';
import { scenario } from './lib/scenario.mjs';
import { pause, until } from './lib/until.mjs';

/** What touchmove was not allowed to do for the page. @param {import('./lib/tab.mjs').Tab} tab */
const watchPrevented = (tab) => tab.page.evaluate(() => {
  const w = /** @type {any} */ (window);
  w.moves = [];
  addEventListener('touchmove', (event) => w.moves.push(event.defaultPrevented));
});
/** @param {import('./lib/tab.mjs').Tab} tab @returns {Promise<boolean[]>} */
const prevented = (tab) => tab.page.evaluate(() => /** @type {any} */ (window).moves);

scenario('the log follows the finger, to the pixel, and stays where it is left', async (scene) => {
  const { tab, chat } = await tallPage(scene);
  const finger = await fingers(tab);
  const before = await chat.snapshot();
  await finger.down([200, 300]);
  await finger.drag(200, 300, 437);
  const held = await chat.until('it follows', (s) => !s.atEnd && Math.abs(moved(before, s) - 137) <= 1);
  await finger.drag(200, 437, 420, 3);
  await chat.until('back as well', (s) => Math.abs(moved(held, s) + 17) <= 1);
  finger.rests(150); // it flings nothing
  await finger.up();
  const left = await comesToRest(chat);
  assert.ok(Math.abs(moved(before, left) - 120) <= 1, `${moved(before, left)}`);
  assert.equal(await pageScroll(tab), 0, 'the page has stayed');
});

/** How far down the whole log what is in view begins, CSS pixels: rows of one line are alike. @param {import('../../web/embed/banter.js').Snapshot} snapshot */
const depth = ({ rows }) => Number(rows[1].text.slice(8)) * rows[1].rect.height - rows[1].rect.y;

scenario('a flung log goes on and comes to rest, and a touch stops it', async (scene) => {
  const { tab, chat } = await tallPage(scene, { count: 400 });
  const finger = await fingers(tab);
  const fling = async () => {
    await finger.down([200, 250]);
    await finger.drag(200, 250, 500, 25);
    await finger.up();
  };
  const coasts = 325 * 2.5; // px: the time constant times the speed, 25 px in 10 ms
  const before = depth(await chat.snapshot());
  await fling();
  const rests = await comesToRest(chat);
  const way = before - depth(rests);
  assert.ok(Math.abs(way - 250 - coasts) < coasts * 0.15, `it went ${way} px`);
  await pause(300);
  assert.equal((await chat.snapshot()).totals.frames, rests.totals.frames, 'at rest nothing is drawn');

  await fling();
  await finger.down([200, 300]);
  await finger.up();
  const stopped = await comesToRest(chat);
  const second = depth(rests) - depth(stopped);
  assert.ok(second >= 249 && second < 250 + coasts - 20, `stopped by the finger after ${second} px`);
});

scenario('whoever wants less motion has no momentum', async (scene) => {
  const { tab, chat } = await tallPage(scene, { context: { ...phone, reducedMotion: 'reduce' } });
  const finger = await fingers(tab);
  const before = await chat.snapshot();
  await finger.down([200, 250]);
  await finger.drag(200, 250, 400, 25);
  await finger.up();
  const left = await comesToRest(chat);
  assert.ok(Math.abs(moved(before, left) - 150) <= 1, `${moved(before, left)}`);
});

scenario('at its end the log leaves the finger to the page, and what it has it keeps', async (scene) => {
  const { tab, chat } = await tallPage(scene);
  const finger = await fingers(tab);
  await watchPrevented(tab);
  const before = await chat.snapshot();
  assert.equal(before.atEnd, true);
  await finger.down([200, 500]);
  await finger.drag(200, 500, 200);
  await until(async () => await pageScroll(tab) > 200, { what: 'the page scrolls' });
  finger.rests(300); // nor does the page fly on
  await finger.up();
  assert.ok((await prevented(tab)).every((was) => !was));
  assert.equal((await chat.snapshot()).atEnd, true);

  // The log goes first when it can, and a finger that has it does not lose it at the end.
  await tab.page.evaluate(() => scrollTo(0, 0));
  await finger.down([200, 250]);
  await finger.drag(200, 250, 300);
  await chat.until('scrolled up', (s) => !s.atEnd);
  await finger.drag(200, 300, 120);
  await chat.until('at the end again', (s) => s.atEnd);
  await finger.up();
  assert.equal(await pageScroll(tab), 0);

  // Sideways is nothing of the log's.
  const known = (await prevented(tab)).length;
  await finger.down([300, 300]);
  for (let x = 280; x >= 100; x -= 20) await finger.move([x, 305]);
  await finger.up();
  assert.ok((await prevented(tab)).slice(known).every((was) => !was), 'not prevented');
});

scenario('two fingers are the page’s', async (scene) => {
  const { tab, chat } = await tallPage(scene);
  const finger = await fingers(tab);
  await watchPrevented(tab);
  const before = await chat.snapshot();
  await finger.down([180, 300]);
  await finger.down([180, 300], [220, 340]);
  for (let d = 10; d <= 80; d += 10) await finger.move([180 - d, 300 - d], [220 + d, 340 + d]);
  await finger.up();
  assert.ok((await prevented(tab)).every((was) => !was), 'not prevented');
  await until(() => tab.page.evaluate(() => (visualViewport?.scale ?? 1) > 1.5), { what: 'the page is zoomed in' });
  assert.equal(moved(before, await chat.snapshot()), 0, 'the log has stayed');
});

scenario('a tap presses and a scroll that begins on a button does not', async (scene) => {
  const { tab, chat } = await tallPage(scene);
  const finger = await fingers(tab);
  await finger.down([200, 300]);
  await finger.drag(200, 300, 450);
  finger.rests(150);
  await finger.up();
  const pill = chat.button('Jump to latest');
  await pill.waitFor();
  const box = await until(() => pill.boundingBox(), { what: 'its place' });
  const [x, y] = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
  const before = await chat.snapshot();
  await finger.down([x, y]);
  await finger.drag(x, y, y - 40, 10);
  await finger.drag(x, y - 40, y, 10); // back to where it can be pressed
  finger.rests(150);
  await finger.up();
  const after = await comesToRest(chat);
  assert.equal(after.atEnd, false, 'not pressed');
  assert.equal(Math.round(moved(before, after)), 0);
  // A finger is not quite still.
  await finger.down([x, y]);
  await finger.move([x + 2, y - 3]);
  await finger.up();
  await chat.until('at the end', (s) => s.atEnd);
  assert.equal(await pageScroll(tab), 0);
});

scenario('the thumb of the scrollbar can be dragged for a moment after the log has moved', async (scene) => {
  const { tab, chat } = await tallPage(scene, { count: 300 });
  const finger = await fingers(tab);
  await finger.down([200, 250]);
  await finger.drag(200, 250, 300);
  finger.rests(150);
  await finger.up();
  // The thumb is at the bottom of the list, which ends where the composer begins.
  const list = await until(() => chat.log().boundingBox(), { what: 'the list has a place' });
  const [x, y] = [370, Math.round(list.y + list.height - 20)];
  await finger.down([x, y]);
  await finger.drag(x, y, Math.round(list.y) - 30, 40);
  await chat.until('the oldest are there', (s) => s.rows[0]?.text === 'message 1');
  await finger.up();
  // Later, the finger scrolls as anywhere.
  finger.rests(1_600);
  const before = await chat.snapshot();
  await finger.down([x, Math.round(list.y) + 20]);
  await finger.drag(x, Math.round(list.y) + 20, Math.round(list.y) - 30, 10);
  await chat.until('it follows the finger', (s) => Math.abs(moved(before, s) + 50) <= 1);
  await finger.up();
});
