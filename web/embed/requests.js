// @ts-check
// What the page asks of the server through the module: each request is a promise until it is answered.

export class Requests {
  /** @type {Map<number, { resolve(): void, reject(error: Error): void }>} */ #open = new Map();
  #last = 0;

  /**
   * @param {(request: number) => string} begin why it was not even begun; empty: it was
   * @returns {Promise<void>}
   */
  ask(begin) {
    const request = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#open.set(request, { resolve, reject });
      const refusal = begin(request);
      if (refusal) this.answered(request, refusal);
    });
  }

  /** @param {number} request @param {string} error why it was not done; empty: it was */
  answered(request, error) {
    const open = this.#open.get(request);
    if (!open) return;
    this.#open.delete(request);
    if (error) open.reject(new Error(error));
    else open.resolve();
  }

  /** @param {string} why */
  end(why) {
    for (const request of [...this.#open.keys()]) this.answered(request, why);
  }
}
