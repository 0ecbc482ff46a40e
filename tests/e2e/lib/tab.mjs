// @ts-check
// A browser tab that keeps what the page complained about: an error nobody expected fails the test.
import fs from 'node:fs';
import path from 'node:path';
import { Chat } from './chat.mjs';
import { pictures } from './paths.mjs';
import { until } from './until.mjs';

/** What the console must hear when a server goes away. */
export const connectionErrors = [/^WebSocket error$/, /^WebSocket connection to '.*' failed/];

export class Tab {
  /** @type {string[]} what the console was told, in order, of every level */ lines = [];
  /** @type {string[]} */ #complaints = [];
  /** @type {RegExp[]} */ #allowed = [];

  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    page.on('console', (message) => {
      this.lines.push(message.text());
      if (message.type() === 'error') this.#complaints.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.#complaints.push(`exception: ${error.stack ?? error.message}`));
    page.on('crash', () => this.#complaints.push('the page crashed'));
  }

  /** The page's chat. @param {string} [selector] of the element that has `.chat` */
  chat(selector = '#chat') { return new Chat(this.page, this.page.locator(selector)); }

  /** @param {RegExp[]} patterns of errors that belong to the test */
  allow(...patterns) { this.#allowed.push(...patterns); }

  /** Another size of the window, which the page has heard of. @param {number} width @param {number} height CSS pixels */
  async resize(width, height) {
    await this.page.setViewportSize({ width, height });
    await this.page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [width, height]);
  }

  /** Errors that nobody expected. */
  complaints() {
    return this.#complaints.filter((words) => !this.#allowed.some((pattern) => pattern.test(words.replace(/^\w+: /, ''))));
  }

  /** Waits for a line on the console. @param {RegExp} line @param {number} [within] */
  console(line, within = 10_000) {
    return until(() => this.lines.find((text) => line.test(text)), {
      what: `the console says ${line}`, within, otherwise: () => `it said: ${JSON.stringify(this.lines, null, 1)}`,
    });
  }

  /** A picture for the developer, in build/e2e. @param {string} name @returns {Promise<Buffer>} */
  async picture(name) {
    fs.mkdirSync(pictures, { recursive: true });
    return this.page.screenshot({ path: path.join(pictures, `${name}.png`) });
  }
}
