// @ts-check
// The proxy does what the storm counts on, byte by byte.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';
import { until } from '../e2e/lib/until.mjs';
import { FrameEdges } from './lib/frame_edges.mjs';
import { Proxy } from './lib/proxy.mjs';

const head = 'GET / HTTP/1.1\r\n\r\n';
const answer = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';
const frame = Buffer.concat([Buffer.from([0x81, 5]), Buffer.from('hello')]);

/** A connection through the proxy, after the handshake and one frame each way. */
async function connection() {
  const server = net.createServer({ allowHalfOpen: true });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const proxy = await new Proxy(() => /** @type {net.AddressInfo} */ (server.address()).port).start();
  const client = net.connect({ host: '127.0.0.1', port: proxy.port, allowHalfOpen: true });
  const [peer] = /** @type {net.Socket[]} */ (await once(server, 'connection'));
  /** @param {net.Socket} socket */
  const reader = (socket) => {
    const seen = { bytes: Buffer.alloc(0), ended: false, closed: false };
    socket.on('data', (chunk) => { seen.bytes = Buffer.concat([seen.bytes, chunk]); });
    socket.on('end', () => { seen.ended = true; });
    socket.on('close', () => { seen.closed = true; });
    socket.on('error', () => {}); // a reset is what some of these are about
    return seen;
  };
  const down = reader(client);
  const up = reader(peer);
  client.write(Buffer.concat([Buffer.from(head), frame]));
  peer.write(Buffer.concat([Buffer.from(answer), frame]));
  const [one] = await until(() => proxy.whole.length === 1 && proxy.whole, { what: 'a frame went each way' });
  await until(() => up.bytes.length === head.length + 7 && down.bytes.length === answer.length + 7, { what: 'both have come' });
  return {
    proxy, one, client, peer, up, down, fresh: () => ({ up: up.bytes.subarray(head.length + 7), down: down.bytes.subarray(answer.length + 7) }),
    end: async () => {
      client.destroy();
      peer.destroy();
      await proxy.end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('frames are followed whatever the pieces they come in', () => {
  const long = Buffer.concat([Buffer.from([0x81, 0x80 | 126, 0x01, 0x00, 1, 2, 3, 4]), Buffer.alloc(256)]);
  const bytes = Buffer.concat([Buffer.from(head), frame, long, frame]);
  const ends = [head.length, head.length + 7, head.length + 7 + long.length, bytes.length];
  const edges = new FrameEdges();
  for (let i = 0; i < bytes.length; ++i) {
    edges.feed(bytes.subarray(i, i + 1));
    assert.equal(edges.inside, !ends.includes(i + 1), `after ${i + 1} bytes`);
  }
  assert.equal(edges.frames, 3);
  const whole = new FrameEdges();
  whole.feed(bytes);
  assert.deepEqual([whole.frames, whole.inside], [3, false]);
});

for (const manner of /** @type {const} */ (['fin', 'reset'])) {
  test(`a connection is cut after so many bytes (${manner})`, async () => {
    const it = await connection();
    it.one.cutAfter('up', 3, manner);
    it.client.write(frame);
    await until(() => it.up.closed || it.up.ended, { what: 'the server hears of the end' });
    await until(() => it.down.closed || it.down.ended, { what: 'the page hears of the end' });
    const came = it.fresh().up; // a reset may overtake what was on its way
    assert.ok(manner === 'fin' ? came.equals(frame.subarray(0, 3)) : came.length <= 3, `${came.length} bytes came`);
    assert.deepEqual([it.proxy.counts.cuts, it.proxy.counts.torn], [1, 1]);
    await it.end();
  });
}

test('a stalled connection stays open and silent, and what was held back comes late', async () => {
  const it = await connection();
  it.one.stall(['up']);
  it.client.write(frame);
  it.peer.write(frame);
  await until(() => it.fresh().down.length === 7, { what: 'the other direction goes on' });
  assert.equal(it.fresh().up.length, 0);
  it.client.end();
  assert.equal(it.up.ended, false);
  it.one.goOn();
  await until(() => it.up.ended, { what: 'all comes' });
  assert.ok(it.fresh().up.equals(frame));
  await it.end();
});

test('one side is told of an end, and the other direction goes on', async () => {
  const it = await connection();
  it.one.halfClose('up');
  await until(() => it.up.ended, { what: 'the server hears of the end' });
  it.client.write(frame);
  it.peer.write(frame);
  await until(() => it.fresh().down.length === 7, { what: 'the page hears the server' });
  assert.equal(it.fresh().up.length, 0);
  assert.equal(it.down.ended, false);
  await it.end();
});

test('where no server is, the page hears of it', async () => {
  const proxy = await new Proxy(() => 1).start();
  const client = net.connect({ host: '127.0.0.1', port: proxy.port });
  client.on('error', () => {});
  await once(client, 'close');
  await proxy.end();
});
