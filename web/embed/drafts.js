// @ts-check
// What was written and not yet sent, kept for each server and room: a reload loses nothing. Where the page says who the person is,
// by tokens, the next one at this browser may be another: then it is kept for the tab alone.
import { wellFormed } from './text.js';

const prefix = 'banter:draft:';
const most = 20; // drafts; the one that was touched longest ago goes first
const longest = 1 << 16; // UTF-16 units, as much as a message can have bytes; of a longer draft its beginning is kept
const pause = 500; // ms between two writes

export class Draft {
  #key;
  #log;
  /** Undefined: there is no storage, or it is not wanted. @type {Storage | undefined} */ #storage;
  #text = '';
  #kept = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /** @param {string} url @param {string} room @param {'localStorage' | 'sessionStorage' | undefined} where @param {(words: string) => void} log */
  constructor(url, room, where, log) {
    this.#key = `${prefix}${url}#${room}`; // the URL has no fragment of its own
    this.#log = log;
    if (where) this.#attempt(() => { this.#storage = window[where]; });
    this.#attempt(() => { this.#text = this.#kept = timed(this.#storage?.getItem(this.#key))[1]; });
  }

  get text() { return this.#text; }

  /** @param {string} text at once when it is empty: it has been sent */
  keep(text) {
    this.#text = wellFormed(text.slice(0, longest));
    if (!text) this.flush();
    else if (this.#text !== this.#kept) this.#timer ||= setTimeout(() => this.flush(), pause);
  }

  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const storage = this.#storage;
    if (!storage || this.#text === this.#kept) return;
    this.#attempt(() => {
      if (this.#text) {
        if (!this.#kept) makeRoom(storage);
        storage.setItem(this.#key, `${Date.now()} ${this.#text}`);
      } else {
        storage.removeItem(this.#key);
      }
      this.#kept = this.#text;
    });
  }

  /** @param {() => void} use what a sandboxed frame or a full store makes throw */
  #attempt(use) {
    try {
      use();
    } catch (error) {
      this.#storage = undefined;
      this.#log(`Banter cannot keep drafts across visits: ${error}`);
    }
  }
}

/** "time text" @param {string | null | undefined} value @returns {[number, string]} */
function timed(value) {
  const at = value?.indexOf(' ') ?? -1;
  return value && at > 0 ? [Number(value.slice(0, at)) || 0, value.slice(at + 1)] : [0, ''];
}

/** Drops the oldest drafts until there is room for one more. @param {Storage} storage */
function makeRoom(storage) {
  const drafts = Object.keys(storage).filter(key => key.startsWith(prefix))
    .map(key => ({ key, time: timed(storage.getItem(key))[0] })).sort((a, b) => a.time - b.time);
  for (const { key } of drafts.slice(0, Math.max(0, drafts.length - most + 1))) storage.removeItem(key);
}
