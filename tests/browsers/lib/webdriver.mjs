// @ts-check
// A client of WebDriver (W3C, https://www.w3.org/TR/webdriver2/), as much of it as the tests need.

/** @typedef {{ type: string, [more: string]: unknown }} Action */

export class Session {
  /** @type {string} */ #base;
  #id = '';

  /** @param {string} base address of the driver, without a slash at its end */
  constructor(base) {
    this.#base = base;
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  async #call(method, path, body) {
    const response = await fetch(`${this.#base}${path}`, {
      method, body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(120_000),
    });
    const { value } = /** @type {any} */ (await response.json());
    if (!response.ok) throw new Error(`WebDriver, ${method} ${path.replace(this.#id, '…')}: ${value.error}: ${value.message}`);
    return value;
  }

  /** @param {string} path @param {unknown} [body] without one it is asked for, with one it is told */
  command(path, body) { return this.#call(body === undefined ? 'GET' : 'POST', `/session/${this.#id}${path}`, body); }

  /** @param {Record<string, unknown>} capabilities */
  async start(capabilities) {
    const { sessionId } = await this.#call('POST', '/session', { capabilities: { alwaysMatch: capabilities } });
    this.#id = sessionId;
    return this;
  }

  async end() { await this.#call('DELETE', `/session/${this.#id}`); }

  /** @param {Action[]} actions of a keyboard */
  keys(actions) { return this.command('/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] }); }

  /** @param {Action[]} actions of a mouse */
  mouse(actions) {
    return this.command('/actions', { actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] });
  }
}
