// @ts-check
// What was written is not lost: not by a reload, not by a closed tab, and two tabs do not send it twice.
import assert from 'node:assert/strict';
import path from 'node:path';
import { pageFolder } from './lib/paths.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { connectionErrors } from './lib/tab.mjs';
import { until } from './lib/until.mjs';

/** @typedef {import('./lib/chat.mjs').Chat} Chat */

/** @param {Chat} chat @param {'outbox' | 'rooms'} store @returns {Promise<any[]>} what this browser keeps */
const kept = (chat, store) => chat.page.evaluate((name) => new Promise((resolve, reject) => {
  const request = indexedDB.open('banter');
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const all = request.result.transaction(name).objectStore(name).getAll();
    all.onsuccess = () => { request.result.close(); resolve(all.result); };
  };
}), store);
/** @param {Chat} chat @returns {Promise<string[]>} the texts in this browser's outbox, without what was dropped from it last */
const outbox = async (chat) => (await kept(chat, 'outbox')).filter(({ what }) => what === undefined).map(({ text }) => text);

scenario('what waits survives a reload, shows its state, and is sent once in order', async (scene) => {
  const server = await scene.server();
  const context = await scene.person();
  // The page comes from a cache, as a service worker's would: it is there without the server.
  await context.route(`${server.url}**`, (route) => {
    const { pathname } = new URL(route.request().url());
    return route.fulfill({ path: path.join(pageFolder, pathname.endsWith('/') ? 'index.html' : pathname) });
  });
  const tab = await scene.open(address(server.url, { nick: 'Ada' }), { context });
  tab.allow(...connectionErrors);
  const ada = tab.chat();
  await ada.connected();
  await ada.say('before');
  await ada.delivery('before', 'sent');
  await until(async () => (await kept(ada, 'rooms')).some((room) => room.frames.includes('"before"')), { what: 'the room is kept' });
  await server.kill();
  await ada.until('it noticed', (s) => s.connection.state !== 'open');
  for (const text of ['one', 'two', 'three', 'four']) await ada.say(text);
  for (const text of ['one', 'two', 'three', 'four']) await ada.delivery(text, 'queued');
  assert.deepEqual((await outbox(ada)).sort(), ['four', 'one', 'three', 'two'], 'a row is queued when it is kept');
  await ada.item(/one \(waiting to be sent\)/).waitFor();
  await tab.picture('queued');

  await tab.page.reload();
  await ada.shows(['before', 'one', 'two', 'three', 'four']);
  assert.equal((await ada.snapshot()).connection.state === 'open', false, 'shown without a server, the last state of the room too');
  await tab.picture('offline');

  // One gets another text, one is taken back.
  await ada.click(/^Edit: two/);
  await ada.host.getByRole('textbox', { name: /Edit/ }).waitFor();
  await tab.page.keyboard.press('Control+a');
  await tab.page.keyboard.type('zwei');
  await tab.page.keyboard.press('Enter');
  await ada.delivery('zwei', 'queued');
  await ada.click(/^Cancel: three/);
  await ada.shows(['before', 'one', 'zwei', 'four']);
  await tab.page.reload();
  await ada.shows(['before', 'one', 'zwei', 'four']);

  await server.start();
  await ada.connected(30_000);
  for (const text of ['one', 'zwei', 'four']) await ada.delivery(text, 'sent');
  await until(async () => (await outbox(ada)).length === 0, { what: 'the outbox is empty' });
  const bob = (await scene.open(address(server.url, { nick: 'Bob' }))).chat();
  await bob.connected();
  const { totals } = await bob.shows(['before', 'one', 'zwei', 'four']);
  assert.equal(totals.messages, 4);
}, { within: 90_000 });

scenario('two tabs share one outbox, and whichever is left sends it once', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const context = await scene.person();
  const page = address(web.url, { nick: 'Ada', url: chatServer.url });
  const first = await scene.open(page, { context });
  const second = await scene.open(page, { context });
  for (const tab of [first, second]) tab.allow(...connectionErrors);
  const [a, b] = [first.chat(), second.chat()];
  for (const chat of [a, b]) await chat.connected();
  chatServer.acks = false;
  const writers = () => chatServer.peers.filter((peer) => peer.of('chat').length > 0);
  const written = () => writers().reduce((sum, peer) => sum + peer.of('chat').length, 0);
  await a.say('from the first');
  await until(() => written() === 1, { what: 'the first is written' });
  await b.say('from the second');
  for (const chat of [a, b]) await chat.shows(['from the first', 'from the second']);
  await until(() => written() === 2, { what: 'both are written' });
  assert.equal(writers().length, 1, 'by one of the tabs');
  const sender = /** @type {import('./lib/scripted_server.mjs').Peer} */ (writers()[0]);
  const ids = sender.of('chat').map(({ id }) => id);

  // The tab that sends is closed before anything was acknowledged.
  const firstSends = sender === chatServer.peers[0];
  chatServer.acks = true; // what was written so far gets none
  await (firstSends ? first : second).page.close();
  const left = firstSends ? b : a;
  const other = /** @type {import('./lib/scripted_server.mjs').Peer} */ (chatServer.peers[firstSends ? 1 : 0]);
  await until(() => other.of('chat').length === 2, { what: 'the other tab goes on' });
  assert.deepEqual(other.of('chat').map(({ id }) => id), ids, 'under the same ids, in order');
  for (const text of ['from the first', 'from the second']) await left.delivery(text, 'sent');
  await until(async () => (await outbox(left)).length === 0, { what: 'the outbox is empty' });
});

