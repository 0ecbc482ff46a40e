// @ts-check
// WebKitGTK's MiniBrowser, driven by WebKitWebDriver. A person has a browser and a driver of their own: a driver has one
// session, and the windows of a session share their storage.
import fs from 'node:fs';
import net from 'node:net';
import { Process } from '../../e2e/lib/process.mjs';
import { until } from '../../e2e/lib/until.mjs';
import { Environment } from './environment.mjs';
import { Session } from './webdriver.mjs';

const driver = process.env.WEBKIT_DRIVER ?? '/usr/bin/WebKitWebDriver';
const program = process.env.WEBKIT_BROWSER ??
  ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`).find((name) => fs.existsSync(name));

/** Keys that have names: https://www.w3.org/TR/webdriver2/#keyboard-actions. @type {Record<string, string>} */
const named = {
  Backspace: '\uE003', Tab: '\uE004', Enter: '\uE007', Shift: '\uE008', Control: '\uE009', Escape: '\uE00C', End: '\uE010', Home: '\uE011',
  ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015',
};

/** A port that is free now. @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/** @param {number} port */
const answers = (port) => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
  socket.once('error', () => resolve(false));
});

/** @implements {Window} @typedef {import('./window.mjs').Window} Window */
class WebKitWindow {
  /** @type {Session} */ #session;
  /** @type {Process} */ #driver;

  /** @param {Session} session @param {Process} driver */
  constructor(session, driver) {
    this.#session = session;
    this.#driver = driver;
  }

  /** @param {string} url */
  async go(url) { await this.#session.command('/url', { url }); }

  /** @template A, R @param {(argument: A) => R | Promise<R>} script @param {A} [argument] @returns {Promise<R>} */
  async evaluate(script, argument) {
    // Always JSON: the driver has limits of its own on what it hands on.
    const body = `const done = arguments[1];
      (async () => (${script})(...JSON.parse(arguments[0])))().then(
        value => done(JSON.stringify({ value })), error => done(JSON.stringify({ error: String(error && error.stack || error) })));`;
    const args = [JSON.stringify(argument === undefined ? [] : [argument])];
    const { value, error } = JSON.parse(await this.#session.command('/execute/async', { script: body, args }));
    if (error) throw new Error(`in the page: ${error}`);
    return value;
  }

  /** @param {string} text */
  async type(text) {
    await this.#session.keys([...text].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]));
  }

  /** @param {string} chord */
  async press(chord) {
    const keys = chord.split('+').map((key) => named[key] ?? key);
    const down = keys.map((value) => ({ type: 'keyDown', value }));
    const up = keys.map((value) => ({ type: 'keyUp', value })).reverse();
    await this.#session.keys([...down, ...up]);
  }

  /** @param {number} x @param {number} y */
  async click(x, y) {
    await this.#session.mouse([
      { type: 'pointerMove', x: Math.round(x), y: Math.round(y) }, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 },
    ]);
  }

  /** @param {number} x @param {number} y */
  async moveTo(x, y) { await this.#session.mouse([{ type: 'pointerMove', x: Math.round(x), y: Math.round(y) }]); }

  async screenshot() { return Buffer.from(await this.#session.command('/screenshot'), 'base64'); }

  async close() {
    if (this.#driver.exit) return;
    try {
      await this.#session.end();
    } finally {
      await this.#driver.end();
    }
  }
}

/** @implements {Engine} @typedef {import('./window.mjs').Engine} Engine */
export class WebKit {
  name = 'webkit';
  #environment = new Environment();
  /** @type {Promise<unknown> | undefined} */ #started;
  /** @type {Process[]} */ #drivers = [];

  /** A driver may find its port taken by somebody who was faster. */
  async #driver() {
    for (let attempt = 1; ; ++attempt) {
      const port = await freePort();
      const process = new Process(driver, ['--host=127.0.0.1', `--port=${port}`], { env: this.#environment.variables, group: true });
      this.#drivers.push(process);
      await until(async () => process.exit || await answers(port), { what: 'WebKitWebDriver answers', every: 20 });
      if (!process.exit) return { process, url: `http://127.0.0.1:${port}` };
      if (attempt === 5) throw new Error(`WebKitWebDriver does not start:\n${process.output}`);
    }
  }

  /** @param {{ width: number, height: number }} size */
  async person({ width, height }) {
    if (!program) throw new Error('WebKitGTK’s MiniBrowser is not installed: scripts/setup.sh browsers');
    await (this.#started ??= this.#environment.start());
    const { process, url } = await this.#driver();
    const session = await new Session(url).start({ 'webkitgtk:browserOptions': { binary: program, args: ['--automation'] } });
    const window = new WebKitWindow(session, process);
    // Its bars take their part of the window.
    const rect = await session.command('/window/rect', { width, height });
    const inner = await window.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    await session.command('/window/rect', { width: width + rect.width - inner.width, height: height + rect.height - inner.height });
    return window;
  }

  async end() {
    for (const process of this.#drivers) if (!process.exit) await process.end();
    await this.#environment.end();
  }
}
