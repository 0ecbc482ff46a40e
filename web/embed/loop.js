// @ts-check
// When the module runs: an animation frame when something changed, a timer for its next deadline,
// a message to itself when the page is hidden. Nothing to do: nothing scheduled.

export class Loop {
  /** @type {import('./module.js').BanterModule} */ #module;
  #frame = 0;
  #timer = 0;
  #late = 0;
  #posted = false;
  #channel = new MessageChannel();
  #visible = true;
  /** @type {(error: unknown) => void} */ #failed;
  #ended = false;

  /**
   * @param {import('./module.js').BanterModule} module
   * @param {(error: unknown) => void} failed the module trapped; the loop has ended
   */
  constructor(module, failed) {
    this.#module = module;
    this.#failed = failed;
    this.#channel.port1.onmessage = () => {
      this.#posted = false;
      this.run(m => m._banter_step());
    };
  }

  /** Whether anybody can see the canvas. @param {boolean} visible */
  setVisible(visible) {
    this.#visible = visible;
    this.wake();
  }

  /**
   * Calls into the module, then schedules what it wants next. After a trap nothing is called any more.
   * @template T
   * @param {(module: import('./module.js').BanterModule) => T} call
   * @returns {T | undefined}
   */
  run(call) {
    if (this.#ended) return undefined;
    try {
      const result = call(this.#module);
      this.#schedule();
      return result;
    } catch (error) {
      this.end();
      this.#failed(error);
      return undefined;
    }
  }

  /** Something arrived. Safe to call from within the module. */
  wake() {
    if (this.#ended) return;
    if (!this.#visible) return this.#post();
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#draw());
    // A frame may never come (an iframe that is not displayed): then step without drawing.
    if (!this.#late) this.#late = window.setTimeout(() => { this.#late = 0; this.run(m => m._banter_step()); }, 300);
    if (this.#module._banter_overfull()) this.#module._banter_step();
  }

  #post() {
    if (this.#posted) return;
    this.#posted = true;
    this.#channel.port2.postMessage(0);
  }

  #draw() {
    this.#frame = 0;
    clearTimeout(this.#late);
    this.#late = 0;
    this.run(m => m._banter_frame());
  }

  #schedule() {
    const wants = this.#module._banter_wants();
    if ((wants & 1 && this.#visible) || wants & 2) this.wake();
    clearTimeout(this.#timer);
    this.#timer = 0;
    const deadline = this.#module._banter_deadline();
    if (deadline >= 0) {
      this.#timer = window.setTimeout(() => { this.#timer = 0; this.run(m => m._banter_step()); }, Math.min(deadline + 1, 2 ** 31 - 1));
    }
  }

  end() {
    this.#ended = true;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    clearTimeout(this.#late);
    this.#channel.port1.close();
  }
}
