// @ts-check
// Firefox, driven over WebDriver BiDi.
import puppeteer from 'puppeteer-core';
import { Environment } from './environment.mjs';

const program = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

/** @implements {Window} @typedef {import('./window.mjs').Window} Window */
class FirefoxWindow {
  /** @type {import('puppeteer-core').Page} */ #page;

  /** @param {import('puppeteer-core').Page} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {string} url */
  async go(url) { await this.#page.goto(url); }

  /** @template A, R @param {(argument: A) => R | Promise<R>} script @param {A} [argument] @returns {Promise<R>} */
  evaluate(script, argument) { return /** @type {Promise<R>} */ (this.#page.evaluate(/** @type {any} */ (script), argument)); }

  /** @param {string} text */
  async type(text) {
    for (const key of text) await this.#page.keyboard.press(/** @type {import('puppeteer-core').KeyInput} */ (key));
  }

  /** @param {string} chord */
  async press(chord) {
    const keys = /** @type {import('puppeteer-core').KeyInput[]} */ (chord.split('+'));
    const last = /** @type {import('puppeteer-core').KeyInput} */ (keys.pop());
    for (const key of keys) await this.#page.keyboard.down(key);
    await this.#page.keyboard.press(last);
    for (const key of keys.reverse()) await this.#page.keyboard.up(key);
  }

  /** @param {number} x @param {number} y */
  async click(x, y) { await this.#page.mouse.click(x, y); }

  /** @param {number} x @param {number} y */
  async moveTo(x, y) { await this.#page.mouse.move(x, y); }

  async screenshot() { return Buffer.from(await this.#page.screenshot()); }

  async close() { await this.#page.browserContext().close(); }
}

/** @implements {Engine} @typedef {import('./window.mjs').Engine} Engine */
export class Firefox {
  name;
  /** @type {Record<string, unknown>} */ #preferences;
  #environment = new Environment();
  /** @type {Promise<unknown> | undefined} */ #started;
  /** @type {Promise<import('puppeteer-core').Browser> | undefined} */ #browser;

  /** @param {string} [name] @param {Record<string, unknown>} [preferences] of about:config */
  constructor(name = 'firefox', preferences = {}) {
    this.name = name;
    this.#preferences = preferences;
  }

  async #launch() {
    await (this.#started ??= this.#environment.start());
    return puppeteer.launch({
      browser: 'firefox', executablePath: program, headless: false, // without a screen it has no WebGL
      env: { ...this.#environment.variables, MOZ_CRASHREPORTER_DISABLE: '1' }, // whose helper would outlive a killed browser
      extraPrefsFirefox: this.#preferences, timeout: 120_000, protocolTimeout: 120_000,
    });
  }

  /** @param {{ width: number, height: number }} size */
  async person(size) {
    this.#browser ??= this.#launch();
    /** @type {import('puppeteer-core').Browser} */
    let browser;
    try {
      browser = await this.#browser;
    } catch (error) {
      this.#browser = undefined; // the next test may have more luck
      throw error;
    }
    const context = await browser.createBrowserContext();
    const page = await context.newPage({ type: 'window' }); // in a tab that is not in front nothing is drawn
    await page.setViewport(size);
    return new FirefoxWindow(page);
  }

  async end() {
    try {
      if (this.#browser) await (await this.#browser).close();
    } finally {
      await this.#environment.end();
    }
  }
}
