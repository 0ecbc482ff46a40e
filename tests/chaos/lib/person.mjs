// @ts-check
// A person who writes: in one tab, or in two of one browser that share an outbox. What is written is numbered, so that
// everybody can say what is missing. One thing at a time: who moves to the other tab sees there what was written in the
// first.
import { connectionErrors } from '../../e2e/lib/tab.mjs';
import { pause, until } from '../../e2e/lib/until.mjs';
import { knows, sendAll, takeNotes, watch } from './watching.mjs';

/** @typedef {import('./history.mjs').Typed} Typed */
/** @typedef {import('./history.mjs').SeenRow} SeenRow */
/** @typedef {{ tab: import('../../e2e/lib/tab.mjs').Tab, chat: import('../../e2e/lib/chat.mjs').Chat }} Sheet */
/** @typedef {'reload' | 'crash' | 'close'} End of a page */

export const room = 'general';
const words = ['', ' hello', ' *bold* and `code`', ' two\nlines', ' "quoted" \\ ü 👩‍👩‍👧', ' https://example.org/?a=1&b=2', ' مرحبا, hello'];

export class Person {
  /** @type {Sheet[]} */ sheets = [];
  /** @type {Typed[]} */ typed = [];
  /** Not given to the history yet. @type {SeenRow[]} */ #rows = [];
  /** @type {SeenRow[][]} */ #screens = [];
  /** @type {Map<string, Typed>} */ #byText = new Map();
  /** Told to be stored. @type {Set<string>} */ #sent = new Set();
  /** @type {(() => Promise<void>)[]} */ #tasks = [];
  /** Written in both tabs in the same moment. @type {[Typed, Typed][]} */ #races = [];
  /** Where one writes. */ #at = 0;
  /** Its notes cannot be taken now. @type {Sheet | undefined} */ #ending;
  /** @type {Promise<unknown>} */ #telling = Promise.resolve();
  longestOutage = 0;
  /** Messages written in the task in which their page went. */ last = 0;
  ends = { reload: 0, crash: 0, close: 0 };
  #random;
  #scene;
  #context;
  #url;
  #record;

  /**
   * @param {object} world
   * @param {import('../../e2e/lib/scenario.mjs').Scene} world.scene
   * @param {import('playwright-core').BrowserContext} world.context
   * @param {string} world.url of the page
   * @param {import('../../e2e/lib/random.mjs').Random} world.random
   * @param {(event: import('./history.mjs').Event) => void} world.record
   * @param {number} device @param {string} nick
   */
  constructor({ scene, context, url, random, record }, device, nick) {
    this.#scene = scene;
    this.#context = context;
    this.#url = url;
    this.#random = random;
    this.#record = record;
    this.device = device;
    this.nick = nick;
  }

