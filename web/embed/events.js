// @ts-check
// The chat's events: dispatched on the next tick, so that a listener may do anything, destroy included.

export class Events {
  /** @type {Map<string, Set<(event: any) => void>>} */ #listeners = new Map();
  /** @type {[string, object][]} */ #queue = [];
  #ended = false;
  /** Called when the first listener of a type comes or the last goes. @type {(type: string, listening: boolean) => void} */
  changed = () => {};

  /** @param {string} type @param {(event: any) => void} listener @returns {() => void} stops it */
  on(type, listener) {
    const set = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, set);
    set.add(listener);
    if (set.size === 1) this.changed(type, true);
    return () => {
      if (set.delete(listener) && set.size === 0) this.changed(type, false);
    };
  }

  /** @param {string} type @param {object} detail */
  emit(type, detail) {
    if (this.#ended || !this.#listeners.get(type)?.size) return;
    this.#queue.push([type, detail]);
    if (this.#queue.length === 1) setTimeout(() => this.#deliver(), 0);
  }

  #deliver() {
    const queue = this.#queue;
    this.#queue = [];
    for (const [type, detail] of queue) {
      for (const listener of [...(this.#listeners.get(type) ?? [])]) {
        if (this.#ended) return;
        try {
          listener(detail);
        } catch (error) {
          reportError(error); // as an event target does: one bad listener does not silence the others
        }
      }
    }
  }

  end() {
    this.#ended = true;
    this.#queue = [];
    this.#listeners.clear();
    this.changed = () => {}; // it knows the chat
  }
}
