// @ts-check
// When the module runs: an animation frame when something changed, a timer for its next deadline,
// a message to itself when the page is hidden. Nothing to do: nothing scheduled.

export class Loop {
  /** Gone when the loop has ended: nothing here may keep the module's memory. @type {import('./module.js').BanterModule | undefined} */
  #module;
  #frame = 0;
  #timer = 0;
  #late = 0;
  #posted = false;
  #channel = new MessageChannel();
  #visible = true;
  /** @type {(error: unknown) => void} */ #failed;
  #draining = false;

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

  /** The module can be called. */
  get alive() { return this.#module !== undefined; }

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
    if (!this.#module) return undefined;
    try {
      const result = call(this.#module);
      this.#schedule();
      return result;
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    this.end();
    this.#failed(error);
  }

  /** Something arrived. Safe to call from within the module. */
  wake() {
    if (!this.#module) return;
    if (this.#module._banter_overfull()) this.#drain();
    if (!this.#visible) return this.#post();
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#draw());
    // A frame may never come (an iframe that is not displayed): then step without drawing.
    if (!this.#late) this.#late = window.setTimeout(() => { this.#late = 0; this.run(m => m._banter_step()); }, 300);
  }

  // More has come than may wait for a frame.
  #drain() {
    if (this.#draining || !this.#module) return;
    this.#draining = true;
    try {
      this.#module._banter_step();
    } catch (error) {
      this.#fail(error);
    }
    this.#draining = false;
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
    if (!this.#module) return;
    const wants = this.#module._banter_wants();
    if ((wants & 1 && this.#visible) || wants & 2) this.wake();
    clearTimeout(this.#timer);
    this.#timer = 0;
    const deadline = this.#module._banter_deadline();
    if (deadline >= 0) {
      this.#timer = window.setTimeout(() => { this.#timer = 0; this.run(m => m._banter_step()); }, Math.min(deadline + 1, 2 ** 31 - 1));
    }
  }

  /** Ends the loop, and with it the module, as far as that still can be. Socket and GL context are freed. */
  end() {
    const module = this.#module;
    this.#module = undefined;
    try {
      module?._banter_destroy();
    } catch (error) {
      reportError(error);
    }
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    clearTimeout(this.#late);
    this.#channel.port1.close();
  }
}
