// @ts-check
// A server that sends rubbish: counted, shown to the person who asks, and the chat goes on.
import assert from 'node:assert/strict';
import { address, scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

/** @type {[string, string | Uint8Array][]} what is wrong with it, for both dialects */
const everywhere = [
  ['truncated', '{"type":"chat","room":"general","message":"cut o'],
  ['not JSON', '{type: chat}'],
  ['something after the end', '{"type":"ping"} {"type":"ping"}'],
  ['a text that is a number', '{"type":"chat","room":"general","seq":1,"user":"u2","from":"X","message":5}'],
  ['an escaped NUL', '{"type":"chat","room":"general","seq":1,"user":"u2","from":"X","message":"a\\u0000b","ts":1}'],
  ['a raw NUL', '{"type":"chat","room":"general","seq":1,"user":"u2","from":"X","message":"a\0b","ts":1}'],
  ['half a surrogate pair', '{"type":"chat","room":"general","seq":1,"user":"u2","from":"X","message":"\\ud83d","ts":1}'],
  ['an unknown type', '{"type":"surprise","room":"general"}'],
  ['nothing in it', '{}'],
  ['deep nesting, open', '['.repeat(100_000)],
  ['deep nesting, closed', `{"type":"chat","message":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
  ['binary', new Uint8Array([1, 2, 3, 0, 255])],
  ['2 MB', `{"type":"chat","room":"general","seq":1,"user":"u2","from":"X","message":"${'x'.repeat(2 << 20)}","ts":1}`],
  ['too long a text', `{"type":"chat","room":"general","seq":1,"user":"u2","from":"X","message":"${'x'.repeat(65_537)}","ts":1}`],
];
/** @type {[string, string][]} */
const banterOnly = [
  ['bare text', 'hello'],
  ['a huge number', '{"type":"chat","room":"general","seq":1e300,"user":"u2","from":"X","message":"a","ts":1}'],
  ['a number past all doubles', '{"type":"chat","room":"general","seq":1e400,"user":"u2","from":"X","message":"a","ts":1}'],
  ['a negative number', '{"type":"chat","room":"general","seq":-1,"user":"u2","from":"X","message":"a","ts":1}'],
  ['a fraction', '{"type":"chat","room":"general","seq":1.5,"user":"u2","from":"X","message":"a","ts":1}'],
  ['a room that is a list', '{"type":"chat","room":[],"seq":1,"user":"u2","from":"X","message":"a","ts":1}'],
  ['a field is missing', '{"type":"chat","room":"general","from":"X","message":"a"}'],
  ['a number', '42'],
];

/**
 * @param {import('./lib/tab.mjs').Tab} tab
 * @param {import('./lib/scripted_server.mjs').Peer} peer
 * @param {[string, string | Uint8Array][]} frames
 */
async function endure(tab, peer, frames) {
  const chat = tab.chat();
  await tab.page.evaluate(() => {
    const element = /** @type {any} */ (document.getElementById('chat'));
    element.errors = [];
    element.chat.on('protocolerror', (/** @type {{ detail: string }} */ { detail }) => element.errors.push(detail));
  });
  for (const [index, [what, frame]] of frames.entries()) {
    peer.send(frame);
    const { totals, connection } = await chat.until(`${what} is counted`, (s) => s.totals.protocolErrors >= index + 1);
    assert.equal(totals.protocolErrors, index + 1, `${what} is counted once`);
    assert.equal(totals.messages, 0, `${what} shows nothing`);
    assert.equal(connection.state, 'open', `${what} leaves the connection alone`);
  }
  const errors = () => tab.page.evaluate(() => /** @type {any} */ (document.getElementById('chat')).errors);
  const told = await until(async () => (await errors()).length >= frames.length && errors(), { what: 'the page is told of each' });
  assert.equal(told.length, frames.length);
  for (const detail of told) assert.match(detail, /^Protocol error \([a-z-]+\): ./);
}

/** Opens the log, finds the errors, looks at one, closes it. @param {import('./lib/tab.mjs').Tab} tab @param {string} name */
async function look(tab, name) {
  const chat = tab.chat();
  await chat.click('Log');
  await chat.until('the log is open', (s) => s.logOpen);
  await chat.logPanel().waitFor();
  await chat.logEntries().filter({ hasText: /error : [a-z-]+: ./ }).first().waitFor();
  // Its payload, on demand.
  const entry = chat.logEntries().filter({ hasText: /received .*: / }).last();
  const closed = await entry.boundingBox();
  assert.ok(closed);
  await tab.page.mouse.click(closed.x + closed.width / 2, closed.y + 10);
  await chat.until('the entry is open', async () => ((await entry.boundingBox())?.height ?? 0) > closed.height);
  await tab.picture(name);
  await chat.click('Close the connection log');
  await chat.until('the log is closed', (s) => !s.logOpen);
}

scenario('hostile frames in banter.v1', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }));
  tab.allow(/^Protocol error \(/);
  const ada = tab.chat();
  await ada.connected();
  const peer = await chatServer.peer();
  const frames = [...everywhere, ...banterOnly];
  await endure(tab, peer, frames);
  // A bad object does not take its neighbours with it.
  chatServer.say(peer, 'general', 'still here', [{ type: 'surprise' }]);
  await ada.delivery('still here', 'received');
  await ada.say('me too');
  await ada.delivery('me too', 'sent');
  await ada.shows(['still here', 'me too']);
  assert.equal(chatServer.peers.length, 1, 'one connection all the time');
  await look(tab, 'hostile-log');
  await ada.item('still here').waitFor();
});

scenario('hostile frames in plain', async (scene) => {
  const chatServer = await scene.scriptedServer({ greets: false });
  const web = await scene.webServer();
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url, dialect: 'plain' }), { colorScheme: 'dark' });
  tab.allow(/^Protocol error \(/);
  const ada = tab.chat();
  await ada.connected();
  const peer = await chatServer.peer();
  await endure(tab, peer, everywhere);
  peer.send('just words');
  await ada.delivery('just words', 'received');
  assert.equal(chatServer.peers.length, 1);
  await look(tab, 'hostile-log-dark');
});

scenario('a frame that is not UTF-8 costs the connection, not the chat', async (scene) => {
  // The browser itself ends it, as RFC 6455 (8.1) asks.
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }));
  tab.allow(/^WebSocket error$/, /^WebSocket connection to '.*' failed: .*UTF-8/);
  const ada = tab.chat();
  await ada.connected();
  const peer = await chatServer.peer();
  peer.sendAsText(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]));
  const next = await chatServer.peer(1);
  await ada.connected();
  chatServer.say(next, 'general', 'and on it goes');
  await ada.delivery('and on it goes', 'received');
});

scenario('text is text', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }));
  const ada = tab.chat();
  await ada.connected();
  const peer = await chatServer.peer();
  const words = ['<img src=x onerror=alert(1)><b>bold</b>', '%s %d ## &amp; \\n', '\u202Eevil\u202C \u200F\u061C', 'a\u0300\u0301\u0302'.repeat(200), 'x'.repeat(65_536)];
  for (const text of words) {
    chatServer.say(peer, 'general', text);
    await ada.until(`it shows ${text.slice(0, 30)}`, (s) => s.rows.some((row) => row.text === text));
  }
  assert.equal(await tab.page.locator('main img, main b').count(), 0);
  assert.equal((await ada.snapshot()).totals.protocolErrors, 0);
});
