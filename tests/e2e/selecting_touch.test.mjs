// @ts-check
// Selecting in the log by finger: a long press takes a word, the finger goes on by words, handles move either end, and
// a button copies.
import assert from 'node:assert/strict';
import { comesToRest, fingers, moved, phone } from './lib/phone.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

/** @typedef {import('./lib/chat.mjs').Chat} Chat */
/** @typedef {[number, number]} Point */

/**
 * A phone whose room has these messages, by Somebody.
 * @param {import('./lib/scenario.mjs').Scene} scene @param {string[]} texts
 */
async function room(scene, texts) {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }), { ...phone, permissions: ['clipboard-read', 'clipboard-write'] });
  const chat = tab.chat();
  await chat.connected();
  const peer = await chatServer.peer();
  for (const text of texts) chatServer.say(peer, 'general', text);
  await chat.until('all are there', (s) => s.totals.messages === texts.length && s.rows.at(-1)?.text === texts.at(-1) && s.settled);
  return { tab, chat, finger: await fingers(tab) };
}

/** On the first line of a row: `share` of its width from the left. @param {Chat} chat @param {string} text of the row @param {number} share @returns {Promise<Point>} */
async function place(chat, text, share) {
  const { rows } = await chat.settled();
  const rect = rows.find((row) => row.text === text)?.lines[0]?.rect;
  assert.ok(rect, `${text} is on the screen`);
  return [Math.round(rect.x + rect.width * share), Math.round(rect.y + rect.height / 2)];
}

/** @param {Point} from @param {Point} to @param {(...points: Point[]) => Promise<unknown>} move */
async function steps([x, y], [toX, toY], move) {
  for (let i = 1; i <= 8; ++i) await move([x + ((toX - x) * i) / 8, y + ((toY - y) * i) / 8]);
}

/** @param {Chat} chat @param {string} text */
const selected = (chat, text) => chat.until(`${JSON.stringify(text)} is selected`, (s) => s.selection?.text === text);

/** The middle of the button to copy with. @param {Chat} chat @returns {Promise<Point>} */
async function copyButton(chat) {
  const button = chat.button('Copy');
  await button.waitFor();
  const box = await until(() => button.boundingBox(), { what: 'its place' });
  assert.ok(box.height >= 43.5 && box.width >= 43.5, 'a finger can hit it');
  return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
}

scenario('a long press takes a word, goes on by words, and a button copies them', async (scene) => {
  const { tab, chat, finger } = await room(scene, ['the first of them', 'one two three four']);
  const text = 'one two three four';
  await tab.page.evaluate(() => navigator.clipboard.writeText('(nothing was copied)'));
  const start = await place(chat, text, 5 / 18);
  await finger.down(start);
  await selected(chat, 'two');
  await steps(start, await place(chat, text, 10 / 18), finger.move);
  await selected(chat, 'two three');
  assert.equal(await chat.button('Copy').count(), 0, 'while the finger is down it would be in the way');
  await finger.up();
  await selected(chat, 'two three');
  const button = await copyButton(chat);
  await tab.picture('selection-by-finger');
  await finger.down(button);
  await finger.up();
  await until(async () => await tab.page.evaluate(() => navigator.clipboard.readText()) === 'two three', { what: 'it is copied' });
});

scenario('the handles move both ends, across messages', async (scene) => {
  const { chat, finger } = await room(scene, ['the first of them', 'one two three four']);
  const text = 'one two three four';
  await finger.down(await place(chat, text, 5 / 18));
  await selected(chat, 'two');
  await finger.up();
  await chat.button('Copy').waitFor();
  // They hang below the line, and so does the finger that drags them.
  /** @param {string} row @param {number} share @returns {Promise<Point>} */
  const below = async (row, share) => {
    const [x, y] = await place(chat, row, share);
    return [x, y + 19];
  };
  const { selection } = await chat.snapshot();
  const ends = await handles(chat, text, selection);
  await finger.down(ends.end);
  await steps(ends.end, await below(text, 1), finger.move);
  await selected(chat, 'two three four');
  await finger.up();
  await finger.down(ends.start);
  await steps(ends.start, await below('the first of them', 0), finger.move);
  const { rows, selection: both } = await chat.until('both are selected', (s) => s.selection?.start.row === s.rows[0].id && s.selection.start.offset === 0);
  assert.deepEqual(both?.end, { row: rows[1].id, offset: text.length });
  await finger.up();
  await chat.button('Copy').waitFor();
});

/**
 * Where the handles of a selection within one line are.
 * @param {Chat} chat @param {string} text @param {import('../../web/embed/banter.js').Snapshot['selection']} selection
 */
async function handles(chat, text, selection) {
  assert.ok(selection);
  const { rows } = await chat.settled();
  const line = rows.find((row) => row.text === text)?.lines[0]?.rect;
  assert.ok(line);
  /** @param {number} offset @returns {Point} */
  const at = (offset) => [Math.round(line.x + (line.width * offset) / text.length), Math.round(line.y + line.height + 8)];
  return { start: at(selection.start.offset), end: at(selection.end.offset) };
}

scenario('a finger that moves first scrolls and selects nothing; a tap clears', async (scene) => {
  const texts = Array.from({ length: 60 }, (_, i) => `message ${i + 1}`);
  const { chat, finger } = await room(scene, texts);
  const before = await chat.snapshot();
  await finger.down([200, 300]);
  await finger.drag(200, 300, 440);
  await chat.until('it scrolls', (s) => !s.atEnd && Math.abs(moved(before, s) - 140) <= 1);
  finger.rests(150);
  await finger.up();
  const left = await comesToRest(chat);
  assert.equal(left.selection, null);
  const text = left.rows[Math.floor(left.rows.length / 2)].text;
  const at = await place(chat, text, 0.2);
  await finger.down(at);
  await selected(chat, 'message');
  await finger.up();
  const held = await chat.snapshot();
  assert.equal(moved(left, held), 0, 'nothing scrolls under a long press');
  // Elsewhere, not on a handle or the button.
  const other = await place(chat, left.rows[2].text, 0.9);
  await finger.down(other);
  await finger.up();
  await chat.until('nothing is selected', (s) => s.selection === null);
});
