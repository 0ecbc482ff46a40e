// @ts-check
// Wheel, trackpad, keys and scrollbar: to the pixel, and what the chat does not need goes to the page and the browser.
import assert from 'node:assert/strict';
import { comesToRest, moved, pageScroll, tallPage } from './lib/phone.mjs';
import { scenario } from './lib/scenario.mjs';
import { pause, until } from './lib/until.mjs';

const desk = { context: { viewport: { width: 900, height: 700 } } };

/**
 * A wheel event at a place of the chat that no browser would make up; whether the chat took it.
 * @param {import('./lib/tab.mjs').Tab} tab @param {Record<string, number | boolean>} init
 */
const wheel = (tab, init) => tab.page.evaluate((init) => {
  const canvas = /** @type {HTMLElement} */ (document.querySelector('#chat > div')?.shadowRoot?.querySelector('canvas'));
  const event = new WheelEvent('wheel', { bubbles: true, composed: true, cancelable: true, clientX: 300, clientY: 300, ...init });
  canvas.dispatchEvent(event);
  return event.defaultPrevented;
}, init);

scenario('the wheel scrolls to the pixel, in every unit, and fractions add up', async (scene) => {
  const { tab, chat } = await tallPage(scene, desk);
  const before = await chat.snapshot();
  assert.equal(await wheel(tab, { deltaY: -137 }), true);
  const once = await chat.until('by pixels', (s) => Math.abs(moved(before, s) - 137) <= 0.5);
  for (let i = 0; i < 40; ++i) await wheel(tab, { deltaY: -0.3 });
  const fractions = await chat.until('a trackpad’s fractions', (s) => Math.abs(moved(once, s) - 12) <= 1);
  await wheel(tab, { deltaY: -3, deltaMode: 1 });
  const lines = await chat.until('by lines', (s) => Math.abs(moved(fractions, s) - 66) <= 1);
  await wheel(tab, { deltaY: 1, deltaMode: 2 });
  await chat.until('by pages', (s) => s.atEnd);
  assert.ok(lines.rows.length > 0);

  assert.equal(await wheel(tab, { deltaX: -80, deltaY: -2 }), false, 'sideways is not for the log');
  assert.equal(await wheel(tab, { deltaY: -80, ctrlKey: true }), false, 'Ctrl+wheel zooms the page');
  assert.equal(await wheel(tab, { deltaY: -80, metaKey: true }), false);
  assert.equal((await comesToRest(chat)).atEnd, true);
});

scenario('the page scrolls where the log ends, and over what does not scroll', async (scene) => {
  const { tab, chat } = await tallPage(scene, desk);
  const { mouse } = tab.page;
  await mouse.move(300, 300);
  await mouse.wheel(0, 120);
  await until(async () => await pageScroll(tab) === 120, { what: 'the page scrolls', otherwise: async () => `${await pageScroll(tab)}` });
  assert.equal((await chat.snapshot()).atEnd, true);
  await mouse.wheel(0, -50);
  await chat.until('upwards there is something to read', (s) => !s.atEnd);
  assert.equal(await pageScroll(tab), 120);
  // The rest of a swing that came to the end does not tear the page along …
  assert.deepEqual([await wheel(tab, { deltaY: 500 }), await wheel(tab, { deltaY: 500 })], [true, true]);
  await chat.until('at the end', (s) => s.atEnd);
  // … the next one moves it.
  await pause(200);
  assert.equal(await wheel(tab, { deltaY: 500 }), false);

  const composer = await until(() => chat.composer().boundingBox(), { what: 'its place' });
  await mouse.move(composer.x + 50, composer.y + composer.height / 2);
  await mouse.wheel(0, -120);
  await until(async () => await pageScroll(tab) === 0, { what: 'over the composer the page scrolls' });
  assert.equal((await chat.snapshot()).atEnd, true);
});

scenario('keys leaf through the log, from the composer too', async (scene) => {
  const { tab, chat } = await tallPage(scene, desk);
  const { keyboard } = tab.page;
  await chat.composer().focus();
  const end = await chat.snapshot();
  await keyboard.press('PageUp');
  await chat.until('a page up', (s) => !s.atEnd && s.rows.at(-1)?.id !== end.rows.at(-1)?.id);
  await keyboard.press('PageDown');
  await chat.until('and down', (s) => s.atEnd);
  // What one writes has lines of its own: there the keys are the field's.
  await chat.composer().fill(Array.from({ length: 12 }, (_, i) => `line ${i}`).join('\n'));
  await chat.settled();
  await keyboard.press('PageUp');
  assert.equal((await comesToRest(chat, 300)).atEnd, true);
  await chat.composer().fill('word');
  await chat.settled();
  await keyboard.press('Home');
  await chat.until('Home is the caret’s', (s) => s.composer.selectionEnd === 0 && s.atEnd);
});

