// @ts-check
// Mouse and keyboard in the composer are the browser's; what is drawn follows.
import assert from 'node:assert/strict';
import { carets, inside } from './lib/field_twin.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

/** @param {import('./lib/scenario.mjs').Scene} scene @param {string} text */
async function written(scene, text) {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }), { viewport: { width: 620, height: 640 } });
  const ada = tab.chat();
  await ada.connected();
  await ada.composer().focus();
  await tab.page.keyboard.insertText(text);
  await ada.until('it is written', (s) => s.composer.text === text && s.settled);
  const host = await ada.host.boundingBox();
  assert.ok(host);
  const all = await carets(ada);
  /** The middle of a drawn caret, on the page. @param {number} offset */
  const place = (offset) => {
    const at = all.find((one) => one.offset === offset);
    assert.ok(at);
    return /** @type {[number, number]} */ ([host.x + at.drawn.x, host.y + at.drawn.y + 11]);
  };
  /** @param {number} start @param {number} end @param {string} what */
  const selected = (start, end, what) => selectedTo(start, [end], what);
  /** @param {number} start @param {number[]} ends any of them @param {string} what */
  const selectedTo = (start, ends, what) => ada.until(`${what}: ${start} to ${ends.join(' or ')}`, ({ composer: c }) =>
    c.selectionStart === start && ends.includes(c.selectionEnd) && (start === c.selectionEnd) === (c.selection.length === 0));
  return { tab, ada, place, selected, selectedTo };
}

scenario('the mouse selects', async (scene) => {
  const { tab, place, selected, selectedTo } = await written(scene, 'one two three\nfour שלום עולם five');
  const { mouse, keyboard } = tab.page;
  await mouse.move(...place(2));
  await mouse.down();
  await mouse.move(...place(9), { steps: 4 });
  await selected(2, 9, 'while it is dragged');
  await mouse.move(...place(18), { steps: 4 });
  await mouse.up();
  await selected(2, 18, 'over two lines');
  await tab.picture('selection-dragged');
  await mouse.click(...place(0)); // what is selected would be dragged away
  await selected(0, 0, 'nothing');
  await mouse.move(...place(9));
  await mouse.down();
  await mouse.move(...place(4), { steps: 4 });
  await mouse.up();
  await selected(4, 9, 'backwards');
  // Out of the field.
  await mouse.click(...place(0));
  await selected(0, 0, 'nothing again');
  await mouse.move(...place(8));
  await mouse.down();
  await mouse.move(place(0)[0] - 20, 100, { steps: 4 });
  await selected(0, 8, 'beyond the top');
  await mouse.up();

  const [x, y] = place(5);
  await mouse.dblclick(x, y);
  const word = await selectedTo(4, [7, 8], 'a double click takes the word, on some systems with its space');
  assert.equal(word.composer.selection.length, 1);
  await mouse.click(x, y, { clickCount: 3 });
  const line = await selectedTo(0, [13, 14], 'a triple click takes the line, with or without its end');
  assert.ok(line.composer.selection[0].width > 60);
  await mouse.click(...place(4));
  await selected(4, 4, 'a click');
  await keyboard.down('Shift');
  await mouse.click(...place(17));
  await keyboard.up('Shift');
  await selected(4, 17, 'Shift and a click');
});

scenario('keys move and select', async (scene) => {
  const { tab, ada, selected } = await written(scene, 'one two three\nfour five');
  const { keyboard } = tab.page;
  /** @type {[string, number, number][]} */
  const steps = [
    ['Control+Home', 0, 0], ['End', 13, 13], ['Control+ArrowLeft', 8, 8], ['Control+ArrowLeft', 4, 4], ['Home', 0, 0],
    ['Shift+End', 0, 13], ['ArrowDown', 23, 23], ['Home', 14, 14], ['Shift+ArrowUp', 0, 14], ['Control+End', 23, 23],
    ['Control+Shift+ArrowLeft', 19, 23], ['Shift+Home', 14, 23], ['ArrowLeft', 14, 14], ['ArrowLeft', 13, 13],
    ['Control+a', 0, 23], ['ArrowRight', 23, 23], ['Shift+ArrowLeft', 22, 23],
  ];
  for (const [key, start, end] of steps) {
    await keyboard.press(key);
    await selected(start, end, key).catch((error) => { throw new Error(`${key}: ${error.message}`); });
  }
  await keyboard.press('Delete');
  await ada.until('it is deleted', (s) => s.composer.text === 'one two three\nfour fiv');
  await keyboard.press('Control+Backspace');
  await ada.until('a word is deleted', (s) => s.composer.text === 'one two three\nfour ');
});

scenario('what was done is undone and done again', async (scene) => {
  const { tab, ada } = await written(scene, 'one');
  const { keyboard } = tab.page;
  await keyboard.press('Control+a');
  await keyboard.insertText('two');
  await ada.until('replaced', (s) => s.composer.text === 'two');
  await keyboard.press('Control+z');
  await ada.until('undone', (s) => s.composer.text === 'one' && s.composer.selectionEnd === 3);
  await keyboard.press('Control+y');
  await ada.until('done again', (s) => s.composer.text === 'two');
  await keyboard.press('Control+z');
  await keyboard.press('Control+z');
  await ada.until('all undone', (s) => s.composer.text === '');
  await keyboard.press('Control+Shift+z');
  await ada.until('done again', (s) => s.composer.text === 'one');
  await keyboard.press('Enter');
  await ada.delivery('one', 'sent');
});

scenario('beyond its limit the composer scrolls, and the caret stays in sight', async (scene) => {
  const { tab, ada } = await written(scene, 'line 0');
  const { keyboard, mouse } = tab.page;
  for (let i = 1; i < 12; ++i) {
    await keyboard.press('Shift+Enter');
    await keyboard.type(`line ${i}`);
  }
  const box = await until(async () => {
    const now = await inside(ada);
    return now && Math.abs(now.height - 132) < 1 && now;
  }, { what: 'six lines' });
  const host = await ada.host.boundingBox();
  assert.ok(host);
  /** @param {string} what */
  const inSight = (what) => ada.until(`the caret is in sight: ${what}`, ({ settled, composer: { caret } }) =>
    settled && caret.y + host.y >= box.y - 1 && caret.y + caret.height + host.y <= box.y + box.height + 1);
  await inSight('at the end');
  await keyboard.press('Control+Home');
  await ada.until('at the start', (s) => s.composer.selectionEnd === 0);
  await inSight('at the start');
  for (let i = 0; i < 8; ++i) await keyboard.press('ArrowDown');
  await inSight('below');
  const before = await ada.snapshot();
  await mouse.move(box.x + 40, box.y + 40);
  await mouse.wheel(0, 44);
  await ada.until('the wheel moves the text', (s) => s.composer.caret.y !== before.composer.caret.y);
  await tab.picture('composer-scrolled');
});
