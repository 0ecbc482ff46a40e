// @ts-check
// Writing: input methods, selection, lines, limits. The text lives in a real <textarea>; the canvas draws it.
import assert from 'node:assert/strict';
import { colourful, Picture } from './lib/png.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

scenario('an input method composes, and Enter is its own', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  await ada.composer().focus();
  const devtools = await tab.page.context().newCDPSession(tab.page);
  await tab.page.keyboard.type('Hi ');
  const box = await ada.composer().boundingBox();
  assert.ok(box);
  /** Ink where the underline is drawn: below the letters. */
  const underline = async () => new Picture(await tab.page.screenshot())
    .count({ x: box.x + 20, y: box.y + 18, width: 80, height: 4 }, (r, g, b) => r + g + b < 400);
  const plain = await underline();

  for (const text of ['n', 'に', 'にh', 'にほ', 'にほん']) {
    await devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await ada.until(`the composition ${text} is drawn`, (s) => s.composer.text === `Hi ${text}` && s.composer.selectionEnd === 3 + text.length);
  }
  await until(async () => await underline() > plain + 30, { what: 'the composition is underlined' });
  await tab.picture('composition');
  // Enter chooses the candidate; it must not send. Input methods mark the key so.
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 });
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 });
  assert.equal((await ada.snapshot()).totals.messages, 0, 'nothing was sent');
  await devtools.send('Input.insertText', { text: '日本' });
  await ada.until('the chosen text is there', (s) => s.composer.text === 'Hi 日本');
  await until(async () => await underline() < plain + 30, { what: 'it is no longer underlined' });
  await tab.page.keyboard.press('Enter');
  await ada.delivery('Hi 日本', 'sent');
  await ada.until('the composer is empty', (s) => s.composer.text === '');
});

scenario('a composition that is abandoned leaves nothing', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  await ada.composer().focus();
  const devtools = await tab.page.context().newCDPSession(tab.page);
  await devtools.send('Input.imeSetComposition', { text: 'abc', selectionStart: 3, selectionEnd: 3 });
  await ada.until('it composes', (s) => s.composer.text === 'abc');
  await devtools.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 });
  await ada.until('it is gone', (s) => s.composer.text === '');
  await tab.page.keyboard.press('Enter');
  assert.equal((await ada.snapshot()).totals.messages, 0);
});

scenario('selection, editing and undo are the browser’s', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  await ada.composer().focus();
  const { keyboard } = tab.page;
  await keyboard.type('one two three');
  await keyboard.press('Control+Shift+ArrowLeft');
  await ada.until('a word is selected', (s) => s.composer.selectionStart === 8 && s.composer.selectionEnd === 13);
  await tab.picture('selection');
  await keyboard.type('four');
  await ada.until('it is replaced', (s) => s.composer.text === 'one two four');
  await keyboard.press('Control+z');
  await ada.until('undo', (s) => s.composer.text === 'one two three');
  await keyboard.press('Control+a');
  await ada.until('all is selected', (s) => s.composer.selectionStart === 0 && s.composer.selectionEnd === 13);
  await keyboard.press('Home');
  await ada.until('the caret is at the start', (s) => s.composer.selectionEnd === 0);
  // A click places the caret where the drawn letters are.
  const box = await ada.composer().boundingBox();
  assert.ok(box);
  await tab.page.mouse.click(box.x + 300, box.y + 11);
  await ada.until('the caret is at the end', (s) => s.composer.selectionStart === 13);
});

scenario('the drawn composer grows with its lines, and shrinks when they are sent', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  await ada.composer().focus();
  /** @param {(height: number) => boolean} is @param {string} what */
  const height = (is, what) => until(async () => is((await ada.composer().boundingBox())?.height ?? 0), { what });
  await height((h) => Math.abs(h - 22) < 1, 'one line');
  for (const line of ['one', 'two', 'three']) {
    await tab.page.keyboard.type(line);
    await tab.page.keyboard.press('Shift+Enter');
  }
  await tab.page.keyboard.type('four');
  await height((h) => Math.abs(h - 88) < 1, 'four lines');
  for (let i = 0; i < 8; ++i) await tab.page.keyboard.press('Shift+Enter');
  await tab.page.keyboard.type('last');
  await height((h) => Math.abs(h - 132) < 1, 'six lines at most');
  await tab.picture('many-lines');
  await tab.page.keyboard.press('Enter');
  await height((h) => Math.abs(h - 22) < 1, 'one line again');
  const text = `one\ntwo\nthree\nfour${'\n'.repeat(8)}last`;
  await ada.delivery(text, 'sent');
  // White space alone is nothing to send.
  await tab.page.keyboard.type('   ');
  await tab.page.keyboard.press('Enter');
  assert.equal(await ada.button('Send').isDisabled(), true);
  assert.equal((await ada.snapshot()).totals.messages, 1);
});

scenario('what is typed right after Enter is kept', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  await ada.composer().focus();
  // No frame is drawn and no timer runs in between: as fast as keys can come.
  await ada.composer().evaluate((/** @type {HTMLTextAreaElement} */ field) => {
    /** @param {string} text */
    const type = (text) => {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    const enter = () => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    type('one');
    enter();
    type('two');
    enter();
    enter();
    type('three');
  });
  await ada.delivery('two', 'sent');
  const { rows, composer } = await ada.snapshot();
  assert.deepEqual(rows.map((row) => row.text), ['one', 'two']);
  assert.equal(composer.text, 'three');
  assert.equal(await ada.composer().inputValue(), 'three');
});

scenario('a message that is too long is refused in words, and kept', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  const text = 'あ'.repeat(30_000); // 90,000 bytes of UTF-8, and 65,536 are allowed
  await ada.composer().fill(text);
  await ada.composer().press('Enter');
  await ada.host.getByRole('group', { name: /too long/i }).waitFor({ timeout: 5_000 });
  const { totals, composer } = await ada.snapshot();
  assert.equal(totals.messages, 0);
  assert.equal(composer.text.length, 30_000, 'one can shorten it');
  // So long a draft is drawn like any other: its last lines, and the button beside them.
  const place = await ada.composer().boundingBox();
  const button = await ada.button('Send').boundingBox();
  assert.ok(place && button);
  await until(async () => {
    const picture = new Picture(await tab.picture('too-long'));
    return picture.count(place, (r, g, b) => r + g + b < 300) > 2_000 && picture.count(button, colourful) > 1_000;
  }, { what: 'the draft and the button are drawn' });
  await ada.composer().fill('x'.repeat(65_536));
  await ada.composer().press('Enter');
  await ada.until('as long as allowed is sent', (s) => s.rows[0]?.state === 'sent');
});
