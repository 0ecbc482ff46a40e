// @ts-check
// What a browser is to know of the machine: its display, a home that nobody lives in, one language and one time zone.
import { makeFolder, removeFolder } from '../../e2e/lib/folders.mjs';
import { Display } from './display.mjs';

export class Environment {
  #display = new Display();
  #home = makeFolder('banter-browser-');

  async start() {
    await this.#display.start();
    return this;
  }

  /** @returns {Record<string, string>} */
  get variables() {
    const { PATH = '' } = process.env;
    return {
      PATH, DISPLAY: this.#display.name, HOME: this.#home, XDG_RUNTIME_DIR: this.#home, TZ: 'Europe/Berlin', LANG: 'C.UTF-8',
      // No session bus to start, no portals and no accessibility bus to wait for; fonts as the machine has them.
      DBUS_SESSION_BUS_ADDRESS: 'disabled:', NO_AT_BRIDGE: '1', GTK_A11Y: 'none', GDK_BACKEND: 'x11', LIBGL_ALWAYS_SOFTWARE: '1',
    };
  }

  async end() {
    await this.#display.end();
    removeFolder(this.#home);
  }
}
