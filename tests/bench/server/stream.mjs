// @ts-check
// The load: sockets that are streamed to, and sockets that say when. They are apart because a chat
// owns its socket: whoever measures it cannot send a command through it, and so no page does.
//
//   /ws?page=ID   what the page's client opens; everything it says is ignored, but for the handshake of banter.v1
//   /control      one JSON command a frame, answered by {"done": cmd} (but for tell):
//     {"cmd":"prepare","page":ID,"n":N,"batch":B}   build the frames of the next go
//     {"cmd":"go","page":ID,"n":N,"batch":B}        as fast as the page's sockets take them
//     {"cmd":"go","page":ID,"n":N,"rate":R}         R a second, each with the time it was sent; with "batch":B what is
//                                                   due at the same time, and at most so many, comes in one frame
//     {"cmd":"tell","page":ID,"total":N}            so many are shown: passed on to whoever started the server
//
// A page's messages are numbered on from one go to the next.
import { WebSocket, WebSocketServer } from 'ws';
import * as banter from './banter_v1.mjs';
import { blocks, message } from './messages.mjs';

/**
 * @typedef {import('./messages.mjs').Dialect} Dialect
 * @typedef {{socket: WebSocket, raw: import('node:net').Socket, dialect: Dialect, ready: Promise<void>}} Member
 * @typedef {{members: Set<Member>, sent: number, prepared: Map<string, Buffer[]>}} Audience
 * @typedef {{cmd: 'prepare' | 'go', page: string, n: number, batch?: number, rate?: number}} Order
 * @typedef {{cmd: 'tell', page: string, total: number}} Progress
 */

const TICK_MS = 4;

/** @param {import('node:http').Server} server */
export function attachStream(server) {
  /** @type {Map<string, Audience>} */
  const audiences = new Map();
  const audienceOf = (/** @type {string} */ page) => {
    const audience = audiences.get(page) ?? { members: new Set(), sent: 0, prepared: new Map() };
    audiences.set(page, audience);
    return audience;
  };
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(banter.SUBPROTOCOL) ? banter.SUBPROTOCOL : false),
  });

  server.on('upgrade', (request, raw, head) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const page = url.searchParams.get('page') ?? '';
    if (url.pathname !== '/ws' && url.pathname !== '/control') {
      raw.destroy();
      return;
    }
    sockets.handleUpgrade(request, raw, head, (socket) => {
      socket.on('error', (error) => console.error(`load server: ${error.message}`));
      if (url.pathname === '/control') {
        control(socket, audienceOf);
        return;
      }
      const audience = audienceOf(page);
      const member = welcome(socket, /** @type {import('node:net').Socket} */ (raw));
      audience.members.add(member);
      socket.on('close', () => {
        audience.members.delete(member);
        if (audience.members.size === 0) audiences.delete(page);
      });
    });
  });
}

/** @param {WebSocket} socket @param {import('node:net').Socket} raw @returns {Member} */
function welcome(socket, raw) {
  raw.setNoDelay(true);
  if (socket.protocol !== banter.SUBPROTOCOL) return { socket, raw, dialect: 'plain', ready: Promise.resolve() };
  const ready = new Promise((/** @type {(value: void) => void} */ resolve) => {
    socket.on('message', (data) => {
      const { answers, joined } = banter.answer(String(data));
      for (const text of answers) socket.send(text);
      if (joined) resolve();
    });
  });
  return { socket, raw, dialect: 'banter', ready };
}

/** @param {WebSocket} socket @param {(page: string) => Audience} audienceOf */
function control(socket, audienceOf) {
  socket.on('message', async (data) => {
    const order = /** @type {Order | Progress} */ (JSON.parse(String(data)));
    if (order.cmd === 'tell') {
      process.send?.({ page: order.page, total: order.total });
      return;
    }
    const audience = audienceOf(order.page);
    const { n, batch = 1, rate } = order;
    if (order.cmd === 'prepare') {
      audience.prepared.clear();
      for (const { dialect } of audience.members) framesFor(audience, dialect, audience.sent, n, batch);
    } else {
      const from = audience.sent;
      audience.sent += n;
      await Promise.all([...audience.members].map(async (member) => {
        await member.ready;
        if (rate) await trickle(member, { from, n, rate, batch });
        else await pour(member, framesFor(audience, member.dialect, from, n, batch));
      }));
    }
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ done: order.cmd }));
  });
}

/**
 * Built ahead, or now.
 * @param {Audience} audience
 * @param {Dialect} dialect
 * @param {number} from
 * @param {number} n
 * @param {number} batch
 */
function framesFor(audience, dialect, from, n, batch) {
  const key = `${dialect}/${from}/${n}/${batch}`;
  const list = audience.prepared.get(key) ?? blocks({ dialect, from, n, batch });
  audience.prepared.set(key, list);
  return list;
}

/** Past the WebSocket library, straight to TCP. @param {Member} member @param {Buffer[]} list */
async function pour({ socket, raw }, list) {
  for (const block of list) {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (raw.write(block)) continue;
    await new Promise((/** @type {(value: void) => void} */ resolve) => {
      const go = () => {
        raw.off('drain', go);
        raw.off('close', go);
        resolve();
      };
      raw.on('drain', go);
      raw.on('close', go);
    });
  }
}

/** @param {Member} member @param {{from: number, n: number, rate: number, batch: number}} stream  rate: a second */
function trickle({ socket, dialect }, { from, n, rate, batch }) {
  const start = performance.now();
  let sent = 0;
  return new Promise((/** @type {(value: void) => void} */ resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(n, Math.floor(((performance.now() - start) * rate) / 1000));
      while (sent < due && socket.readyState === WebSocket.OPEN) {
        const count = Math.min(batch, due - sent);
        const texts = Array.from({ length: count }, () => message(dialect, from + sent++, Date.now()));
        socket.send(batch > 1 ? `[${texts.join(',')}]` : texts.join(''));
      }
      if (sent < n && socket.readyState === WebSocket.OPEN) return;
      clearInterval(timer);
      resolve();
    }, TICK_MS);
  });
}
