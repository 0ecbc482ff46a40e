// @ts-check
// Selecting in the log, by mouse and by keyboard, and what reaches the clipboard.
import assert from 'node:assert/strict';
import { Picture } from './lib/png.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

/**
 * A page whose room has these messages, by Somebody.
 * @param {import('./lib/scenario.mjs').Scene} scene @param {string[]} texts
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function room(scene, texts, options = {}) {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }), { permissions: ['clipboard-read', 'clipboard-write'], ...options });
  const ada = tab.chat();
  await ada.connected();
  const peer = await chatServer.peer();
  for (const text of texts) chatServer.say(peer, 'general', text);
  await ada.until('all are there', (s) => s.totals.messages === texts.length && s.rows.at(-1)?.text === texts.at(-1) && s.settled);
  await tab.page.evaluate(() => {
    document.addEventListener('copy', (event) => {
      /** @type {any} */ (window).copiedHtml = event.clipboardData?.getData('text/html'); // what is read back is sanitised
    });
  });
  return { tab, ada, peer, chatServer };
}

/** @typedef {import('./lib/chat.mjs').Chat} Chat */

/**
 * A place on a line of a row's text: `share` of its width from the left.
 * @param {Chat} chat @param {string} text of the row @param {number} share @param {number} [line]
 */
async function place(chat, text, share, line = 0) {
  const { rows } = await chat.settled();
  const rect = rows.find((row) => row.text === text)?.lines.at(line)?.rect;
  assert.ok(rect, `${text} is on the screen`);
  return { x: rect.x + rect.width * share, y: rect.y + rect.height / 2 };
}

/** @param {import('playwright-core').Page} page @param {{ x: number, y: number }} from @param {{ x: number, y: number }} to */
async function drag(page, from, to) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
}

/** @param {Chat} chat @param {string} text */
const selected = (chat, text) => chat.until(`${JSON.stringify(text)} is selected`, (s) => s.selection?.text === text);
/** @param {Chat} chat */
const nothingSelected = (chat) => chat.until('nothing is selected', (s) => s.selection === null);

/** Presses the keys and reads the clipboard. @param {import('./lib/tab.mjs').Tab} tab @param {string} [keys] */
async function copied(tab, keys = 'Control+c') {
  await tab.page.evaluate(() => navigator.clipboard.writeText('(nothing was copied)'));
  await tab.page.keyboard.press(keys);
  return tab.page.evaluate(() => navigator.clipboard.readText());
}

/** What has the focus in the chat. @param {import('playwright-core').Page} page */
const focused = (page) => page.evaluate(() => {
  const active = document.activeElement?.shadowRoot?.activeElement;
  return active ? active.getAttribute('aria-label') ?? active.className : 'nothing';
});

/** The times of day are the test's own. @param {string} text */
const withoutTimes = (text) => text.replace(/\[\d\d:\d\d\] /g, '[time] ');

scenario('a drag selects across messages, and Ctrl+C copies it while one writes', async (scene) => {
  const { tab, ada } = await room(scene, ['the first', 'the <b>second</b> & more', 'the third']);
  await ada.composer().focus();
  await tab.page.keyboard.type('a draft');
  await drag(tab.page, await place(ada, 'the first', 0), await place(ada, 'the third', 1));
  const { selection, rows } = await ada.until('all three are selected', (s) => s.selection?.end.row === s.rows[2].id && s.selection.end.offset === 9);
  assert.deepEqual(selection?.start, { row: rows[0].id, offset: 0 });
  await tab.picture('selection-rows');
  assert.equal(await focused(tab.page), 'Type a message', 'the caret stays where one writes');
  assert.equal(withoutTimes(await copied(tab)), '[time] Somebody: the first\n[time] Somebody: the <b>second</b> & more\n[time] Somebody: the third');
  const html = await tab.page.evaluate(() => /** @type {any} */ (window).copiedHtml);
  assert.equal(withoutTimes(html), '<p>[time] <b>Somebody</b>: <bdi>the first</bdi></p>' +
    '<p>[time] <b>Somebody</b>: <bdi>the &lt;b&gt;second&lt;/b&gt; &amp; more</bdi></p><p>[time] <b>Somebody</b>: <bdi>the third</bdi></p>');
  // What is selected in the composer goes first, and there is one selection at a time.
  await tab.page.keyboard.press('Control+a');
  await nothingSelected(ada);
  assert.equal(await copied(tab), 'a draft');
  await tab.page.keyboard.press('End');
  await tab.page.keyboard.type(' goes on');
  await ada.until('one goes on writing', (s) => s.composer.text === 'a draft goes on');
});

