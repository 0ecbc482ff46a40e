// @ts-check
// A chat server that a test plays: it greets as banter.v1 asks (or not at all, for plain), remembers every frame,
// and sends whatever the test wants, allowed or not.
import { WebSocketServer } from 'ws';
import { until } from './until.mjs';

/** One page's connection. */
export class Peer {
  /** @type {string[]} what came, as text */ frames = [];
  /** @type {{ code: number, reason: string } | undefined} */ closed;
  /** It hears everything and answers nothing, as when a path breaks and nobody is told. */ silent = false;

  /** @param {import('ws').WebSocket} socket */
  constructor(socket) {
    this.socket = socket;
    socket.on('close', (code, reason) => { this.closed = { code, reason: reason.toString() }; });
    socket.on('error', () => {}); // a page that goes away without a word is what some tests are about
  }

  /** The frames that are JSON with this type. @param {string} type @returns {any[]} */
  of(type) { return this.frames.map((frame) => JSON.parse(frame)).filter((object) => object.type === type); }

  /** @param {unknown} value an object becomes JSON; strings and bytes are sent as they are */
  send(value) {
    this.socket.send(typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value));
  }

  /** Bytes as one text frame, UTF-8 or not. @param {Uint8Array} bytes */
  sendAsText(bytes) { this.socket.send(bytes, { binary: false }); }
}

export class ScriptedServer {
  /** @type {Peer[]} in the order of their coming */ peers = [];
  /** @type {WebSocketServer} */ #server;
  #seq = 0;
  /** Acks chats by itself. */
  acks = true;
  /** More of its welcome. @type {object} */ offers = {};
  /** What a join brings. @type {{ messages: { seq: number, [field: string]: unknown }[], more?: boolean }} */ newest = { messages: [] };
  #refusing = false;

  /** @param {{ greets?: boolean }} [options] greets: speaks banter.v1; otherwise the test says everything */
  constructor({ greets = true } = {}) {
    this.#server = new WebSocketServer({
      host: '127.0.0.1', port: 0, handleProtocols: (offered) => (offered.has('banter.v1') ? 'banter.v1' : false),
    });
    this.#server.on('connection', (socket) => {
      if (this.#refusing) return socket.terminate();
      const peer = new Peer(socket);
      this.peers.push(peer);
      socket.on('message', (data) => {
        peer.frames.push(data.toString());
        if (greets && !peer.silent) this.#answer(peer, JSON.parse(data.toString()));
      });
    });
  }

  /** @param {Peer} peer @param {any} frame */
  #answer(peer, frame) {
    if (frame.type === 'hello') peer.send({ type: 'welcome', user: 'u1', nick: frame.nick, ...this.offers });
    if (frame.type === 'ping') peer.send({ type: 'pong' });
    if (frame.type === 'join') {
      peer.send({ type: 'joined', room: frame.room, epoch: 'e1', last: Math.max(this.#seq, this.newest.messages.at(-1)?.seq ?? 0) });
      peer.send({ type: 'history', room: frame.room, ...this.newest });
    }
    if (frame.type === 'chat' && this.acks) {
      peer.send({ type: 'ack', room: frame.room, id: frame.id, seq: ++this.#seq, ts: Date.now() });
    }
  }

  /**
   * Somebody says something.
   * @param {Peer} peer @param {string} room @param {string} message
   * @param {object[]} [before] what else is in the frame
   */
  say(peer, room, message, before) {
    const chat = { type: 'chat', room, seq: ++this.#seq, user: 'u2', from: 'Somebody', message, ts: Date.now() };
    peer.send(before ? [...before, chat] : chat);
  }

  async start() {
    if (!this.#server.address()) await new Promise((resolve) => this.#server.once('listening', resolve));
    return this;
  }

  /** Ends every connection, and takes none from then on. */
  async refuse() {
    this.#refusing = true;
    for (const peer of this.peers) peer.socket.terminate();
  }

  get url() { return `ws://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (this.#server.address()).port}/`; }

  /** The page that came as the n-th, from 0. @param {number} [n] @returns {Promise<Peer>} */
  peer(n = 0) { return until(() => this.peers[n], { what: `connection ${n + 1} reached the server` }); }

  async end() {
    for (const peer of this.peers) peer.socket.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
