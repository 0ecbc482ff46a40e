// @ts-check
// Everything by keyboard alone: where Tab goes, what keys do, where the focus is after something closed.
import assert from 'node:assert/strict';
import { embed } from './lib/embed.mjs';
import { Picture } from './lib/png.mjs';
import { scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

/** A chat between two buttons of its host page, with a message that was refused. @param {import('./lib/scenario.mjs').Scene} scene */
async function between(scene) {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(`${web.url}blank.html`);
  /** @param {string} name @param {string} style */
  const button = (name, style) => tab.page.evaluate(([name, style]) => {
    const element = document.createElement('button');
    element.textContent = name;
    element.style.cssText = `position:fixed;${style}`;
    document.body.append(element);
  }, [name, style]);
  await button('before', 'top:0');
  const ada = await embed(tab, { url: chatServer.url, nick: 'Ada' }, { style: 'position:fixed;inset:40px 0' });
  await button('after', 'bottom:0');
  await ada.connected();
  const peer = await chatServer.peer();
  chatServer.say(peer, 'general', 'hello');
  await ada.until('it came', (s) => s.totals.messages === 1);
  chatServer.acks = false;
  await ada.say('refused');
  await ada.until('it is written', () => peer.of('chat').length === 1);
  peer.send({ type: 'error', code: 'storage', message: 'The disk is full.', room: 'general', id: peer.of('chat')[0].id });
  await ada.button(/^Discard/).waitFor();
  return { tab, ada, chatServer, peer };
}

/** What has the focus. @param {import('./lib/tab.mjs').Tab} tab */
const focused = (tab) => tab.page.evaluate(() => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return !active || active === document.body ? '' : active.getAttribute('aria-label') ?? active.textContent ?? '';
});

/** @param {import('./lib/tab.mjs').Tab} tab @param {string} name */
const hasFocus = (tab, name) => until(async () => (await focused(tab)) === name, {
  what: `${name} has the focus`, otherwise: () => focused(tab),
});

scenario('Tab passes through the chat and out of it, both ways, with a ring around what it is at', async (scene) => {
  const { tab, ada } = await between(scene);
  const { keyboard } = tab.page;
  await ada.composer().fill('something to send');
  await until(async () => !(await ada.button('Send').isDisabled()), { what: 'Send can be pressed' });
  const order = ['Keyboard shortcuts', 'Log', 'Messages', 'Retry: refused', 'Copy: refused', 'Discard: refused', 'Type a message', 'Send'];
  await tab.page.getByRole('button', { name: 'before' }).focus();
  await ada.settled();
  const without = new Picture(await tab.page.screenshot());
  for (const name of order) {
    await keyboard.press('Tab');
    await hasFocus(tab, name);
    await ada.settled();
    const box = await tab.page.evaluate(() => {
      const { x, y, width, height } = /** @type {Element} */ (document.querySelector('#chat > div')?.shadowRoot?.activeElement).getBoundingClientRect();
      return { x, y, width, height };
    });
    const around = { x: box.x - 20, y: box.y - 16, width: box.width + 40, height: box.height + 32 };
    /** @param {number} r @param {number} g @param {number} b */
    const ring = (r, g, b) => Math.abs(r - 0x3B) + Math.abs(g - 0x5B) + Math.abs(b - 0xDB) < 24;
    // Waits for the frame with the ring.
    await until(async () => {
      const picture = new Picture(await tab.page.screenshot());
      return picture.count(around, ring) - without.count(around, ring) > 2 * Math.min(box.width, 100);
    }, { what: `a ring around ${name}` });
    if (name.startsWith('Retry')) await tab.picture('access-ring');
  }
  await keyboard.press('Tab');
  await hasFocus(tab, 'after');
  for (const name of [...order].reverse()) {
    await keyboard.press('Shift+Tab');
    await hasFocus(tab, name);
  }
  await keyboard.press('Shift+Tab');
  await hasFocus(tab, 'before');
}, { within: 120_000 });