scenario('the browser keeps its shortcuts', async (scene) => {
  const { tab, chat } = await tallPage(scene, desk);
  await chat.composer().fill('something');
  await chat.settled();
  const swallowed = await tab.page.evaluate(() => {
    const root = /** @type {ShadowRoot} */ (document.querySelector('#chat > div')?.shadowRoot);
    const combinations = /** @type {[string, string][]} */ ([
      ['Control', 'f'], ['Control', 'r'], ['Control', 'l'], ['Control', 't'], ['Control', 'w'], ['Control', 'p'], ['Control', 'c'],
      ['Alt', 'ArrowLeft'], ['Alt', 'Home'], ['', 'F5'], ['', 'F12'], ['', 'Tab'], ['Shift', 'Tab'], ['Control', 'Tab'], ['Control', 'PageDown'],
      ['Control', '+'], ['Control', '-'], ['Control', '0'], ['Meta', 'r'], ['Control', 'Home'], ['Control', 'ArrowUp'], ['', '/'], ['', "'"],
    ]);
    const list = [];
    for (const target of [root.querySelector('ul'), root.querySelector('textarea'), ...root.querySelectorAll('button')]) {
      for (const [modifier, key] of combinations) {
        const event = new KeyboardEvent('keydown', {
          key, bubbles: true, composed: true, cancelable: true, [`${modifier.toLowerCase().replace('control', 'ctrl')}Key`]: modifier !== '',
        });
        target?.dispatchEvent(event);
        if (event.defaultPrevented) list.push(`${modifier}+${key} in ${target?.tagName}`);
      }
    }
    return list;
  });
  // In what scrolls, and has the focus, that is the DOM's own key for its beginning.
  assert.deepEqual(swallowed, ['Control+Home in UL']);
});

scenario('the thumb of the scrollbar is dragged, and its track pressed', async (scene) => {
  const { tab, chat } = await tallPage(scene, { ...desk, count: 300 });
  const { mouse } = tab.page;
  const list = await until(() => chat.log().boundingBox(), { what: 'its place' });
  const x = list.x + list.width - 6;
  const bottom = list.y + list.height;
  await mouse.move(x, bottom - 15);
  await mouse.down();
  await mouse.move(x, list.y + list.height / 2, { steps: 5 });
  await chat.until('half way', (s) => Math.abs(Number(s.rows[0]?.text.slice(8)) - 150) < 40);
  await tab.picture('scrollbar');
  await mouse.move(x + 60, list.y - 50, { steps: 3 }); // off the track it goes on
  await chat.until('the first', (s) => s.rows[0]?.text === 'message 1');
  await mouse.up();
  await mouse.move(x, bottom - 100);
  await mouse.down();
  await mouse.up();
  await chat.until('where the track was pressed', (s) => Number(s.rows[0]?.text.slice(8)) > 150 && !s.atEnd);
  await mouse.move(x, bottom - 3);
  await mouse.down();
  await mouse.up();
  await chat.until('its end is the end', (s) => s.atEnd);
});

scenario('what is read stays while rows come and go, and a pill tells of them', async (scene) => {
  const { chatServer, peer, tab, chat } = await tallPage(scene, desk);
  await tab.page.mouse.move(300, 300);
  await tab.page.mouse.wheel(0, -700);
  await chat.until('scrolled up', (s) => !s.atEnd);
  const before = await comesToRest(chat);
  for (let i = 1; i <= 3; ++i) chatServer.say(peer, 'general', `new ${i}`);
  const pill = chat.button('3 new messages');
  await pill.waitFor();
  assert.equal(moved(before, await chat.snapshot()), 0, 'rows below');
  // Another width: every row above is laid out anew, and the first one in view stays.
  await tab.resize(500, 700);
  const narrow = await chat.until('narrower', (s) => s.rows[0]?.rect.width === 500);
  assert.ok(Math.abs(narrow.rows[0].rect.y - before.rows[0].rect.y) <= 24 && narrow.rows[0].id === before.rows[0].id);
  await chat.click('3 new messages');
  await chat.until('at the end', (s) => s.atEnd && s.rows.at(-1)?.text === 'new 3');
  await pill.waitFor({ state: 'detached' });
});
