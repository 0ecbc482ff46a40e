// @ts-check
// What lies between a page and its server: it cuts connections after any byte, keeps them open and silent, and closes
// them on one side. Everything is counted when it has really happened.
import net from 'node:net';
import { FrameEdges } from './frame_edges.mjs';

/** @typedef {'up' | 'down'} Direction up: from the page to the server */
/** @typedef {'reset' | 'fin'} Manner of a cut: as a network does (RST), or as a process that ends (FIN) */

/** One direction. Holds nothing but what its target's socket has not taken yet: then it does not read on. */
class Pipe {
  edges = new FrameEdges();
  #from;
  #to;
  #stalled = false;
  #deaf = false;
  /** Bytes until the cut. @type {number | undefined} */ #left;
  #cut = () => {};

  /** @param {net.Socket} from @param {net.Socket} to */
  constructor(from, to) {
    this.#from = from;
    this.#to = to;
    from.on('data', (chunk) => this.#pass(chunk));
    from.on('end', () => to.end());
    to.on('drain', () => { if (!this.#stalled) from.resume(); });
  }

  /** @param {Buffer} chunk */
  #pass(chunk) {
    if (this.#deaf || this.#to.destroyed || this.#to.writableEnded) return;
    const part = this.#left === undefined ? chunk : chunk.subarray(0, this.#left);
    this.edges.feed(part);
    if (this.#left !== undefined && (this.#left -= part.length) === 0) {
      this.#deaf = true;
      this.#to.write(part, () => this.#cut());
    } else if (!this.#to.write(part)) {
      this.#from.pause();
    }
  }

  /** @param {number} bytes at least 1 @param {() => void} cut called when they are written */
  cutAfter(bytes, cut) {
    this.#left = bytes;
    this.#cut = cut;
  }

  /** @param {boolean} stalled */
  stall(stalled) {
    this.#stalled = stalled;
    if (stalled) this.#from.pause();
    else if (!this.#to.writableNeedDrain) this.#from.resume();
  }

  /** The target is told that nothing more comes, and the source is not. */
  end() {
    this.#deaf = true;
    this.#to.end();
  }
}

class Connection {
  /** @type {Record<Direction, Pipe>} */ #pipes;
  #sockets;
  #counts;
  /** Something has been done to it already. */ broken = false;
  /** What the page has as query in the server's address. */ name = '';

  /** @param {net.Socket} client @param {net.Socket} server @param {Proxy['counts']} counts @param {() => void} gone */
  constructor(client, server, counts, gone) {
    this.#sockets = [client, server];
    this.#pipes = { up: new Pipe(client, server), down: new Pipe(server, client) };
    this.#counts = counts;
    client.once('data', (chunk) => { this.name = chunk.toString('latin1').match(/^GET \S*?\?(\S*) /)?.[1] ?? ''; });
    for (const [one, other] of [[client, server], [server, client]]) {
      one.on('error', () => other.destroy()); // a reset on one side is one on the other
      one.on('close', (failed) => { if (failed) other.destroy(); if (other.destroyed) gone(); });
    }
  }

  /** In this direction the server, or the page, has been sent so many frames. @param {Direction} direction */
  frames(direction) { return this.#pipes[direction].edges.frames; }

  /** @param {Direction} direction @param {number} bytes 1 … @param {Manner} manner */
  cutAfter(direction, bytes, manner) {
    this.broken = true;
    const pipe = this.#pipes[direction];
    pipe.cutAfter(bytes, () => {
      ++this.#counts.cuts;
      if (pipe.edges.inside) ++this.#counts.torn;
      for (const socket of this.#sockets) {
        if (manner === 'reset') socket.resetAndDestroy();
        else socket.destroySoon();
      }
    });
  }

  /** Nothing passes any more, and nobody is told. @param {readonly Direction[]} directions */
  stall(directions) {
    this.broken = true;
    ++this.#counts.stalls;
    for (const direction of directions) this.#pipes[direction].stall(true);
  }

  /** What was held back passes, however late. */
  goOn() {
    for (const pipe of Object.values(this.#pipes)) pipe.stall(false);
  }

  /** @param {Direction} direction that ends; the other stays */
  halfClose(direction) {
    this.broken = true;
    ++this.#counts.halfCloses;
    this.#pipes[direction].end();
  }

  destroy() {
    for (const socket of this.#sockets) socket.destroy();
  }
}

export class Proxy {
  #server;
  /** @type {Set<Connection>} */ #connections = new Set();
  counts = { connections: 0, cuts: 0, torn: 0, stalls: 0, halfCloses: 0 };

  /** @param {() => number} port where the server is */
  constructor(port) {
    this.#server = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      const server = net.connect({ host: '127.0.0.1', port: port(), allowHalfOpen: true, noDelay: true });
      const connection = new Connection(client, server, this.counts, () => this.#connections.delete(connection));
      this.#connections.add(connection);
      ++this.counts.connections;
    });
  }

  async start() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
    return this;
  }

  get port() { return /** @type {net.AddressInfo} */ (this.#server.address()).port; }

  /** Those that a page and the server use, and that nothing has been done to. */
  get whole() { return [...this.#connections].filter((one) => !one.broken && one.frames('up') > 0 && one.frames('down') > 0); }

  /** All frames that have come from pages. */
  get frames() { return [...this.#connections].reduce((sum, one) => sum + one.frames('up'), 0); }

  calm() {
    for (const connection of this.#connections) connection.goOn();
  }

  async end() {
    for (const connection of this.#connections) connection.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