scenario('two clicks select a word, three a message, Shift extends, a click clears', async (scene) => {
  const text = 'see the-longest-word-of-it: can’t';
  const { tab, ada } = await room(scene, ['aaa bbbbbbbbbbbbbbb ccc', 'สวัสดีครับ', text]);
  const middle = await place(ada, 'aaa bbbbbbbbbbbbbbb ccc', 0.5);
  await tab.page.mouse.dblclick(middle.x, middle.y);
  await selected(ada, 'bbbbbbbbbbbbbbb');
  await tab.page.mouse.click(middle.x, middle.y, { clickCount: 3 });
  await selected(ada, 'aaa bbbbbbbbbbbbbbb ccc');
  assert.equal(await copied(tab), 'aaa bbbbbbbbbbbbbbb ccc');
  const last = await place(ada, text, 0.99);
  await tab.page.mouse.dblclick(last.x, last.y);
  await selected(ada, 'can’t');
  // A script without spaces: the browser's dictionary knows the words.
  const thai = await place(ada, 'สวัสดีครับ', 0.9);
  await tab.page.mouse.dblclick(thai.x, thai.y);
  await selected(ada, 'ครับ');
  const start = await place(ada, 'aaa bbbbbbbbbbbbbbb ccc', 0);
  await tab.page.mouse.click(start.x, start.y);
  await nothingSelected(ada);
  await tab.page.keyboard.down('Shift');
  const end = await place(ada, 'aaa bbbbbbbbbbbbbbb ccc', 1);
  await tab.page.mouse.click(end.x, end.y);
  await tab.page.keyboard.up('Shift');
  await selected(ada, 'aaa bbbbbbbbbbbbbbb ccc');
  await tab.page.mouse.click(480, 100);
  await nothingSelected(ada);
});

scenario('text of every direction is copied as it was written', async (scene) => {
  const texts = ['مرحبا بالعالم، كيف حالك؟', 'שלום עולם', 'abc שלום 123 مرحبا def', 'नमस्ते 👩‍👩‍👧 é'];
  const { tab, ada } = await room(scene, texts);
  for (const text of texts) {
    const from = await place(ada, text, 0.5);
    await tab.page.mouse.click(from.x, from.y, { clickCount: 3 });
    await tab.page.mouse.move(480, 100);
    await selected(ada, text);
    assert.equal(await copied(tab), text);
    await tab.page.mouse.click(480, 100);
    await nothingSelected(ada);
  }
  // From the right edge, where Hebrew begins, to the left.
  await drag(tab.page, await place(ada, 'שלום עולם', 1), await place(ada, 'שלום עולם', 0));
  const { selection } = await selected(ada, 'שלום עולם');
  assert.deepEqual([selection?.start.offset, selection?.end.offset], [0, 9]);
  await drag(tab.page, await place(ada, texts[0], 0.7), await place(ada, texts[2], 0.45));
  await ada.until('parts of three are selected', (s) => s.selection?.start.row === s.rows[0].id && s.selection.end.row === s.rows[2].id);
  await tab.picture('selection-directions');
});

scenario('a drag over the edge scrolls, and only for as long as it lasts', async (scene) => {
  const { tab, ada } = await room(scene, Array.from({ length: 200 }, (_, i) => `message ${i + 1}`), { reducedMotion: 'reduce' });
  const { mouse } = tab.page;
  const from = await place(ada, 'message 200', 1);
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(from.x, from.y - 40);
  await mouse.move(from.x, 2);
  const far = await ada.until('it has scrolled far', (s) => s.rows[0].id < 150 && s.selection?.start.row === s.rows[0].id, 30_000);
  await mouse.up();
  await ada.settled();
  const stopped = await ada.snapshot();
  await tab.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const { totals, rows, selection } = await ada.snapshot();
  assert.equal(totals.frames, stopped.totals.frames, 'nothing is drawn any more');
  assert.ok(far.rows[0].id >= rows[0].id);
  assert.ok(rows.every((row) => row.text !== 'message 200'), 'where it began is not on the screen');
  assert.equal(selection?.end.offset, 'message 200'.length);
  const text = await copied(tab);
  assert.ok(text.endsWith('Somebody: message 200'), text.slice(-60));
  assert.equal(text.split('\n').length, 200 - Number(/message (\d+)/.exec(text)?.[1]) + 1, 'every message between');
  await tab.picture('selection-scrolled');
});

