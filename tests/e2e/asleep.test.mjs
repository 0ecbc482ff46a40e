// @ts-check
// Pages that are frozen, slowed down, left and come back to: the connection lasts, or is found dead and made again.
import assert from 'node:assert/strict';
import { fill } from './lib/filler.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { connectionErrors } from './lib/tab.mjs';
import { pause, until } from './lib/until.mjs';

const snapshot = 'document.getElementById("chat").chat.snapshot()';

/** @param {import('./lib/scenario.mjs').Scene} scene @param {string} page its address */
async function tabWith(scene, page) {
  const browser = await scene.plainBrowser();
  const tab = await browser.tab(page);
  /** @param {string} what @param {(s: import('./lib/chat.mjs').Snapshot) => unknown} condition @param {number} [within] */
  const waits = (what, condition, within = 15_000) => until(async () => {
    const now = await tab.ask(`document.getElementById("chat")?.chat ? ${snapshot} : null`).catch(() => null);
    return now && condition(now) && now;
  }, { what, within });
  await waits('connected', (s) => s.connection.state === 'open', 30_000);
  return { tab, waits };
}

/** @param {import('./lib/scenario.mjs').Scene} scene */
async function plainTab(scene) {
  const server = await scene.server();
  return { server, ...await tabWith(scene, address(server.url, { nick: 'Ada' })) };
}

scenario('a frozen page goes on where it was', async (scene) => {
  const { server, tab, waits } = await plainTab(scene);
  await tab.send('Page.enable');
  await fill(server.url, 1, 3);
  await waits('three', (s) => s.totals.messages === 3);
  await tab.ask('window.heard = [], document.getElementById("chat").chat.on("message", (m) => heard.push(m.text)), 0');
  await tab.send('Page.setWebLifecycleState', { state: 'frozen' });
  await fill(server.url, 4, 60);
  await tab.send('Page.setWebLifecycleState', { state: 'active' });
  await waits('all have come', (s) => s.totals.messages === 60 && s.connection.state === 'open');
  // The browser leaves the page hidden, so nothing is drawn yet.
  assert.deepEqual(await tab.ask('heard'), Array.from({ length: 57 }, (_, i) => `message ${i + 4}`));
});

scenario('a server that dies while the page is frozen is noticed at once, and come back to', async (scene) => {
  const { server, tab, waits } = await plainTab(scene);
  await tab.send('Page.enable');
  await tab.send('Page.setWebLifecycleState', { state: 'frozen' });
  await server.kill();
  await server.start();
  await fill(server.url, 1, 40);
  await tab.send('Page.setWebLifecycleState', { state: 'active' });
  await waits('again', (s) => s.totals.messages === 40 && s.connection.state === 'open', 30_000);
});

scenario('a path that breaks while the page is frozen is noticed as soon as it runs again', async (scene) => {
  const server = await scene.scriptedServer();
  const web = await scene.webServer();
  const { tab, waits } = await tabWith(scene, address(web.url, { nick: 'Ada', url: server.url }));
  const peer = await server.peer();
  await tab.send('Page.enable');
  await tab.send('Page.setWebLifecycleState', { state: 'frozen' });
  peer.silent = true;
  // What was heard 5 s ago is sure enough not to ask. By itself the page would ask after 25 s of silence.
  await pause(6_000);
  assert.equal(peer.of('ping').length, 0);
  await tab.send('Page.setWebLifecycleState', { state: 'active' });
  await until(() => peer.of('ping').length === 1, { what: 'it asks at once whether anybody is there', within: 6_000 });
  await server.peer(1);
  await waits('connected again', (s) => s.connection.state === 'open');
  assert.equal(server.peers.length, 2);
});

scenario('a page that is left and come back to is connected and has everything', async (scene) => {
  const { server, tab, waits } = await plainTab(scene);
  await fill(server.url, 1, 3);
  await waits('three', (s) => s.totals.messages === 3);
  await tab.ask('addEventListener("pageshow", (event) => { window.persisted = event.persisted; }), 0');
  await tab.ask(`location.href = ${JSON.stringify(`${server.url}icon.svg`)}`);
  await until(() => tab.ask('location.pathname === "/icon.svg"').catch(() => false), { what: 'the page is left' });
  await fill(server.url, 4, 9);
  await tab.ask('history.back()');
  await until(() => tab.ask('window.persisted === true').catch(() => false), { what: 'the page is the one that was left' });
  const { rows } = await waits('nine', (s) => s.totals.messages === 9 && s.connection.state === 'open', 30_000);
  assert.deepEqual(rows.map((/** @type {{ text: string }} */ row) => row.text), Array.from({ length: 9 }, (_, i) => `message ${i + 1}`));
});

scenario('a machine twenty times slower loses no connection under load', async (scene) => {
  const { server, tab, waits } = await plainTab(scene);
  await tab.send('Emulation.setCPUThrottlingRate', { rate: 20 });
  await fill(server.url, 1, 400);
  await waits('all have come', (s) => s.totals.messages === 400, 30_000);
  await tab.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const { connection } = await waits('open', (s) => s.connection.state === 'open');
  assert.equal(connection.state, 'open');
  await until(() => tab.ask('document.body.isConnected'), { what: 'the page lives' });
});

scenario('the panel shows how the connection does', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  tab.allow(...connectionErrors);
  const ada = tab.chat();
  await ada.connected();
  await ada.say('hello');
  await ada.delivery('hello', 'sent');
  await ada.click('Log');
  const group = ada.logPanel();
  await group.getByText(/^Round trip \d+ ms, at most \d+ ms in the last five minutes$/).waitFor();
  await group.getByText('Connected for less than a minute, 0 reconnects').waitFor();
  await server.kill();
  await ada.until('it noticed', (s) => s.connection.state !== 'open');
  await server.start();
  await ada.connected(30_000);
  await group.getByText('Connected for less than a minute, 1 reconnect').waitFor();
  await ada.say('and again');
  await ada.delivery('and again', 'sent');
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await tab.page.emulateMedia({ colorScheme });
    await ada.settled();
    await tab.picture(`connection-${colorScheme}`);
  }
  await tab.resize(320, 640);
  await ada.settled();
  await tab.picture('connection-narrow');
}, { within: 90_000 });
