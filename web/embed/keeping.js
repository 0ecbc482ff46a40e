// @ts-check
// What outlives a visit, in IndexedDB: own messages that nobody has confirmed, and the newest ones of the room. The tabs of one
// person share the outbox: each hears of the others' changes, and the one that holds the lock is the one that sends.

/**
 * An own message as chat::KeptMessage has it.
 * @typedef {object} Kept
 * @property {string} id @property {string} owner @property {string} author @property {string} text @property {string} error
 * @property {number} stage 0 queued, 1 written, 2 failed
 * @property {number} place @property {number} time ms
 * @property {string} epoch of what was sent @property {number} seq
 */
/** @typedef {{ what: number, message: Kept }} Change what: 0 put, 1 sent, 2 removed */
/**
 * @typedef {object} Events
 * @property {(messages: Kept[], room: string) => void} restored what an earlier visit kept: see keepRoom()
 * @property {(error: unknown) => void} unavailable nothing can be kept in this browser, or on this page
 * @property {(ids: string[]) => void} kept these are durable
 * @property {(why: string) => void} failed nothing is kept any more
 * @property {(changes: Change[]) => void} elsewhere another tab has made these
 * @property {(ours: boolean) => void} turn
 */

const name = 'banter';
const rooms = 50; // of which the newest messages are kept; the one that was looked at longest ago goes first
const patience = 3_000; // ms for a database to open: one that is blocked must not keep the chat from starting

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
function done(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
  });
}

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('outbox', { keyPath: ['scope', 'id'] }).createIndex('scope', 'scope');
    request.result.createObjectStore('rooms', { keyPath: 'scope' });
  };
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the database does not open')), patience);
    request.onsuccess = () => {
      clearTimeout(late);
      request.result.onversionchange = () => request.result.close(); // a newer page, or a sign-out, may have it
      resolve(request.result);
    };
    request.onerror = () => { clearTimeout(late); reject(request.error); };
  });
}

export class Keeping {
  #scope;
  #channel;
  /** Opens while the chat starts. @type {Promise<void>} */ #opening;
  /** @type {IDBDatabase | undefined} */ #database;
  /** @type {Events | undefined} */ #events;
  /** What other tabs did before start(). @type {Change[]} */ #early = [];
  /** @type {Change[]} */ #waiting = [];
  /** A page that has gone may have kept some that it did not live to tell of. */ #again = false;
  #writing = false;
  #closed = false;
  #wanted = false;
  /** Gives the lock back. @type {(() => void) | undefined} */ #release;
  /** @type {AbortController | undefined} */ #request;
  /** @type {Kept[]} */ #messages = [];
  #room = '';

  /** @param {string} url @param {string} room */
  constructor(url, room) {
    this.#scope = `${url}#${room}`; // the URL has no fragment of its own
    this.#channel = new BroadcastChannel(`${name}:${this.#scope}`);
    this.#wait(); // listens before it reads: nothing is missed
    this.#opening = this.#open();
    this.#opening.catch(() => {}); // start() tells of it
  }

