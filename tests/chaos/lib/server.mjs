// @ts-check
// The server as the storm has it: killed, started again on the same port and database, and asked what it says of itself.
// What is stored is read when it is dead.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { makeFolder, removeFolder } from '../../e2e/lib/folders.mjs';
import { BanterServer } from '../../e2e/lib/servers.mjs';
import { until } from '../../e2e/lib/until.mjs';
import { Disk } from './disk.mjs';

/** @typedef {{ room: string, seq: number, id: string, user: string, nick: string, text: string }} Stored */

/** @param {string} database @param {string} query @returns {any[]} the rows */
const ask = (database, query) => JSON.parse(execFileSync('sqlite3', ['-json', database, query], { encoding: 'utf8', maxBuffer: 1 << 28 }) || '[]');

export class Victim {
  disk = new Disk();
  #server;
  /** Messages that arrived a second time, before this life and in it. */ #before = 0;
  #life = 0;
  kills = 0;
  /** It would not start while the disk was full. */ refusedStarts = 0;

  /** @param {string} origin of the page */
  constructor(origin) {
    this.#server = new BanterServer({ folder: this.disk.database, args: ['--origin', origin] });
    fs.mkdirSync(this.disk.database);
  }

  get port() { return this.#server.port; }
  get output() { return this.#server.output; }

  async start() {
    await this.#server.start();
    return this;
  }

  /** @returns {Promise<boolean>} false: it says that it cannot, as it may when the disk is full */
  async tryToStart() {
    try {
      await this.start();
      return true;
    } catch (error) {
      if (!/ended before it said/.test(String(error))) throw error;
      ++this.refusedStarts;
      return false;
    }
  }

  /** How many arrived a second time, in all its lives as far as anybody asked. */
  get duplicates() { return this.#before + this.#life; }

  /** Asks for what a kill would make it forget. */
  async count() { this.#life = await this.metric('banter_messages_duplicate_total'); }

  /** @returns {Promise<{ epoch: string, messages: Stored[] }>} what is on the disk now */
  async kill() {
    await this.#server.kill();
    ++this.kills;
    this.#before += this.#life;
    this.#life = 0;
    return this.#read();
  }

  /** Reads a copy, so that the server itself has to make good what it left. */
  #read() {
    const folder = makeFolder('banter-chaos-copy-');
    const copy = path.join(folder, 'chat.db');
    for (const end of ['', '-wal']) {
      if (fs.existsSync(this.#server.database + end)) fs.copyFileSync(this.#server.database + end, copy + end);
    }
    const [{ damage }] = ask(copy, 'SELECT integrity_check AS damage FROM pragma_integrity_check');
    if (damage !== 'ok') throw new Error(`the database is damaged: ${damage}`);
    const [{ epoch }] = ask(copy, "SELECT value AS epoch FROM meta WHERE key = 'epoch'");
    const rooms = ask(copy, 'SELECT DISTINCT epoch FROM rooms');
    if (rooms.some((room) => room.epoch !== epoch)) throw new Error(`epochs: ${epoch}, ${JSON.stringify(rooms)}`);
    const messages = ask(copy, 'SELECT room, seq, client_id AS id, user, nick, text FROM messages JOIN rooms ON rooms.id = room_id ORDER BY room, seq');
    removeFolder(folder);
    return { epoch, messages };
  }

  // ---- the disk ----

  /** Until the server says so. @param {import('./disk.mjs').Shortage} kind */
  async fillDisk(kind) {
    // The log may have room inside that was written before: it begins anew.
    execFileSync('sqlite3', [this.#server.database, 'PRAGMA busy_timeout = 5000; PRAGMA wal_checkpoint(TRUNCATE)']);
    this.disk.fill(kind, this.#server.pid ?? 0);
    const refused = async () => (await this.metric('banter_refused_total{code="storage"}')) > 0;
    await until(async () => (await this.#get('healthz')).status === 503 && refused(), { what: `the server says that the disk is full (${kind})`, within: 60_000 });
  }

  /** @param {import('./disk.mjs').Shortage} kind */
  freeDisk(kind) { this.disk.free(kind, this.#server.pid ?? 0); }

  /** It has noticed. */
  async healthy() {
    await until(async () => (await this.#get('healthz')).status === 200, { what: 'the server can store again', within: 15_000 });
  }

  // ---- what it says ----

  /** @param {string} name */
  async #get(name) {
    const answer = await fetch(`http://127.0.0.1:${this.port}/${name}`);
    return { status: answer.status, text: await answer.text() };
  }

  /** @param {string} name with its labels @returns {Promise<number>} 0: it is not there yet */
  async metric(name) {
    const { text } = await this.#get('metrics');
    const line = text.split('\n').find((one) => one.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1) ?? 0);
  }

  async end() {
    await this.#server.end();
    await this.disk.end();
  }
}
