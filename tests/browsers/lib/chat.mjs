// @ts-check
// A chat on a page, as a person meets it: found through the accessibility mirror by role and name, and asked for its
// state through snapshot(). What tests/e2e/lib/chat.mjs is for Playwright, for any engine.
import { until } from '../../e2e/lib/until.mjs';

/** @typedef {import('../../../web/embed/banter.js').Snapshot} Snapshot */
/** @typedef {import('../../../web/embed/banter.js').SnapshotRow} Row */
/** @typedef {{ x: number, y: number, width: number, height: number }} Box CSS pixels of the page */
/** @typedef {{ name: string, value: string, disabled: boolean, focused: boolean, box: Box }} Element */
/** @typedef {{ role: string, name: string, focus: boolean }} Question */

/** Runs in the page: the elements of a role whose name contains the words. @param {Question} question @returns {Element[]} */
function lookUp({ role, name, focus }) {
  const roles = /** @type {Record<string, string>} */ ({ BUTTON: 'button', TEXTAREA: 'textbox', INPUT: 'textbox', UL: 'list', LI: 'listitem', H2: 'heading', A: 'link' });
  const mirror = document.querySelector('#chat > div')?.shadowRoot?.querySelector('.banter');
  return [...mirror?.querySelectorAll('*') ?? []].flatMap((element) => {
    if ((element.getAttribute('role') ?? roles[element.tagName]) !== role) return [];
    const called = element.getAttribute('aria-label') ?? element.textContent ?? '';
    if (!called.includes(name)) return [];
    if (focus) /** @type {HTMLElement} */ (element).focus();
    const { x, y, width, height } = element.getBoundingClientRect();
    return [{
      name: called, value: 'value' in element ? String(element.value) : '', disabled: element.matches(':disabled'),
      focused: element.matches(':focus'), box: { x, y, width, height },
    }];
  });
}

export class Chat {
  /** @param {import('./window.mjs').Window} window whose page has the chat in #chat */
  constructor(window) {
    this.window = window;
  }

  /** @returns {Promise<Snapshot | null>} null: it has not started */
  #snapshot() {
    return this.window.evaluate(() => /** @type {any} */ (document.getElementById('chat'))?.chat?.snapshot() ?? null);
  }

  /**
   * Waits until a snapshot fulfils the condition.
   * @param {string} what for the message when it never does
   * @param {(snapshot: Snapshot) => unknown} condition
   * @param {number} [within] milliseconds
   * @returns {Promise<Snapshot>}
   */
  async until(what, condition, within = 40_000) {
    /** @type {Snapshot | null} */
    let last = null;
    await until(async () => {
      last = await this.#snapshot();
      return last && condition(last);
    }, { what, within, otherwise: () => `the chat: ${JSON.stringify(last, null, 1)}` });
    return /** @type {Snapshot} */ (/** @type {unknown} */ (last));
  }

  connected(within = 60_000) { return this.until('connected', (s) => s.connection.state === 'open', within); }

  /** Everything is drawn, and the mirror stands where the canvas shows it. */
  settled() { return this.until('all is drawn', (s) => s.settled); }

  /** Waits for exactly these texts as the last rows. @param {string[]} texts */
  shows(texts) {
    return this.until(`the last rows are ${JSON.stringify(texts)}`,
      (s) => JSON.stringify(s.rows.slice(-texts.length).map((row) => row.text)) === JSON.stringify(texts));
  }

  /** Waits for a row of this text and delivery. @param {string} text @param {string} state @returns {Promise<Row>} */
  async delivery(text, state) {
    const { rows } = await this.until(`"${text.slice(0, 60)}" is ${state}`, (s) => s.rows.some((row) => row.text === text && row.state === state));
    return /** @type {Row} */ (rows.find((row) => row.text === text));
  }

  // ---- the mirror ----

  /** Waits for the one element of a role whose name contains the words. @param {string} role @param {string} name @param {boolean} [focus] */
  find(role, name, focus = false) {
    return until(async () => {
      const found = await this.window.evaluate(lookUp, { role, name, focus });
      return found.length === 1 && found[0];
    }, { what: `one ${role} called "${name}"`, within: 40_000 });
  }

  composer() { return this.find('textbox', 'Type a message'); }

  /** Presses a drawn button with the mouse: its mirror says where, the canvas gets the event. @param {string} name */
  async click(name) {
    await this.settled();
    const { box } = await this.find('button', name);
    await this.window.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  /** Types into the composer by keyboard and sends with Enter. @param {string} text */
  async say(text) {
    await this.write(text);
    await this.window.press('Enter');
  }

  /** Types into the composer by keyboard. @param {string} text */
  async write(text) {
    await this.find('textbox', 'Type a message', true);
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) await this.window.press('Shift+Enter');
      await this.window.type(line);
    }
  }

  /** Puts text into the composer at once, as pasting and pickers of emoji do. @param {string} text */
  async insert(text) {
    await this.find('textbox', 'Type a message', true);
    const accepted = await this.window.evaluate((text) => document.execCommand('insertText', false, text), text);
    if (!accepted) throw new Error('insertText was refused');
  }

  /** Fills the nickname form by keyboard. @param {string} nick */
  async join(nick) {
    await this.find('textbox', 'Nickname', true);
    await this.window.type(nick);
    await this.window.press('Enter');
    await this.composer();
  }
}
