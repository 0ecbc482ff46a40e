// @ts-check
// The load server as a browser sees it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import zlib from 'node:zlib';
import WebSocket from 'ws';
import { startLoadServer } from '../lib/load_server.mjs';
import { frame } from '../server/messages.mjs';
import { locate } from '../server/static_files.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'banter-bench-test-'));
/** @type {Awaited<ReturnType<typeof startLoadServer>>} */
let server;
before(async () => {
  fs.mkdirSync(path.join(folder, 'root'));
  fs.writeFileSync(path.join(folder, 'root/page.html'), '<p>hello</p>');
  fs.writeFileSync(path.join(folder, 'secret.html'), 'secret');
  server = await startLoadServer([{ prefix: '/', folder: path.join(folder, 'root') }]);
});
after(() => {
  server.stop();
  fs.rmSync(folder, { recursive: true });
});

/** @param {string} target @param {string[]} [subprotocols] */
async function open(target, subprotocols = []) {
  const socket = new WebSocket(server.origin.replace('http', 'ws') + target, subprotocols);
  /** @type {string[]} */
  const received = [];
  let notify = () => {};
  socket.on('message', (data) => {
    received.push(String(data));
    notify();
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  /** The first `n` frames. @param {number} n */
  const frames = async (n) => {
    while (received.length < n) await new Promise((/** @type {(value: void) => void} */ resolve) => (notify = resolve));
    return received.slice(0, n).map((text) => JSON.parse(text));
  };
  return { socket, received, frames, say: (/** @type {object} */ o) => socket.send(JSON.stringify(o)) };
}

test('files come compressed, and from below the root only', async () => {
  const response = await fetch(`${server.origin}/page.html`, { headers: { 'accept-encoding': 'br' } });
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.equal(response.headers.get('content-encoding'), 'br');
  assert.equal(Number(response.headers.get('content-length')), zlib.brotliCompressSync('<p>hello</p>').length);
  assert.equal(await response.text(), '<p>hello</p>');
  assert.equal((await fetch(`${server.origin}/none.html`)).status, 404);

  const mounts = [{ prefix: '/', folder: path.join(folder, 'root') }];
  assert.equal(locate(mounts, '/page.html?x'), path.join(folder, 'root/page.html'));
  for (const url of ['/../secret.html', '/%2e%2e%2fsecret.html', '/', '/%ff', '//']) {
    assert.equal(locate(mounts, url), null, url);
  }
});

test('a page is streamed to when its control socket says so, and goes on counting', async () => {
  const page = await open('/ws?page=a');
  const other = await open('/ws?page=b');
  const control = await open('/control');
  control.say({ cmd: 'prepare', page: 'a', n: 1000, batch: 1 });
  assert.deepEqual(await control.frames(1), [{ done: 'prepare' }]);
  control.say({ cmd: 'go', page: 'a', n: 1000, batch: 1 });
  const first = await page.frames(1000);
  assert.deepEqual(first.map((message) => message.id), Array.from({ length: 1000 }, (_, i) => i));
  assert.deepEqual(Object.keys(first[0]), ['type', 'room', 'from', 'message', 'id', 'ts']);
  control.say({ cmd: 'go', page: 'a', n: 20, rate: 500 });
  assert.deepEqual((await control.frames(3)).map((answer) => answer.done), ['prepare', 'go', 'go']);
  assert.equal((await page.frames(1020))[1019].id, 1019);
  assert.equal(other.received.length, 0);
  for (const { socket } of [page, other, control]) socket.close();
});

test('banter.v1 is greeted, joined, and batched', async () => {
  const page = await open('/ws?page=c', ['banter.v1']);
  const control = await open('/control');
  assert.equal(page.socket.protocol, 'banter.v1');
  control.say({ cmd: 'go', page: 'c', n: 100, batch: 64 });
  page.say({ type: 'hello', nick: 'ann' });
  page.socket.send('[{"type":"join","room":"general"},{"type":"ping"}]');
  const [welcome, joined, history, pong, batch, rest] = await page.frames(6);
  assert.deepEqual(welcome, { type: 'welcome', user: 'u1', nick: 'ann', maxText: 65536 });
  assert.deepEqual(joined, { type: 'joined', room: 'general', epoch: 'e1', last: 0 });
  assert.deepEqual(history, { type: 'history', room: 'general', messages: [], more: false, gap: false });
  assert.deepEqual(pong, { type: 'pong' });
  assert.deepEqual([...batch, ...rest].map((message) => message.seq), Array.from({ length: 100 }, (_, i) => i + 1));
  assert.equal(batch.length, 64);
  control.say({ cmd: 'go', page: 'c', n: 200, rate: 10_000, batch: 64 });
  await control.frames(2);
  const { seq } = (await page.frames(page.received.length)).flat().at(-1);
  assert.equal(seq, 300);
  const sizes = page.received.slice(6).map((text) => JSON.parse(text).length);
  assert.ok(sizes.every((size) => size >= 1 && size <= 64) && sizes.length < 100, `several in a frame: ${sizes}`);
  for (const { socket } of [page, control]) socket.close();
});

test('what a page tells comes through', async () => {
  const control = await open('/control');
  assert.equal(server.shown('d'), 0);
  control.say({ cmd: 'tell', page: 'd', total: 7 });
  while (server.shown('d') !== 7) await new Promise((resolve) => setImmediate(resolve));
  control.socket.close();
});

test('a frame says its length in each of the three ways', () => {
  assert.deepEqual([...frame('hi')], [0x81, 2, 0x68, 0x69]);
  assert.deepEqual([...frame('x'.repeat(300)).subarray(0, 4)], [0x81, 126, 1, 44]);
  assert.deepEqual([...frame('x'.repeat(70_000)).subarray(0, 10)], [0x81, 127, 0, 0, 0, 0, 0, 1, 17, 112]);
});
