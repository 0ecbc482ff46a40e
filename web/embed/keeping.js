// @ts-check
// What outlives a visit, in IndexedDB: own messages that nobody has confirmed, and the newest ones of the room. The tabs of one
// person share the outbox: each hears of the others' changes, and the one that holds the lock is the one that sends.

/**
 * An own message as chat::KeptMessage has it.
 * @typedef {object} Kept
 * @property {string} id @property {string} owner @property {string} author @property {string} text @property {string} error
 * @property {number} stage 0 queued, 1 written, 2 failed
 * @property {number} place @property {number} version @property {number} time ms
 * @property {string} epoch of what was sent @property {number} seq @property {number} [edit]
 */
/** @typedef {{ what: number, message: Kept }} Change what: 0 put, 1 sent, 2 removed, 3 update: put if it is there still, and older */
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
const patience = 10_000; // ms for a database to open, which a busy disk takes seconds for; what is typed waits that long for one that is blocked

/** Whether after such a change the message is there. @param {number} what */
function isPresent(what) {
  return what === 0 || what === 3;
}

/** @param {Kept[]} messages @returns {Change[]} */
function inOrder(messages) {
  return [...messages].sort((a, b) => a.place - b.place).map(message => ({ what: 0, message }));
}

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
  /** What was dropped last is here: a tab that crashed may have dropped it without telling. */
  #goneScope;
  #channel;
  /** Opens while the chat starts. @type {Promise<void>} */ #opening;
  /** @type {IDBDatabase | undefined} */ #database;
  /** @type {Events | undefined} */ #events;
  /** What other tabs did before start(). @type {Change[]} */ #early = [];
  /** @type {Change[]} */ #waiting = [];
  #writing = false;
  /** There is no room to remember what is dropped. */ #full = false;
  /** Nothing is kept any more: what is dropped, this tab has still. */ #failed = false;
  #closed = false;
  #wanted = false;
  /** Gives the lock back. @type {(() => void) | undefined} */ #release;
  /** @type {AbortController | undefined} */ #request;
  /** @type {Kept[]} */ #messages = [];
  /** @type {Change[]} */ #gone = [];
  /** Dropped, and told of: the next transaction forgets them. @type {string[]} */ #told = [];
  #room = '';
  /** To be kept after what waits. */ #lateRoom = '';

  /** @param {string} url @param {string} room */
  constructor(url, room) {
    this.#scope = `${url}#${room}`; // the URL has no fragment of its own
    this.#goneScope = `${this.#scope}\n`; // no room has that in its name
    this.#channel = new BroadcastChannel(`${name}:${this.#scope}`);
    this.#channel.onmessage = event => this.#early.push(...event.data); // listens before it reads: nothing is missed
    this.#opening = this.#open();
    this.#opening.catch(() => {}); // start() tells of it
  }

  async #open() {
    const database = await openDatabase();
    this.#database = database;
    if (this.#closed) return this.#end();
    const transaction = database.transaction(['outbox', 'rooms']);
    const [messages, gone, kept] = await Promise.all([
      result(transaction.objectStore('outbox').index('scope').getAll(this.#scope)),
      this.#readGone(transaction),
      result(transaction.objectStore('rooms').get(this.#scope)),
    ]);
    this.#messages = messages;
    this.#gone = gone;
    this.#room = kept?.frames ?? '';
  }

  /** @param {IDBTransaction} transaction @returns {Promise<Change[]>} */
  async #readGone(transaction) {
    const messages = await result(transaction.objectStore('outbox').index('scope').getAll(this.#goneScope));
    return messages.map(message => ({ what: message.what, message }));
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
    // A tab that crashed may have kept or dropped some without telling; whoever sends must know all, to keep their order.
    const dropped = new Set(this.#early.filter(({ what }) => !isPresent(what)).map(({ message }) => message.id));
    const known = inOrder(this.#messages.filter(({ id }) => !dropped.has(id)));
    if (known.length || this.#gone.length) this.#channel.postMessage([...known, ...this.#gone]);
    this.#told = this.#gone.map(({ message }) => message.id);
    this.#gone = [];
    this.#messages = [];
    this.#room = '';
    this.#channel.onmessage = event => this.#events?.elsewhere(event.data);
    if (this.#early.length) events.elsewhere(this.#early);
    this.#early = [];
    void this.#write();
    if (this.#wanted) this.wantTurn(true);
  }

  /** @param {number} what @param {Kept} message */
  keep(what, message) {
    if (this.#closed) return;
    this.#waiting.push({ what, message });
    if (this.#waiting.length === 1) queueMicrotask(() => this.#write()); // what changes together is kept together, or not at all
  }

  // One transaction at a time, with all that has come up meanwhile.
  async #write() {
    if (this.#writing || !this.#database) return;
    this.#writing = true;
    while (this.#waiting.length && this.#events) {
      let changes = this.#waiting;
      this.#waiting = [];
      /** @type {Change[]} */ const newer = [];
      const told = this.#told.length;
      try {
        await done(this.#put(this.#database, changes, newer));
      } catch (error) {
        if (changes.some(({ what }) => isPresent(what))) this.#fail(error);
        // What is there of them is older than what the person sees: a later visit must not send it. To drop takes no room, …
        changes = changes.map(({ what, message }) => ({ what: isPresent(what) ? 2 : what, message }));
        this.#full = true; // … unless it is remembered
        try {
          await done(this.#put(this.#database, changes));
        } catch (again) {
          this.#fail(again);
          continue;
        }
      }
      this.#told.splice(0, told);
      if (this.#closed) return; // whoever gets the lock reads what was written
      this.#channel.postMessage(changes);
      this.#told.push(...changes.filter(({ what }) => !isPresent(what)).map(({ message }) => message.id));
      if (newer.length) this.#events?.elsewhere(newer);
      this.#events?.kept(changes.filter(({ what }) => isPresent(what)).map(({ message }) => message.id));
    }
    this.#writing = false;
    if (this.#lateRoom && !this.#closed) this.#putRoom(this.#database, this.#lateRoom);
  }

  /**
   * @param {IDBDatabase} database @param {Change[]} changes loses what changed nothing
   * @param {Change[]} [newer] gets what is there instead
   */
  #put(database, changes, newer = []) {
    const transaction = database.transaction('outbox', 'readwrite', { durability: 'strict' });
    const outbox = transaction.objectStore('outbox');
    for (const id of this.#told) outbox.delete([this.#goneScope, id]);
    for (const change of [...changes]) {
      const { what, message } = change;
      if (what === 0) outbox.put({ ...message, scope: this.#scope });
      else if (what !== 3) {
        outbox.delete([this.#scope, message.id]);
        if (!this.#full) outbox.put({ ...message, what, scope: this.#goneScope });
      } else outbox.get([this.#scope, message.id]).onsuccess = event => {
        // Another tab may have been told meanwhile that it is sent, have taken it back, or have changed it.
        const there = /** @type {IDBRequest<Kept | undefined>} */ (event.target).result;
        if (there && !(there.version > message.version)) return void outbox.put({ ...message, scope: this.#scope });
        changes.splice(changes.indexOf(change), 1);
        if (there) newer.push({ what, message: there });
      };
    }
    return transaction;
  }

  /** @param {string} frames */
  keepRoom(frames) {
    if (this.#closed || !this.#database) return;
    if (this.#waiting.length) void this.#write();
    // After what became of the outbox until now: what was sent must not be there both as sent and as waiting.
    if (this.#waiting.length) this.#lateRoom = frames;
    else this.#putRoom(this.#database, frames);
  }

  /** @param {IDBDatabase} database @param {string} frames */
  #putRoom(database, frames) {
    this.#lateRoom = '';
    try {
      const store = database.transaction(['outbox', 'rooms'], 'readwrite').objectStore('rooms');
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
      navigator.locks.request(`${name}:${this.#scope}`, { signal: request.signal }, async () => {
        if (!this.#failed) await this.#catchUp();
        if (this.#wanted && !request.signal.aborted) await new Promise(resolve => {
          this.#release = () => resolve(undefined);
          this.#events?.turn(true);
        });
      }).catch(error => { if (error.name !== 'AbortError') reportError(error); });
    }
  }

  /** What the tab that sent before this one kept and dropped without telling. */
  async #catchUp() {
    try {
      const transaction = /** @type {IDBDatabase} */ (this.#database).transaction('outbox');
      const [kept, gone] = await Promise.all([
        result(transaction.objectStore('outbox').index('scope').getAll(this.#scope)), this.#readGone(transaction)]);
      if (kept.length || gone.length) this.#events?.elsewhere([...inOrder(kept), ...gone]);
    } catch (error) {
      // The database was closed by a newer page, which does the same.
      if (/** @type {Error} */ (error).name !== 'InvalidStateError') reportError(error);
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    if (this.#failed) return;
    this.#failed = true;
    this.#events?.failed(`this browser cannot keep them (${error}).`);
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
    if (this.#lateRoom) this.#putRoom(this.#database, this.#lateRoom);
    this.#channel.close();
    this.#database.close(); // once what was begun is written
  }
}

/** Forgets what was kept of a server: unsent messages, rooms, drafts, nickname, identity. @param {string} url */
export async function forget(url) {
  const host = new URL(url).host;
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of Object.keys(storage)) {
      if (key.startsWith(`banter:${host}:`) || key.startsWith(`banter:draft:${url}#`)) storage.removeItem(key);
    }
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