  async #open() {
    const database = await openDatabase();
    this.#database = database;
    if (this.#closed) return this.#end();
    const transaction = database.transaction(['outbox', 'rooms']);
    const [messages, kept] = await Promise.all([
      result(transaction.objectStore('outbox').index('scope').getAll(this.#scope)),
      result(transaction.objectStore('rooms').get(this.#scope)),
    ]);
    this.#messages = messages;
    this.#room = kept?.frames ?? '';
  }

  /** @param {Events} events what was kept comes first, then what other tabs did meanwhile, then the turn */
  async start(events) {
    this.#events = events;
    try {
      await this.#opening;
    } catch (error) {
      this.#events?.unavailable(error);
      return;
    }
    if (!this.#events) return;
    events.restored(this.#messages, this.#room);
    this.#messages = [];
    this.#room = '';
    this.#hear();
    this.#channel.postMessage([]);
    void this.#write();
    if (this.#wanted) this.wantTurn(true);
  }

  /** What the others tell waits. No change at all means: look again. */
  #wait() {
    this.#channel.onmessage = ({ data }) => { if (data.length) this.#early.push(...data); else this.#again = true; };
  }

  /** Tells what has waited, and all that comes. */
  #hear() {
    this.#channel.onmessage = ({ data }) => {
      if (data.length) this.#events?.elsewhere(data);
      else {
        this.#again = true;
        void this.#write();
      }
    };
    if (this.#early.length) this.#events?.elsewhere(this.#early);
    this.#early = [];
  }

  /** @param {number} what @param {Kept} message */
  keep(what, message) {
    if (this.#closed) return;
    this.#waiting.push({ what, message });
    void this.#write();
  }

  // One transaction at a time, with all that has come up meanwhile.
  async #write() {
    if (this.#writing || !this.#database) return;
    this.#writing = true;
    while ((this.#waiting.length || this.#again) && this.#events) {
      const changes = this.#waiting;
      this.#waiting = [];
      try {
        if (changes.length) await done(this.#put(this.#database, changes));
        else await this.#look(this.#database);
      } catch (error) {
        this.#events?.failed(`this browser cannot keep them (${error}).`);
        break;
      }
      if (!changes.length) continue;
      this.#channel.postMessage(changes);
      this.#events?.kept(changes.filter(({ what }) => what === 0).map(({ message }) => message.id));
    }
    this.#writing = false;
  }

  /** Takes what is kept as if it had just been told. @param {IDBDatabase} database all that was done here is written */
  async #look(database) {
    this.#again = false;
    this.#wait(); // what the others tell meanwhile is newer than what is read
    try {
      /** @type {Kept[]} */
      const messages = await result(database.transaction('outbox').objectStore('outbox').index('scope').getAll(this.#scope));
      const changed = new Set(this.#waiting.map(({ message }) => message.id)); // here, meanwhile
      const news = messages.filter(({ id }) => !changed.has(id)).sort((a, b) => a.place - b.place); // each may be sent at once
      this.#events?.elsewhere(news.map(message => ({ what: 0, message })));
    } finally {
      this.#hear();
    }
  }

  /** The page may be about to go: what waits is written as far as there is time, and the other tabs look for it. */
  flush() {
    if (this.#closed || !this.#database || (!this.#writing && !this.#waiting.length)) return;
    try {
      if (this.#waiting.length) this.#put(this.#database, this.#waiting); // once more when the page stays: that changes nothing
    } catch { /* the database was closed by a newer page: #write() tells of it */ }
    this.#channel.postMessage([]);
  }

  /** @param {IDBDatabase} database @param {Change[]} changes */
  #put(database, changes) {
    const transaction = database.transaction('outbox', 'readwrite', { durability: 'strict' });
    const outbox = transaction.objectStore('outbox');
    for (const { what, message } of changes) {
      if (what === 0) outbox.put({ ...message, scope: this.#scope });
      else outbox.delete([this.#scope, message.id]);
    }
    return transaction;
  }

  /** @param {string} frames */
  keepRoom(frames) {
    if (this.#closed || !this.#database) return;
    try {
      const store = this.#database.transaction('rooms', 'readwrite').objectStore('rooms');
      store.put({ scope: this.#scope, time: Date.now(), frames });
      store.count().onsuccess = event => {
        if (/** @type {IDBRequest<number>} */ (event.target).result > rooms) this.#dropOldest(store);
      };
    } catch { /* the database was closed by a newer page: a cache may be old */ }
  }

  /** @param {IDBObjectStore} store */
  #dropOldest(store) {
    store.getAll().onsuccess = event => {
      const all = /** @type {IDBRequest<{ scope: string, time: number }[]>} */ (event.target).result;
      for (const { scope } of all.sort((a, b) => b.time - a.time).slice(rooms)) store.delete(scope);
    };
  }

  /** @param {boolean} wanted */
  wantTurn(wanted) {
    this.#wanted = wanted && !this.#closed;
    if (!this.#wanted) {
      this.#request?.abort();
      this.#request = undefined;
      this.#release?.();
      this.#release = undefined;
    } else if (!this.#database) {
      return; // start() asks again
    } else if (!navigator.locks) { // an old browser, or a page that is not secure: tabs cannot agree, and the server sorts out doubles
      queueMicrotask(() => this.#events?.turn(true));
    } else {
      const request = this.#request = new AbortController();
      navigator.locks.request(`${name}:${this.#scope}`, { signal: request.signal }, () => new Promise(resolve => {
        if (!this.#wanted || request.signal.aborted) return resolve(undefined);
        this.#release = () => resolve(undefined);
        this.#events?.turn(true);
      })).catch(error => { if (error.name !== 'AbortError') reportError(error); });
    }
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#events = undefined;
    this.wantTurn(false);
    this.#end();
  }

  #end() {
    if (!this.#database) return; // it ends when it is open
    if (this.#waiting.length) {
      this.#put(this.#database, this.#waiting);
      this.#channel.postMessage(this.#waiting);
    }
    this.#waiting = [];
    this.#channel.close();
    this.#database.close(); // once what was begun is written
  }
}

/** Forgets what was kept of a server: unsent messages, rooms, drafts, nickname, identity. @param {string} url */
export async function forget(url) {
  const host = new URL(url).host;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(`banter:${host}:`) || key.startsWith(`banter:draft:${url}#`)) localStorage.removeItem(key);
  }
  const database = await openDatabase();
  const transaction = database.transaction(['outbox', 'rooms'], 'readwrite');
  const [outbox, kept] = ['outbox', 'rooms'].map(store => transaction.objectStore(store));
  const ours = IDBKeyRange.bound(`${url}#`, `${url}#\uffff`);
  kept.delete(ours);
  outbox.delete(IDBKeyRange.bound([`${url}#`], [`${url}#\uffff`]));
  await done(transaction);
  database.close();
}
