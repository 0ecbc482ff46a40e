// @ts-check
// Reading: scrolling with wheel, keyboard and mouse, what is new meanwhile, the tab order, the connection log.
import assert from 'node:assert/strict';
import { address, scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

/**
 * A page whose room has messages.
 * @param {import('./lib/scenario.mjs').Scene} scene @param {number} count
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function room(scene, count, options) {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }), options);
  const ada = tab.chat();
  await ada.connected();
  const peer = await chatServer.peer();
  for (let i = 1; i <= count; ++i) chatServer.say(peer, 'general', `message ${i}`);
  await ada.until('all are there', (s) => s.totals.messages === count && s.rows.at(-1)?.text === `message ${count}`);
  return { chatServer, tab, ada, peer };
}

scenario('scrolling with the wheel, and what is new meanwhile', async (scene) => {
  const { chatServer, tab, ada, peer } = await room(scene, 100);
  const { rows, atEnd } = await ada.snapshot();
  assert.equal(atEnd, true);
  assert.ok(rows.length < 40, `only visible rows are told: ${rows.length}`);
  await tab.page.mouse.move(400, 300);
  await tab.page.mouse.wheel(0, -400);
  const up = await ada.until('scrolled up', (s) => !s.atEnd);
  const stays = up.rows[5];
  // What comes now does not move what one reads.
  for (const text of ['new 1', 'new 2']) chatServer.say(peer, 'general', text);
  const { rows: later } = await ada.until('they are there', (s) => s.totals.messages === 102);
  assert.deepEqual(later.find((row) => row.id === stays.id)?.rect, stays.rect);
  await ada.button('2 new messages').waitFor();
  await tab.picture('scrolled-up');
  await ada.click('2 new messages');
  await ada.until('at the end', (s) => s.atEnd && s.rows.at(-1)?.text === 'new 2');
  await ada.button('2 new messages').waitFor({ state: 'detached' });
  // Sending brings one to the end as well.
  await tab.page.mouse.move(400, 300);
  await tab.page.mouse.wheel(0, -400);
  await ada.until('scrolled up', (s) => !s.atEnd);
  await ada.say('mine');
  await ada.until('at the end', (s) => s.atEnd && s.rows.at(-1)?.text === 'mine');
});

scenario('a finger scrolls, and a tap presses', async (scene) => {
  const { tab, ada } = await room(scene, 100, { hasTouch: true, viewport: { width: 390, height: 700 } });
  const devtools = await tab.page.context().newCDPSession(tab.page);
  /** @param {'touchStart' | 'touchMove' | 'touchEnd'} type @param {number} [y] */
  const touch = (type, y) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 200, y }] });
  await touch('touchStart', 200);
  for (let y = 220; y <= 500; y += 20) await touch('touchMove', y);
  await touch('touchEnd');
  await ada.until('the older ones came down', (s) => !s.atEnd && s.rows.every((row) => row.text !== 'message 100'));
  const pill = ada.button('Jump to latest');
  await pill.waitFor();
  const box = await pill.boundingBox();
  assert.ok(box);
  await tab.page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
  await ada.until('at the end', (s) => s.atEnd);
});

scenario('the log is read with the keyboard', async (scene) => {
  const { tab, ada } = await room(scene, 100);
  await ada.log().focus();
  const { keyboard } = tab.page;
  const last = (await ada.snapshot()).rows.at(-1);
  await keyboard.press('PageUp');
  const page = await ada.until('a page up', (s) => s.rows.every((row) => row.id !== last?.id));
  await keyboard.press('ArrowDown');
  await ada.until('three lines down', (s) => s.rows[0].id >= page.rows[0].id && s.rows.at(-1)?.rect.y !== page.rows.at(-1)?.rect.y);
  await keyboard.press('Home');
  await ada.until('the first', (s) => s.rows[0].text === 'message 1');
  const first = ada.item(/message 1$/);
  await first.waitFor();
  assert.equal(await first.getAttribute('aria-posinset'), '1');
  assert.equal(await first.getAttribute('aria-setsize'), '100');
  await keyboard.press('End');
  await ada.until('the last', (s) => s.atEnd && s.rows.at(-1)?.text === 'message 100');
  // In reading order.
  const read = await until(async () => {
    const texts = await ada.log().getByRole('listitem').allTextContents();
    return texts.at(-1)?.endsWith('message 100') && texts;
  }, { what: 'the mirror follows' });
  const numbers = read.map((text) => Number(text.match(/message (\d+)$/)?.[1]));
  assert.deepEqual(numbers, numbers.map((_, i) => 100 - numbers.length + 1 + i));
});

