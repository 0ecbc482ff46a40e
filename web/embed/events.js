// @ts-check
// The chat's events: dispatched on the next tick, so that a listener may do anything, destroy included.

export class Events {
  /** @type {Map<string, Set<(event: any) => unknown>>} */ #listeners = new Map();
  /** @type {[string, object, (() => void) | undefined][]} */ #queue = [];
  #ended = false;
  /** Called when the first listener of a type comes or the last goes. @type {(type: string, listening: boolean) => void} */
  changed = () => {};

  /** @param {string} type @param {(event: any) => unknown} listener @returns {() => void} stops it */
  on(type, listener) {
    const set = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, set);
    set.add(listener);
    if (set.size === 1) this.changed(type, true);
    return () => {
      if (set.delete(listener) && set.size === 0) this.changed(type, false);
    };
  }

  /**
   * @param {string} type @param {object} detail
   * @param {() => void} [otherwise] nobody listens, or every listener returned false
   */
  emit(type, detail, otherwise) {
    if (this.#ended || (!otherwise && !this.#listeners.get(type)?.size)) return;
    this.#queue.push([type, detail, otherwise]);
    if (this.#queue.length === 1) setTimeout(() => this.#deliver(), 0);
  }

  #deliver() {
    const queue = this.#queue;
    this.#queue = [];
    for (const [type, detail, otherwise] of queue) {
      let taken = false;
      for (const listener of [...(this.#listeners.get(type) ?? [])]) {
        if (this.#ended) return;
        try {
          if (listener(detail) !== false) taken = true;
        } catch (error) {
          reportError(error); // as an event target does: one bad listener does not silence the others
        }
      }
      if (!taken && !this.#ended) otherwise?.();
    }
  }

  end() {
    this.#ended = true;
    this.#queue = [];
    this.#listeners.clear();
    this.changed = () => {}; // it knows the chat
  }
}
