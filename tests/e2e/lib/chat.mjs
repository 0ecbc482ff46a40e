// @ts-check
// A chat on a page, as a person meets it: found through the accessibility mirror by role and name, and asked for its
// state through snapshot().
import { until } from './until.mjs';

/** @typedef {import('../../../web/embed/banter.js').Snapshot} Snapshot */
/** @typedef {import('../../../web/embed/banter.js').SnapshotRow} Row */

export class Chat {
  /** @param {import('playwright-core').Page} page @param {import('playwright-core').Locator} host what has `.chat` */
  constructor(page, host) {
    this.page = page;
    this.host = host;
  }

  /** @returns {Promise<Snapshot>} */
  snapshot() { return this.host.evaluate((/** @type {any} */ element) => element.chat.snapshot()); }

  /**
   * Waits until a snapshot fulfils the condition.
   * @param {string} what for the message when it never does
   * @param {(snapshot: Snapshot) => unknown} condition
   * @param {number} [within] milliseconds
   * @returns {Promise<Snapshot>}
   */
  async until(what, condition, within = 20_000) {
    /** @type {Snapshot | undefined} */
    let last;
    await this.started();
    await until(async () => condition(last = await this.snapshot()), {
      what, within, otherwise: () => `the chat: ${JSON.stringify(last, null, 1)}`,
    });
    return /** @type {Snapshot} */ (last);
  }

  /** Waits until the page has its chat. */
  started() {
    return until(() => this.host.evaluate((/** @type {any} */ element) => Boolean(element.chat)), { what: 'the chat has started' });
  }

  connected(within = 20_000) { return this.until('connected', (s) => s.connection.state === 'open', within); }

  /** Waits for exactly these texts as the last rows. @param {string[]} texts @param {number} [within] */
  shows(texts, within = 20_000) {
    return this.until(`the last rows are ${JSON.stringify(texts)}`,
      (s) => JSON.stringify(s.rows.slice(-texts.length).map((row) => row.text)) === JSON.stringify(texts), within);
  }

  /** Waits for a row of this text and delivery. @param {string} text @param {string} state @param {number} [within] @returns {Promise<Row>} */
  async delivery(text, state, within = 20_000) {
    const snapshot = await this.until(`"${text.slice(0, 60)}" is ${state}`,
      (s) => s.rows.some((row) => row.text === text && row.state === state), within);
    return /** @type {Row} */ (snapshot.rows.find((row) => row.text === text));
  }

  // ---- the mirror ----

  /** @param {string | RegExp} name */
  button(name) { return this.host.getByRole('button', { name, exact: true }); }
  composer() { return this.host.getByRole('textbox', { name: 'Type a message' }); }
  nickname() { return this.host.getByRole('textbox', { name: 'Nickname' }); }
  log() { return this.host.getByRole('list', { name: 'Messages' }); }
  /** @param {string | RegExp} text of the whole item */
  item(text) { return this.log().getByRole('listitem').filter({ hasText: text }); }
  help() { return this.host.getByRole('dialog', { name: 'Keyboard shortcuts' }); }
  logPanel() { return this.host.getByRole('group', { name: 'Connection log' }); }
  logEntries() { return this.host.getByRole('list', { name: 'Log entries' }).getByRole('listitem'); }
  /** The state of the connection in words. @param {string | RegExp} words */
  status(words) { return this.host.getByRole('status').filter({ hasText: words }); }

  /** Presses a drawn button with the mouse: its mirror says where, the canvas gets the event. @param {string | RegExp} name */
  async click(name) {
    const button = this.button(name);
    await button.waitFor();
    // Where a page keeps its chat to itself, there is only the mirror to go by.
    if (await this.host.evaluate((/** @type {any} */ element) => Boolean(element.chat))) await this.settled();
    const box = await until(() => button.boundingBox(), { what: `${name} has a place` });
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  /** Everything is drawn, and the mirror stands where the canvas shows it. */
  settled() { return this.until('all is drawn', (s) => s.settled); }

  /** Writes into the composer and sends with Enter. @param {string} text */
  async say(text) {
    await this.composer().focus();
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      if (index > 0) await this.page.keyboard.press('Shift+Enter');
      await this.page.keyboard.insertText(line);
    }
    await this.page.keyboard.press('Enter');
  }

  /** Fills the nickname form by keyboard. @param {string} nick */
  async join(nick) {
    await this.nickname().waitFor();
    await this.nickname().focus();
    await this.page.keyboard.type(nick);
    await this.page.keyboard.press('Enter');
    await this.composer().waitFor();
  }
}