scenario('the tab key visits what can be used, and leaves the chat', async (scene) => {
  const { tab, ada } = await room(scene, 3);
  await ada.composer().fill('something to send');
  await until(async () => !(await ada.button('Send').isDisabled()), { what: 'Send can be pressed' });
  await tab.page.evaluate(() => /** @type {HTMLElement | null} */ (document.activeElement?.shadowRoot?.activeElement ?? null)?.blur());
  /** @type {string[]} */
  const visited = [];
  for (let i = 0; i < 6; ++i) {
    await tab.page.keyboard.press('Tab');
    visited.push(await tab.page.evaluate(() => {
      const active = document.activeElement?.shadowRoot?.activeElement;
      return active ? active.getAttribute('aria-label') ?? active.textContent ?? '' : 'outside';
    }));
  }
  const outside = visited.indexOf('outside');
  const once = [...visited.slice(outside + 1), ...visited.slice(0, outside)];
  assert.deepEqual(once, ['Keyboard shortcuts', 'Log', 'Messages', 'Type a message', 'Send'], `from where the caret was: ${JSON.stringify(visited)}`);
});

scenario('Send by keyboard leaves the caret where one goes on writing', async (scene) => {
  const { tab, ada } = await room(scene, 1);
  await ada.composer().fill('by keyboard');
  await until(async () => !(await ada.button('Send').isDisabled()), { what: 'Send can be pressed' });
  await ada.composer().focus();
  await tab.page.keyboard.press('Tab');
  await tab.page.keyboard.press('Enter');
  await ada.delivery('by keyboard', 'sent');
  await tab.page.keyboard.type('and on');
  await ada.until('the keys reach the composer', (s) => s.composer.text === 'and on');
});

scenario('the connection log tells what happened, by keyboard as by mouse', async (scene) => {
  const { chatServer, tab, ada, peer } = await room(scene, 2);
  await ada.button('Log').focus();
  await tab.page.keyboard.press('Enter');
  await ada.until('it is open', (s) => s.logOpen);
  for (const entry of [/note : Connecting to ws:/, /note : Connected, subprotocol banter\.v1/, /sent \d+ B: .*"hello"/, /received \d+ B: .*"welcome"/, /received \d+ B: .*message 2/]) {
    await ada.logEntries().filter({ hasText: entry }).first().waitFor();
  }
  // The time with seconds.
  assert.match(await ada.logEntries().first().textContent() ?? '', /^\d\d:\d\d:\d\d /);
  // It follows what happens.
  chatServer.say(peer, 'general', 'while one looks');
  await ada.logEntries().filter({ hasText: 'while one looks' }).waitFor();
  await tab.page.keyboard.press('Escape');
  await ada.until('it is closed', (s) => !s.logOpen);
  await ada.logPanel().waitFor({ state: 'detached' });
  // On a small screen it takes the place of the messages.
  await tab.resize(380, 640);
  await ada.click('Log');
  await ada.until('it is open', (s) => s.logOpen);
  const panel = await until(async () => {
    const box = await ada.logPanel().boundingBox();
    return box && box.width <= 380 && box;
  }, { what: 'the panel fits' });
  assert.equal(Math.round(panel.width), 380);
  await tab.picture('log-narrow');
});
