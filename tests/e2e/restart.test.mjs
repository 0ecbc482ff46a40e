// @ts-check
// The server dies and comes back: nothing is lost, nothing doubled, and nobody has to do anything.
import assert from 'node:assert/strict';
import { address, scenario } from './lib/scenario.mjs';
import { connectionErrors } from './lib/tab.mjs';

scenario('a killed server comes back and the chat goes on', async (scene) => {
  const server = await scene.server();
  const first = await scene.open(address(server.url, { nick: 'Ada' }));
  const second = await scene.open(address(server.url, { nick: 'Bob' }));
  for (const tab of [first, second]) tab.allow(...connectionErrors);
  const ada = first.chat();
  const bob = second.chat();
  await ada.connected();
  await bob.connected();
  await ada.say('before');
  await ada.delivery('before', 'sent');
  await bob.delivery('before', 'received');

  await server.kill();
  for (const chat of [ada, bob]) await chat.until('it noticed', (s) => s.connection.state !== 'open');
  await ada.say('while away 1');
  await ada.say('while away 2');
  for (const text of ['while away 1', 'while away 2']) await ada.delivery(text, 'queued'); // as soon as the disk has it
  const away = await ada.shows(['before', 'while away 1', 'while away 2']);
  assert.deepEqual(away.rows.map((row) => row.state), ['sent', 'queued', 'queued'], 'what was typed is shown, and not yet sent');
  await ada.item(/while away 1 \((?!sent)/).waitFor();

  await server.start();
  await ada.connected(30_000);
  await bob.connected(30_000);
  await ada.delivery('while away 1', 'sent');
  await ada.delivery('while away 2', 'sent');
  await bob.say('back again');
  const all = ['before', 'while away 1', 'while away 2', 'back again'];
  for (const chat of [ada, bob]) {
    const { rows, totals } = await chat.shows(all);
    assert.equal(totals.messages, 4);
    assert.deepEqual(rows.map((row) => row.author), ['Ada', 'Ada', 'Ada', 'Bob']);
  }
  await first.console(/^Disconnected, code 1006/);
  assert.equal(first.lines.filter((line) => line === 'Connected').length, 2);

  // A reload, and somebody new: the history is the server's.
  await first.page.reload();
  const third = (await scene.open(address(server.url, { nick: 'Cleo' }))).chat();
  for (const chat of [ada, third]) {
    await chat.connected();
    assert.equal((await chat.shows(all)).totals.messages, 4);
  }
  // Who reloads is the same person.
  assert.deepEqual((await ada.snapshot()).rows.map((row) => row.state), ['sent', 'sent', 'sent', 'received']);
  assert.deepEqual((await third.snapshot()).rows.map((row) => row.state), Array(4).fill('received'));
}, { within: 90_000 });

scenario('what was not confirmed is sent again under its id, in order', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }));
  tab.allow(...connectionErrors);
  const ada = tab.chat();
  await ada.connected();
  const before = await chatServer.peer(0);
  chatServer.acks = false;
  for (const text of ['one', 'two', 'three']) await ada.say(text);
  await ada.shows(['one', 'two', 'three']);
  await ada.until('all is written', () => before.of('chat').length === 3);
  chatServer.acks = true;
  before.socket.terminate();

  const after = await chatServer.peer(1);
  for (const text of ['one', 'two', 'three']) await ada.delivery(text, 'sent');
  const sent = before.of('chat').map(({ id, message }) => ({ id, message }));
  assert.deepEqual(after.of('chat').map(({ id, message }) => ({ id, message })), sent);
  assert.equal(new Set(sent.map(({ id }) => id)).size, 3);
  assert.deepEqual(before.of('hello').map((hello) => hello.token), after.of('hello').map((hello) => hello.token), 'the same person');
  assert.equal((await ada.snapshot()).totals.messages, 3);
});

scenario('a refused message says so, and can be sent again or dropped', async (scene) => {
  const chatServer = await scene.scriptedServer();
  chatServer.acks = false;
  const web = await scene.webServer();
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }));
  const ada = tab.chat();
  await ada.connected();
  const peer = await chatServer.peer();
  for (const text of ['keep me', 'drop me']) await ada.say(text);
  await ada.until('both are written', () => peer.of('chat').length === 2);
  for (const { id } of peer.of('chat')) peer.send({ type: 'error', code: 'storage', message: 'The disk is full.', room: 'general', id });
  await ada.delivery('keep me', 'failed');
  await ada.delivery('drop me', 'failed');
  for (const [what, text] of [['Retry', 'keep me'], ['Discard', 'keep me'], ['Retry', 'drop me'], ['Discard', 'drop me']]) {
    await ada.button(new RegExp(`^${what}.*${text}`)).waitFor(); // each says which message it is for
  }
  await tab.picture('refused');

  // By keyboard, and with the mouse.
  chatServer.acks = true;
  await ada.button(/^Retry.*keep me/).focus();
  await tab.page.keyboard.press('Enter');
  await ada.delivery('keep me', 'sent');
  await ada.button(/^Retry.*keep me/).waitFor({ state: 'detached' });
  await ada.click(/^Discard.*drop me/);
  const { totals } = await ada.until('it is gone', (s) => s.rows.every((row) => row.text !== 'drop me'));
  assert.equal(totals.messages, 1);
});
