// @ts-check
// A screen for browsers that need one: Xvfb on a display whose number it finds itself.
import { Process } from '../../e2e/lib/process.mjs';

export class Display {
  /** @type {Process | undefined} */ #server;
  /** As in the environment's DISPLAY. */ name = '';

  async start() {
    this.#server = new Process('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp', '-noreset']);
    const [number] = await this.#server.says(/^\d+$/m);
    this.name = `:${number}`;
    return this;
  }

  async end() { await this.#server?.end(); }
}
