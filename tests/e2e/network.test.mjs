// @ts-check
// The network goes and comes: said at once, countdown, "Reconnect now", and back by itself.
import assert from 'node:assert/strict';
import { address, elsewhere, scenario } from './lib/scenario.mjs';
import { connectionErrors } from './lib/tab.mjs';
import { until } from './lib/until.mjs';

/** @typedef {import('../../web/embed/banter.js').StateEvent & { at: number }} Seen */

/** Keeps every state event with its time. @param {import('playwright-core').Page} page */
async function watch(page) {
  await page.evaluate(() => {
    const element = /** @type {any} */ (document.getElementById('chat'));
    element.seen = [];
    element.chat.on('state', (/** @type {object} */ event) => element.seen.push({ ...event, at: Date.now() }));
  });
  return /** @returns {Promise<Seen[]>} */ () => page.evaluate(() => /** @type {any} */ (document.getElementById('chat')).seen);
}

scenario('a browser that goes offline says so at once and comes back by itself', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(elsewhere(server.url), { nick: 'Ada' }));
  tab.allow(...connectionErrors);
  const ada = tab.chat();
  await ada.connected();
  const seen = await watch(tab.page);

  await tab.page.context().setOffline(true);
  await ada.until('offline', (s) => s.connection.state === 'offline', 3_000);
  await ada.status(/^Offline$/).waitFor();
  await ada.host.getByRole('group', { name: /^You are offline/ }).waitFor();
  await ada.button('Try anyway').waitFor();
  assert.equal(await ada.button('Reconnect now').count(), 0, 'no countdown runs');
  assert.match(await tab.page.title(), /^\(offline\) #general/);
  await ada.say('written offline');
  await ada.delivery('written offline', 'queued');
  await tab.picture('offline');

  await tab.page.context().setOffline(false);
  await ada.connected(5_000);
  await ada.delivery('written offline', 'sent');
  await ada.status(/^Connected$/).waitFor();
  assert.match(await tab.page.title(), /^#general/);
  const states = (await seen()).map(({ state }) => state);
  assert.ok(states.includes('offline'), states.join());
  assert.equal(states.at(-1), 'open');
});

scenario('a server on this machine needs no network', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  const seen = await watch(tab.page);
  await tab.page.evaluate(() => {
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });
    dispatchEvent(new Event('offline'));
  });
  await ada.say('still here');
  await ada.delivery('still here', 'sent');
  assert.deepEqual(await seen(), []);
});

scenario('"Reconnect now" skips the countdown', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  tab.allow(...connectionErrors);
  const ada = tab.chat();
  await ada.connected();
  const seen = await watch(tab.page);
  await server.kill();
  await ada.button('Reconnect now').waitFor({ timeout: 15_000 });
  await ada.status(/^Reconnecting/).waitFor();
  await tab.picture('reconnecting');

  /** A countdown with enough left to be skipped. */
  const countdown = () => until(async () => {
    const last = (await seen()).at(-1);
    return last?.state === 'waiting' && last.at + (last.retryIn ?? 0) - Date.now() > 4_000 && last;
  }, { what: 'a long countdown', within: 80_000 });
  /** @param {Seen} before @param {string} how */
  const tried = async (before, how) => {
    const next = await until(async () => (await seen()).find(({ at, state }) => at > before.at && state === 'connecting'), { what: `an attempt after ${how}` });
    assert.ok(next.at < before.at + (before.retryIn ?? 0) - 500, `${how}: it was tried at once, not when the countdown ended`);
  };
  let waiting = await countdown();
  await ada.button('Reconnect now').focus();
  await tab.page.keyboard.press('Enter');
  await tried(waiting, 'the keyboard');

  waiting = await countdown();
  await server.start();
  await ada.click('Reconnect now');
  await tried(waiting, 'the mouse');
  await ada.connected(5_000);
  await ada.button('Reconnect now').waitFor({ state: 'detached' });
}, { within: 240_000 });

scenario('a final answer stops the attempts and says why', async (scene) => {
  const chatServer = await scene.scriptedServer({ greets: false });
  const web = await scene.webServer();
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }));
  const ada = tab.chat();
  const peer = await chatServer.peer();
  await until(() => peer.of('hello').length, { what: 'hello' });
  peer.send({ type: 'error', code: 'bad-token', message: 'This token is not known here.', fatal: true });
  peer.socket.close(4401);
  await ada.until('stopped', (s) => s.connection.state === 'stopped');
  await ada.host.getByRole('group', { name: /^Not connected\..*This token is not known here\./ }).waitFor({ timeout: 3_000 });
  await tab.picture('stopped');
  assert.equal(chatServer.peers.length, 1);
  await ada.click('Try again');
  await chatServer.peer(1);
});

scenario('a server that answers nothing is told apart from one that is slow', async (scene) => {
  const chatServer = await scene.scriptedServer({ greets: false });
  const web = await scene.webServer();
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }));
  const ada = tab.chat();
  const peer = await chatServer.peer();
  await ada.status(/^Connecting…$/).waitFor();
  await tab.picture('connecting');
  const closed = await until(() => peer.closed, { what: 'the page gives up a server that does not greet', within: 14_000 });
  assert.equal(closed.code, 4000);
  await ada.until('it waits for the next attempt', (s) => s.connection.state === 'waiting' || chatServer.peers.length > 1);
});
