// @ts-check
// The page over https:, and the chat over wss:.
import assert from 'node:assert/strict';
import { selfSigned } from './lib/certificate.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { connectionErrors } from './lib/tab.mjs';

scenario('two people talk over TLS, also after the server was away', async (scene) => {
  const server = await scene.server(...selfSigned(scene.folder()));
  assert.match(server.url, /^https:/);
  const open = async (/** @type {string} */ nick) => {
    const tab = await scene.open(address(server.url, { nick }), { ignoreHTTPSErrors: true });
    /** @type {string[]} */ const sockets = [];
    tab.allow(...connectionErrors);
    tab.page.on('websocket', (socket) => sockets.push(socket.url()));
    await tab.page.reload(); // the listener is there from its beginning
    const chat = tab.chat();
    await chat.connected();
    return { tab, chat, sockets };
  };
  const [{ tab, chat: ada, sockets }, { chat: bob }] = await Promise.all([open('Ada'), open('Bob')]);
  assert.deepEqual(sockets, [server.url.replace('https:', 'wss:') + 'ws']);
  assert.equal(await tab.page.evaluate(() => isSecureContext && location.protocol), 'https:');
  await ada.say('hello');
  await ada.delivery('hello', 'sent');
  await bob.delivery('hello', 'received');
  const long = 'x'.repeat(60_000); // several TLS records
  await bob.say(long);
  await bob.delivery(long, 'sent');
  await ada.delivery(long, 'received');

  await server.kill();
  await ada.until('it noticed', (s) => s.connection.state !== 'open');
  await server.start();
  await Promise.all([ada.connected(30_000), bob.connected(30_000)]);
  await bob.say('and again');
  await ada.delivery('and again', 'received');
});
