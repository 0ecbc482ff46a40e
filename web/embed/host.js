// @ts-check
// What one instance of the module sees of its page: library_banter.js hands every import on to
// this object. It keeps no chat state; it translates.
import { Glyphs } from './glyphs.js';
import { Requests } from './requests.js';
import { deliveries, links } from './roles.js';

/** @typedef {import('./banter.js').Snapshot} Snapshot */

/** @param {string} text @param {number} selectionStart @param {number} selectionEnd @returns {Snapshot['composer']} */
const emptyComposer = (text, selectionStart, selectionEnd) =>
  ({ text, selectionStart, selectionEnd, caret: { x: 0, y: 0, width: 0, height: 0 }, selection: [], composition: [] });

/** @param {number} members @param {string} typing @returns {import('./banter.js').PresenceEvent} */
const people = (members, typing) => ({ members: members < 0 ? null : members, typing: typing.split('\n').slice(0, -1) });

export class ChatHost {
  /** @type {Glyphs} */ glyphs;
  #typeface;
  /** @type {import('./mirror.js').Mirror} set by the chat before the module runs */
  mirror = /** @type {any} */ (null);
  /** @type {HTMLCanvasElement} */ canvas;
  /** @type {HTMLElement} */ #box;
  #prefix;
  #remember;
  #console;
  /** @type {Map<string, string>} */ #memory = new Map();
  /** @type {import('./events.js').Events} */ #events;
  /** @type {Snapshot | undefined} */ #snapshot;
  /** Puts what is selected into the clipboard; set by the chat. */
  copy = () => {};
  /** What _banter_copy() found selected. @type {import('./selecting.js').Copied | undefined} */
  copied;
  /** Undefined: nothing is kept across visits. @type {import('./keeping.js').Keeping | undefined} */
  keeping;
  /** Asks the page for a token; set by the chat. @type {(socket: number) => void} */
  askToken = () => {};
  /** What the page asked of the server. */
  requests = new Requests();
  /** Something arrived; set by the chat. @type {() => void} */
  wake = () => {};

  /**
   * @param {HTMLElement} box
   * @param {HTMLCanvasElement} canvas
   * @param {import('./events.js').Events} events
   * @param {import('./typeface.js').Typeface} typeface
   * @param {{ url: string, remember: boolean, console: boolean }} options
   */
  constructor(box, canvas, events, typeface, options) {
    this.#typeface = typeface;
    this.glyphs = new Glyphs(typeface);
    this.#box = box;
    this.glyphs.attach(box);
    this.canvas = canvas;
    this.#events = events;
    this.#prefix = `banter:${new URL(options.url).host}:`;
    this.#remember = options.remember;
    this.#console = options.console;
  }