scenario('the keyboard selects in the log, and Ctrl+A all of it', async (scene) => {
  const { tab, ada } = await room(scene, Array.from({ length: 120 }, (_, i) => `message ${i + 1}`));
  await ada.log().focus();
  const { keyboard } = tab.page;
  await keyboard.press('Shift+ArrowRight');
  await selected(ada, 'm');
  await keyboard.press('Control+Shift+ArrowRight');
  await selected(ada, 'message');
  await keyboard.press('Shift+ArrowLeft');
  await selected(ada, 'messag');
  await keyboard.press('Shift+End');
  await selected(ada, 'message 120');
  assert.equal(await copied(tab), 'message 120');
  await keyboard.press('Shift+Home');
  await nothingSelected(ada);
  for (let i = 0; i < 30; ++i) await keyboard.press('Shift+ArrowUp');
  await ada.until('it goes up, and the log follows', (s) => {
    const row = s.rows.find(({ id }) => id === s.selection?.start.row);
    return row?.text === 'message 90' && row.lines[0].rect.y > 56;
  });
  const page = (await ada.settled()).rows.length;
  await keyboard.press('Shift+PageUp');
  const up = await ada.until('a page further up', (s) => s.selection?.start.row === s.rows.find(({ lines }) => lines[0].rect.y > 56)?.id);
  const rows = (up.selection?.text.split('\n').length ?? 0) - 31;
  assert.ok(rows > page / 2 && rows <= page, `${rows} of ${page} rows`);
  await keyboard.press('Shift+PageDown');
  await ada.until('and back', (s) => s.selection?.text.split('\n').length === 31);
  await keyboard.press('Escape');
  await nothingSelected(ada);
  await keyboard.press('Control+a');
  const all = await ada.until('all is selected', (s) => s.selection?.start.offset === 0 && s.selection.text.split('\n').length === 120);
  assert.notEqual(all.selection?.start.row, all.rows[0].id, 'rows that are not on the screen as well');
  // At once, with no frame in between.
  await keyboard.press('Escape');
  await keyboard.press('Control+a');
  const text = await copied(tab);
  assert.equal(text.split('\n').length, 120);
  assert.match(text, /^\[\d\d:\d\d\] Somebody: message 1\n/);
  // Within a text field it is the field's.
  await ada.composer().focus();
  await keyboard.type('mine');
  await keyboard.press('Control+a');
  await ada.until('the field’s text is selected', (s) => s.composer.selectionStart === 0 && s.composer.selectionEnd === 4 && s.selection === null);
});

scenario('the context menu has something to copy', async (scene) => {
  const { tab, ada } = await room(scene, ['what is <i>copied</i>', 'and not']);
  await ada.composer().focus();
  const at = await place(ada, 'what is <i>copied</i>', 0.5);
  // Nothing is selected: the menu is as it was.
  await tab.page.mouse.click(at.x, at.y, { button: 'right' });
  assert.equal(await focused(tab.page), 'Type a message');
  await tab.page.mouse.click(at.x, at.y, { clickCount: 3 });
  await selected(ada, 'what is <i>copied</i>');
  await tab.page.mouse.click(at.x, at.y, { button: 'right' });
  const offer = await tab.page.evaluate(([x, y]) => {
    const active = /** @type {any} */ (document.activeElement?.shadowRoot?.activeElement);
    const under = /** @type {any} */ (document.activeElement?.shadowRoot)?.elementFromPoint(x, y);
    return {
      value: active?.value, chosen: active?.value.slice(active.selectionStart, active.selectionEnd),
      under: under === active, hidden: active?.getAttribute('aria-hidden'), readOnly: active?.readOnly,
    };
  }, [at.x, at.y]);
  assert.deepEqual(offer, { value: 'what is <i>copied</i>', chosen: 'what is <i>copied</i>', under: true, hidden: 'true', readOnly: true });
  // As the menu's Copy does.
  assert.equal(await tab.page.evaluate(() => document.execCommand('copy')), true);
  await until(async () => await focused(tab.page) === 'Type a message', { what: 'the focus is back' });
  assert.equal(await tab.page.evaluate(() => navigator.clipboard.readText()), 'what is <i>copied</i>');
  assert.equal(await tab.page.evaluate(() => /** @type {any} */ (window).copiedHtml), '<span dir="auto">what is &lt;i&gt;copied&lt;/i&gt;</span>');
  // A menu that is closed leaves nothing either.
  await tab.page.mouse.click(at.x, at.y, { button: 'right' });
  await until(async () => await focused(tab.page) === 'offer', { what: 'it is offered again' });
  await tab.page.mouse.move(at.x + 60, at.y + 30);
  await until(async () => await focused(tab.page) === 'Type a message', { what: 'the focus is back' });
  assert.equal(await ada.host.locator('.offer').count(), 0);
});

scenario('copying nothing leaves the clipboard alone', async (scene) => {
  const { tab, ada } = await room(scene, ['a message']);
  await ada.log().focus();
  assert.equal(await copied(tab), '(nothing was copied)');
});

scenario('a selection is seen in both themes', async (scene) => {
  for (const [colorScheme, rgb] of /** @type {const} */ ([['light', [0xdb, 0xe3, 0xff]], ['dark', [0x27, 0x34, 0x5e]]])) {
    const text = 'Latin, العربية ثم English';
    const { tab, ada } = await room(scene, ['one line', text, 'first\n\nthird'], { colorScheme });
    await ada.say('mine');
    await ada.delivery('mine', 'sent');
    await drag(tab.page, await place(ada, 'one line', 0.5), await place(ada, 'mine', 0.6));
    await ada.until('four are selected', (s) => s.selection?.end.row === s.rows[3].id);
    const line = (await ada.snapshot()).rows[1].lines[0].rect;
    const isSelection = (/** @type {number} */ r, /** @type {number} */ g, /** @type {number} */ b) => r === rgb[0] && g === rgb[1] && b === rgb[2];
    await until(async () => new Picture(await tab.picture(`selection-${colorScheme}`)).count(line, isSelection) > line.width * line.height * 0.6,
      { what: 'the whole line stands on the selection’s colour' });
  }
});
