// @ts-check
// The measure of the text on the canvas is the DOM: the same words, the same browser, the same width. A corpus of
// many languages is laid out by both, and their lines are compared.
import assert from 'node:assert/strict';
import { LineComparison } from './lib/compare_lines.mjs';
import { corpus } from './lib/corpus.mjs';
import { besides, textLines } from './lib/dom_twin.mjs';
import { address, scenario } from './lib/scenario.mjs';

/** @typedef {import('../../web/embed/banter.js').SnapshotLine} Line */

/** Of the messages' text, CSS pixels. */
const widths = [120, 240, 390, 640, 900];
/** The window whose messages have that width: avatar, status and margins stand beside them (src/ui/row_layout.cpp). @param {number} width */
const windowFor = (width) => (width + 92 < 480 ? width + 92 : width + 116);
/** Of the window: hundreds of messages at a time; with few device pixels, for nobody looks. */
const tall = 4_000;
const seed = Number(process.env.BANTER_SEED ?? 1);
const count = Number(process.env.BANTER_TEXTS ?? 2000);

/** What is reached, and may only rise: shares of the breaks that agree, and of the lines whose width differs by more than a pixel. */
const reached = { messages: { agreement: 0.999, wide: 0 }, soup: { agreement: 0.94, wide: 0.05 } };

/**
 * Chromium tears emoji of several code points apart after Khmer letters (὆9 ‍ ὆9 becomes two): that is not
 * what is wanted.
 */
const torn = /[ក-៿᧠-᧿][^\p{Script=Latin}\p{Script=Han}]*?(?:\p{RI}\p{RI}|[0-9#*]️?⃣|\p{Emoji}[️\p{EMod}]?‍)/u;

/**
 * The lines of every message, from the first to the last screen.
 * @param {import('./lib/tab.mjs').Tab} tab @param {import('./lib/chat.mjs').Chat} chat @param {number} total
 */
async function drawnLines(tab, chat, total) {
  /** @type {Map<string, Line[]>} */
  const known = new Map();
  await chat.log().focus();
  await tab.page.keyboard.press('Home');
  await chat.until('at the start', (s) => s.rows.some((row) => row.text.startsWith('0: ')));
  for (;;) {
    await chat.settled();
    // While the cache makes room, a row's layout is void for a frame.
    const { rows, atEnd } = await chat.until('rows have lines', (s) => s.settled && s.rows.every((row) => row.lines.length > 0 || row.text === ''));
    for (const { text, lines } of rows) known.set(text, lines);
    if (atEnd) break;
    const last = rows[rows.length - 1];
    await tab.page.keyboard.press('PageDown');
    await chat.until('a page further', (s) => s.atEnd || s.rows.every((row) => row.id !== rows[0].id) || s.rows.at(-1)?.id !== last.id);
  }
  assert.equal(known.size, total);
  return known;
}

/**
 * @param {import('./lib/scenario.mjs').Scene} scene @param {string[]} texts each unlike the others; the first begins with "0: "
 * @param {{ agreement: number, wide: number }} least
 */
async function agrees(scene, texts, least) {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }), { viewport: { width: 1016, height: tall }, deviceScaleFactor: 0.25 });
  const chat = tab.chat();
  await chat.connected();
  const peer = await chatServer.peer();
  for (const text of texts) chatServer.say(peer, 'general', text);
  await chat.until('all are there', (s) => s.totals.messages === texts.length, 60_000);

  /** @type {Map<string, Line[]>[]} */
  const ours = [];
  for (const width of widths) {
    await tab.resize(windowFor(width), tall);
    ours.push(await drawnLines(tab, chat, texts.length));
  }
  const theirs = await textLines(await besides(tab.page), texts, widths, { direction: 'message' });
  const comparison = new LineComparison();
  for (const [index, width] of widths.entries()) {
    for (const [i, text] of texts.entries()) {
      comparison.add({ text, twin: theirs[index][i], drawn: ours[index].get(text) ?? [], label: `${width} px` });
    }
  }
  console.log(comparison.report(Number(process.env.BANTER_REPORT ?? 12)));
  assert.equal(comparison.torn, 0, 'every text is covered by its lines');
  assert.equal(comparison.forcedAgreeing, comparison.forced, 'newlines');
  assert.ok(comparison.agreement >= least.agreement, `${comparison.agreement} of the breaks agree`);
  assert.ok(comparison.wide / comparison.lines <= least.wide, `${comparison.wide} of ${comparison.lines} lines have another width`);
}

// A number before each makes it unique; it is laid out like the rest.
/** @param {import('./lib/corpus.mjs').Message[]} messages */
const numbered = (messages) => messages.filter(({ text }) => !torn.test(text)).map(({ text }, index) => `${index}: ${text}`);

scenario('lines break where the browser breaks them', async (scene) => {
  const more = Math.ceil(count * 1.02); // some are torn
  const texts = numbered(corpus({ seed, count: more, markup: false, soup: false })).slice(0, count);
  assert.equal(texts.length, count);
  await agrees(scene, texts, reached.messages);
}, { within: 1_200_000 });

scenario('… and, nearly always, where code points stand in no order', async (scene) => {
  await agrees(scene, numbered(corpus({ seed, count: Math.ceil(count / 10), markup: false, soup: true })), reached.soup);
}, { within: 1_200_000 });