  /** @param {number} cursor 0: as the page has it, 1: a hand, 2: over text */
  setCursor(cursor) { this.#box.style.cursor = ['', 'pointer', 'text'][cursor]; }

  /** @param {number} level @param {string} line */
  log(level, line) {
    if (!this.#console) return;
    if (level) console.error(line);
    else console.log(line);
  }

  /** @param {string} key */
  remembered(key) {
    let value = this.#memory.get(key);
    if (value === undefined && this.#remember) {
      try { value = localStorage.getItem(this.#prefix + key) ?? undefined; } catch (error) { this.#noStorage(error); }
    }
    return value ?? '';
  }

  /** @param {string} key @param {string} value */
  remember(key, value) {
    this.#memory.set(key, value);
    if (!this.#remember) return;
    try { localStorage.setItem(this.#prefix + key, value); } catch (error) { this.#noStorage(error); }
  }

  /** @param {unknown} error */
  #noStorage(error) {
    this.#remember = false; // a sandboxed frame, or a full store: this visit's memory has to do
    this.log(1, `Banter cannot remember the nickname across visits: ${error}`);
  }

  /** @param {number} link @param {string} reason @param {number} retryIn ms; negative: not waiting */
  linkChanged(link, reason, retryIn) {
    this.#events.emit('state', { state: links[link], reason, retryIn: retryIn >= 0 ? retryIn : null });
  }

  /**
   * @param {number} id @param {number} number @param {number} delivery @param {number} marks @param {number} time @param {string} author
   * @param {string} user @param {string} text @param {string} error
   */
  rowChanged(id, number, delivery, marks, time, author, user, text, error) {
    this.#events.emit('message', { id, number, author, user, text, time, state: deliveries[delivery], edited: (marks & 1) !== 0, deleted: (marks & 2) !== 0, error });
  }

  /** @param {number} members negative: not known @param {string} typing names, each ended by a line feed */
  peopleChanged(members, typing) { this.#events.emit('presence', people(members, typing)); }

  /** @param {string} detail */
  protocolError(detail) { this.#events.emit('protocolerror', { detail }); }

  // ---- snapshots ----

  /**
   * @param {number} link @param {number} messages @param {number} frames @param {number} protocolErrors
   * @param {number} measured @param {number} unmeasured @param {boolean} logOpen @param {boolean} atEnd @param {boolean} settled
   */
  takeSnapshot(link, messages, frames, protocolErrors, measured, unmeasured, logOpen, atEnd, settled) {
    this.#snapshot = {
      connection: { state: links[link] }, room: '', rows: [], composer: emptyComposer('', 0, 0), selection: null, members: null, typing: [],
      totals: { messages, frames, protocolErrors, measured, unmeasured }, logOpen, atEnd,
      settled: settled && Math.abs(this.canvas.width - this.#box.clientWidth * devicePixelRatio) <= Math.max(1, devicePixelRatio / 2),
    };
  }

  /**
   * @param {number} id @param {number} number @param {number} delivery @param {number} marks @param {number} time @param {number} x
   * @param {number} y @param {number} w @param {number} h @param {string} author @param {string} user @param {string} text
   */
  takeSnapshotRow(id, number, delivery, marks, time, x, y, w, h, author, user, text) {
    this.#snapshot?.rows.push({ id, number, author, user, text, time, state: deliveries[delivery], edited: (marks & 1) !== 0, deleted: (marks & 2) !== 0, rect: this.#rect(x, y, w, h), lines: [] });
  }

  /** As peopleChanged(). @param {number} members @param {string} typing */
  takeSnapshotPeople(members, typing) { if (this.#snapshot) Object.assign(this.#snapshot, people(members, typing)); }

  /** @param {number} start @param {number} end @param {number} x @param {number} y @param {number} w @param {number} h */
  takeSnapshotLine(start, end, x, y, w, h) {
    this.#snapshot?.rows.at(-1)?.lines.push({ start, end, rect: this.#rect(x, y, w, h) });
  }

  /** In CSS pixels. @param {number} x @param {number} y @param {number} w @param {number} h */
  #rect(x, y, w, h) {
    const f = this.#typeface.factor;
    return { x: x * f, y: y * f, width: w * f, height: h * f };
  }

  /** @param {string} text @param {number} selectionStart @param {number} selectionEnd */
  takeSnapshotComposer(text, selectionStart, selectionEnd) {
    if (this.#snapshot) this.#snapshot.composer = emptyComposer(text, selectionStart, selectionEnd);
  }

  /** @param {number} kind @param {number} x @param {number} y @param {number} width @param {number} height */
  takeSnapshotBox(kind, x, y, width, height) {
    const composer = this.#snapshot?.composer;
    const rect = this.#rect(x, y, width, height);
    if (composer) kind ? composer[kind === 1 ? 'selection' : 'composition'].push(rect) : composer.caret = rect;
  }

  /** @param {string} text @param {number} startRow @param {number} start @param {number} endRow @param {number} end */
  takeSnapshotSelection(text, startRow, start, endRow, end) {
    if (this.#snapshot) this.#snapshot.selection = { text, start: { row: startRow, offset: start }, end: { row: endRow, offset: end } };
  }

  /** What the module told since takeSnapshot(). @param {string} room @returns {Snapshot} */
  snapshot(room) {
    const snapshot = /** @type {Snapshot} */ (this.#snapshot);
    this.#snapshot = undefined;
    snapshot.room = room;
    return snapshot;
  }
}
