// @ts-check
// A Chromium that nobody pretends anything to. Playwright keeps every tab "visible" and "focused"; here a tab that
// is covered by another really is hidden. Chrome DevTools Protocol, as much of it as a test needs.
import WebSocket from 'ws';
import { makeFolder, removeFolder } from './folders.mjs';
import { chromium } from './paths.mjs';
import { Process } from './process.mjs';

export class PlainBrowser {
  #profile = makeFolder('banter-profile-');
  #process = new Process(chromium, [
    '--headless', '--no-sandbox', '--remote-debugging-port=0', `--user-data-dir=${this.#profile}`, '--no-first-run',
    '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking', '--disable-dev-shm-usage',
    '--window-size=960,640', 'about:blank',
  ]);
  /** @type {WebSocket | undefined} */ #socket;
  /** @type {Map<number, (answer: any) => void>} */ #waiting = new Map();
  #last = 0;

  async start() {
    const [url] = await this.#process.says(/ws:\/\/\S+/);
    const socket = new WebSocket(url);
    this.#socket = socket;
    await new Promise((resolve, reject) => { socket.once('open', resolve); socket.once('error', reject); });
    socket.on('message', (data) => {
      const answer = JSON.parse(data.toString());
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
    return this;
  }

  /** @param {string} method @param {object} [params] @param {string} [sessionId] @returns {Promise<any>} */
  send(method, params = {}, sessionId) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ error, result }) => (error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result)));
      this.#socket?.send(JSON.stringify({ id, method, params, sessionId }));
    });
  }

  /** Opens a tab in front. @param {string} url */
  async tab(url) {
    const { targetId } = await this.send('Target.createTarget', { url });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    return {
      /** @param {string} method @param {object} [params] */
      send: (method, params) => this.send(method, params, sessionId),
      show: () => this.send('Target.activateTarget', { targetId }),
      /** @param {string} expression @returns {Promise<any>} */
      ask: async (expression) => {
        const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true }, sessionId);
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
      },
    };
  }

  async end() {
    this.#socket?.close();
    await this.#process.end();
    removeFolder(this.#profile); // tries again while the last of its processes writes
  }
}