  /** Messages whose storing nobody has told yet. */
  get waiting() { return this.typed.length - this.#sent.size; }
  get sent() { return this.#sent.size; }
  get races() { return this.#races.length; }

  // ---- pages ----

  /** @param {number} at which of the tabs */
  async open(at) {
    const tab = await this.#scene.open(this.#url, { context: this.#context });
    tab.allow(...connectionErrors, /^the page crashed$/);
    const sheet = { tab, chat: tab.chat() };
    await this.#begin(sheet);
    this.sheets[at] = sheet;
  }

  /** @param {Sheet} sheet */
  async #begin({ tab, chat }) {
    this.#record({ what: 'opens', device: this.device, room, nick: this.nick });
    await chat.started();
    await watch(tab.page);
  }

  /** Writes, and the page ends in the same moment; then it is opened again. @param {number} at @param {End} how */
  endPage(at, how) {
    return new Promise((resolve, reject) => this.#tasks.push(() => this.#endPage(at, how).then(resolve, reject)));
  }

  /** @param {number} at @param {End} how */
  async #endPage(at, how) {
    await this.#moveTo(at);
    const sheet = this.#ending = this.sheets[at];
    await this.#telling;
    const kept = await this.#look(sheet);
    for (const typed of this.typed) {
      if (!kept.has(typed.text) && !this.#sent.has(typed.text)) typed.accepted = false; // until it is found to be kept
    }
    const last = Array.from({ length: this.#random.between(1, 3) }, () => this.#write(false).text);
    this.last += last.length;
    await this.#endNow(sheet.tab.page, how, last);
    ++this.ends[how];
    if (how === 'reload') await this.#begin(sheet);
    else await this.open(at);
    this.#ending = undefined;
  }

  /** @param {import('playwright-core').Page} page @param {End} how @param {string[]} texts */
  async #endNow(page, how, texts) {
    if (how === 'reload') {
      await Promise.all([page.waitForEvent('load'), sendAll(page, texts, true)]);
      return;
    }
    await sendAll(page, texts, false);
    if (how === 'crash') {
      const devtools = await this.#context.newCDPSession(page);
      const crashed = page.waitForEvent('crash');
      void devtools.send('Page.crash').catch(() => {}); // a page that crashes does not answer
      await crashed;
    }
    await page.close();
  }

  // ---- writing ----

  /** Until the storm is over. @param {() => boolean} over */
  async live(over) {
    while (!over() || this.#tasks.length > 0) {
      const task = this.#tasks.shift();
      if (task) await task();
      else await this.#say();
      await pause(this.#random.between(50, 1_200)); // as people write
    }
  }

  async #say() {
    const random = this.#random;
    if (this.sheets.length > 1 && random.chance(0.15)) return this.#race();
    await this.#moveTo(random.below(this.sheets.length));
    const { tab, chat } = this.sheets[this.#at];
    if (random.chance(0.5)) return chat.say(this.#write(true).text);
    await sendAll(tab.page, Array.from({ length: random.chance(0.2) ? random.between(2, 4) : 1 }, () => this.#write(true).text), false);
  }

  /** Both tabs send in the same moment: which is the first is theirs to find out. */
  async #race() {
    const [one, other] = [this.#write(true), this.#write(true)];
    this.#races.push([one, other]);
    await Promise.all([one, other].map(({ text }, at) => sendAll(this.sheets[at].tab.page, [text], false)));
    await Promise.all([one, other].map(({ text }, at) => this.#shows(1 - at, text)));
  }

  /** @param {number} at @param {string} text written in another tab */
  #shows(at, text) {
    return until(() => knows(this.sheets[at].tab.page, text), { what: `${this.nick}'s other tab shows ${text.slice(0, 20)}`, within: 20_000 });
  }

  /** @param {number} at */
  async #moveTo(at) {
    const last = this.typed.findLast(({ accepted }) => accepted);
    if (at !== this.#at && last) await this.#shows(at, last.text);
    this.#at = at;
  }

  /** @param {boolean} accepted the page will be there long enough to keep it */
  #write(accepted) {
    const random = this.#random;
    const long = random.chance(0.05) ? ` ${'long '.repeat(random.between(20, random.chance(0.2) ? 600 : 100))}end` : '';
    const text = `${this.nick}.${this.typed.length + 1}${random.pick(words)}${long}`;
    /** @type {Typed} */
    const typed = { what: 'typed', device: this.device, text, accepted, id: '' };
    this.typed.push(typed);
    this.#byText.set(text, typed);
    this.#record(typed);
    return typed;
  }

  // ---- what is seen ----

  /** Takes a page's notes; what they say is told later. @param {Sheet} sheet */
  async #look({ tab }) {
    const { rows, screen, kept, longest } = await takeNotes(tab.page);
    this.#rows.push(...rows);
    this.#screens.push(screen);
    this.longestOutage = Math.max(this.longestOutage, longest);
    for (const { id, text } of kept) {
      const typed = this.#byText.get(text);
      if (typed) Object.assign(typed, { id, accepted: true });
    }
    for (const { text, state } of [...rows, ...screen]) {
      const typed = this.#byText.get(text);
      if (!typed) continue;
      if (state === 'sent') this.#sent.add(text);
      if (state === 'queued' || state === 'sent') typed.accepted = true; // it said so
    }
    return new Set(kept.map(({ text }) => text));
  }

  /** Tells the history what was seen so far. What is on the disk by now has been told before. */
  async tell() {
    this.#telling = Promise.all(this.sheets.filter((sheet) => sheet !== this.#ending).map((sheet) => this.#look(sheet)));
    await this.#telling;
    for (const row of this.#rows.splice(0)) this.#record({ what: 'shown', device: this.device, row });
    for (const rows of this.#screens.splice(0)) {
      this.#record({ what: 'screen', device: this.device, rows, has_older: true, final: false, shared: this.sheets.length > 1 });
    }
  }

  /** Asks for whatever failed to be sent again. @returns {Promise<boolean>} there is nothing left to be sent */
  async settled() {
    for (const sheet of this.sheets) {
      const retry = sheet.chat.button(/^Retry/);
      if (await retry.count() > 0) await retry.first().press('Enter');
      if ((await this.#look(sheet)).size > 0) return false;
    }
    return true;
  }

  /**
   * What only the database tells: the ids of what was sent before anybody looked, and which of two was the first that were
   * written in the same moment.
   * @param {import('./server.mjs').Stored[]} messages @param {import('./history.mjs').Event[]} events where those two change places
   */
  learn(messages, events) {
    for (const { text, id } of messages) {
      const typed = this.#byText.get(text);
      if (typed && !typed.id) typed.id = id;
    }
    for (const race of this.#races) {
      const [one, other] = race.map(({ text }) => messages.findIndex((message) => message.text === text));
      if (one < other) continue;
      const [here, there] = race.map((typed) => events.indexOf(typed));
      [events[here], events[there]] = [events[there], events[here]];
    }
  }
}