scenario('what a page kept and did not live to tell the other tab is sent by that, in order', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const context = await scene.person();
  const page = address(web.url, { nick: 'Ada', url: chatServer.url });
  const first = await scene.open(page, { context });
  await first.chat().connected();
  await first.chat().say('hello'); // from now on this tab is the one that sends
  await first.chat().delivery('hello', 'sent');
  const second = await scene.open(page, { context });
  for (const tab of [first, second]) tab.allow(...connectionErrors);
  const b = second.chat();
  await b.connected();
  await second.page.evaluate(() => { BroadcastChannel.prototype.postMessage = () => {}; });
  await b.host.evaluate((/** @type {any} */ element) => { element.chat.send('one'); element.chat.send('two'); });
  await until(async () => (await outbox(b)).length === 2, { what: 'they are kept' });
  const sender = await chatServer.peer(0);
  assert.equal(sender.of('chat').length, 1, 'the other tab has not heard of them');

  await second.page.reload();
  await b.connected();
  await b.say('three');
  for (const text of ['one', 'two', 'three']) await first.chat().delivery(text, 'sent'); // this server has no history for the other
  assert.deepEqual(sender.of('chat').map(({ message }) => message), ['hello', 'one', 'two', 'three']);
});

scenario('what a page sent and did not live to tell the other tab is not sent again by that', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const context = await scene.person();
  const page = address(web.url, { nick: 'Ada', url: chatServer.url });
  const first = await scene.open(page, { context });
  await first.chat().connected();
  await first.chat().say('hello'); // from now on this tab is the one that sends
  await first.chat().delivery('hello', 'sent');
  chatServer.newest = { messages: [{ seq: 1, user: 'u1', from: 'Ada', message: 'hello', ts: Date.now() }] };
  const second = await scene.open(page, { context });
  for (const tab of [first, second]) tab.allow(...connectionErrors);
  const b = second.chat();
  await b.connected();
  chatServer.acks = false;
  await b.say('one');
  const sender = await chatServer.peer(0);
  await until(() => sender.of('chat').length === 2, { what: 'the first tab writes it' });
  await first.page.evaluate(() => { BroadcastChannel.prototype.postMessage = () => {}; });
  const { id } = sender.of('chat')[1];
  sender.send({ type: 'ack', room: 'general', id, seq: 2, ts: Date.now() });
  await first.chat().delivery('one', 'sent');
  await until(async () => (await outbox(b)).length === 0, { what: 'it is dropped' });
  await b.delivery('one', 'pending'); // it has not heard of that

  await first.page.close();
  await b.delivery('one', 'sent');
  await b.say('two'); // it is its turn
  const other = await chatServer.peer(1);
  await until(() => other.of('chat').length > 0, { what: 'the other tab goes on' });
  assert.deepEqual(other.of('chat').map(({ message }) => message), ['two']);
});

scenario('a refused message says why after a reload too, and can be copied', async (scene) => {
  const chatServer = await scene.scriptedServer();
  chatServer.acks = false;
  const web = await scene.webServer();
  const context = await scene.person({ permissions: ['clipboard-read', 'clipboard-write'] });
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }), { context });
  tab.allow(...connectionErrors);
  const ada = tab.chat();
  await ada.connected();
  await ada.say('*rude* words');
  const peer = await chatServer.peer();
  await ada.until('it is written', () => peer.of('chat').length === 1);
  peer.send({ type: 'error', code: 'rude', message: 'No such words here.', room: 'general', id: peer.of('chat')[0].id });
  await ada.delivery('*rude* words', 'failed');
  await tab.page.reload();
  await ada.connected();
  await ada.delivery('*rude* words', 'failed');
  await ada.item(/not sent: No such words here\./).waitFor();
  await tab.picture('refused-copy');
  await ada.click(/^Copy: /);
  await until(async () => await tab.page.evaluate(() => navigator.clipboard.readText()) === '*rude* words', { what: 'it is copied as it was written' });
  await ada.click(/^Discard: /);
  await ada.until('it is gone', (s) => s.totals.messages === 0);
  assert.deepEqual(await outbox(ada), []);
});

scenario('signing out forgets everything that was kept', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  await ada.say('hello');
  await ada.delivery('hello', 'sent');
  await ada.composer().focus();
  await tab.page.keyboard.type('a draft');
  const left = await ada.host.evaluate(async (/** @type {any} */ element) => {
    await element.chat.signOut();
    const database = await new Promise((resolve) => { indexedDB.open('banter').onsuccess = (event) => resolve(/** @type {any} */ (event.target).result); });
    const counts = await Promise.all(['outbox', 'rooms'].map((name) => new Promise((resolve) => {
      database.transaction(name).objectStore(name).count().onsuccess = (/** @type {any} */ event) => resolve(event.target.result);
    })));
    return { counts, keys: Object.keys(localStorage) };
  });
  assert.deepEqual(left, { counts: [0, 0], keys: [] });
});