scenario('every control does what it does by Enter and by Space', async (scene) => {
  const { tab, ada, chatServer, peer } = await between(scene);
  const { keyboard } = tab.page;
  for (const key of ['Enter', 'Space']) {
    await ada.button('Keyboard shortcuts').focus();
    await keyboard.press(key);
    await hasFocus(tab, 'Close the shortcuts');
    assert.equal(await ada.button('Keyboard shortcuts').getAttribute('aria-expanded'), 'true');
    await keyboard.press(key);
    await hasFocus(tab, 'Keyboard shortcuts');
    await ada.help().waitFor({ state: 'detached' });

    await ada.button('Log').focus();
    await keyboard.press(key);
    await ada.logPanel().getByText(/^Round trip/).waitFor(); // its ping and pong are entries, too
    await ada.settled();
    const entry = ada.logEntries().first().getByRole('button');
    await entry.focus();
    await keyboard.press(key);
    await until(async () => (await entry.getAttribute('aria-expanded')) === 'true', { what: 'the entry is unfolded' });
    await keyboard.press(key);
    await until(async () => (await entry.getAttribute('aria-expanded')) === 'false', { what: 'the entry is folded' });
    await ada.button('Close the connection log').focus();
    await keyboard.press(key);
    await hasFocus(tab, 'Log');
    await ada.logPanel().waitFor({ state: 'detached' });
  }
  await ada.button(/^Retry/).focus();
  await keyboard.press('Space');
  await until(() => peer.of('chat').length === 2, { what: 'it is sent again' });
  await hasFocus(tab, 'Messages');
  peer.send({ type: 'error', code: 'storage', message: 'The disk is full.', room: 'general', id: peer.of('chat')[0].id });
  await ada.button(/^Discard/).focus();
  await keyboard.press('Space');
  await ada.until('it is gone', (s) => s.totals.messages === 1);
  await hasFocus(tab, 'Messages');
  chatServer.acks = true;
  await ada.composer().fill('by Space');
  await until(async () => !(await ada.button('Send').isDisabled()), { what: 'Send can be pressed' });
  await ada.button('Send').focus();
  await keyboard.press('Space');
  await ada.delivery('by Space', 'sent');
  await hasFocus(tab, 'Type a message');
  for (let i = 0; i < 60; ++i) chatServer.say(peer, 'general', `message ${i}`);
  await ada.until('they came', (s) => s.totals.messages === 62);
  await ada.log().focus();
  await keyboard.press('PageUp');
  await ada.button('Jump to latest').focus();
  await keyboard.press('Enter');
  await ada.until('at the end', (s) => s.atEnd);
}, { within: 120_000 });

scenario('the shortcuts open from anywhere and give the focus back, and Escape leaves', async (scene) => {
  const { tab, ada } = await between(scene);
  const { keyboard } = tab.page;
  await ada.composer().focus();
  await keyboard.press('Control+/');
  await hasFocus(tab, 'Close the shortcuts');
  await ada.help().getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  await ada.help().getByRole('listitem').filter({ hasText: /^Send the message: Enter$/ }).waitFor();
  assert.equal(await ada.help().getAttribute('aria-modal'), null, 'what it helps with stays in reach');
  await tab.picture('access-help');
  // No trap: Tab goes on, out of the chat.
  await keyboard.press('Tab');
  await hasFocus(tab, 'Shortcuts');
  await keyboard.press('Tab');
  await hasFocus(tab, 'after');
  await keyboard.press('Shift+Tab');
  await keyboard.press('Escape');
  await hasFocus(tab, 'Type a message');
  await ada.help().waitFor({ state: 'detached' });
  // A question mark is a letter there.
  await keyboard.type('?');
  await ada.until('it is typed', (s) => s.composer.text === '?');
  assert.equal(await ada.help().count(), 0);

  await ada.log().focus();
  await keyboard.press('?');
  await hasFocus(tab, 'Close the shortcuts');
  await keyboard.press('Enter');
  await hasFocus(tab, 'Messages');
  // The keys of the list work on a button in it, and Escape goes on to where one writes.
  await ada.button(/^Retry/).focus();
  await keyboard.press('Escape');
  await hasFocus(tab, 'Type a message');
  await keyboard.press('Escape');
  await hasFocus(tab, 'Type a message');
});

scenario('Escape closes what is open in the chat before the dialog it is in', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(`${web.url}blank.html`);
  const ada = await embed(tab, { url: chatServer.url, nick: 'Ada' }, { tag: 'dialog', style: 'width:800px;height:500px' });
  await ada.connected();
  await ada.composer().focus();
  await tab.page.keyboard.press('Control+/');
  await hasFocus(tab, 'Close the shortcuts');
  await tab.page.keyboard.press('Escape');
  await hasFocus(tab, 'Type a message');
  const open = () => tab.page.evaluate(() => /** @type {HTMLDialogElement} */ (document.querySelector('dialog')).open);
  assert.equal(await open(), true);
  await tab.page.keyboard.press('Escape');
  await until(async () => !(await open()), { what: 'the dialog is closed' });
});
