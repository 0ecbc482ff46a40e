// @ts-check
// When the module runs: an animation frame when something changed, a timer for its next deadline,
// a message to itself when the page is hidden. Nothing to do: nothing scheduled.

export class Loop {
  /** Gone when the loop has ended: nothing here may keep the module's memory. @type {import('./module.js').BanterModule | undefined} */
  #module;
  #frame = 0;
  #timer = 0;
  /** When the timer is due, as performance.now() has it. */ #due = 0;
  #late = 0;
  #posted = false;
  #channel = new MessageChannel();
  #visible = true;
  /** @type {((error: unknown) => void) | undefined} */ #failed;
  /** Calls into the module that are on the stack: a listener of the page may be called from within one. */
  #depth = 0;

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
    const result = this.#call(call);
    this.#schedule();
    return result;
  }

  /**
   * @template T
   * @param {(module: import('./module.js').BanterModule) => T} call
   * @returns {T | undefined}
   */
  #call(call) {
    const module = this.#module;
    if (!module) return undefined;
    this.#depth++;
    try {
      return call(module);
    } catch (error) {
      this.#fail(error);
      return undefined;
    } finally {
      // Ended by somebody whom the call itself told something: only now nothing of the module is running.
      if (--this.#depth === 0 && !this.#module) destroy(module);
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    const failed = this.#failed;
    this.end();
    failed?.(error);
  }

  /** Something arrived. Safe to call from within the module. */
  wake() {
    if (!this.#module) return;
    const full = this.#module._banter_overfull();
    if (full > 1) this.#drain();
    if (full > 0 || !this.#visible) this.#post();
    // While so much comes that frames are held back, each that is asked for costs the browser as much as one that is drawn.
    if (this.#visible && full === 0) this.#askForFrame();
  }

  #askForFrame() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#draw());
    // A frame may never come (an iframe that is not displayed): then step without drawing.
    if (!this.#late) this.#late = window.setTimeout(() => { this.#late = 0; this.run(m => m._banter_step()); }, 300);
  }

  // More has come than may wait for a frame.
  #drain() {
    if (this.#depth === 0) this.#call(m => m._banter_step());
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
    if (wants & 1 && this.#visible) this.#askForFrame();
    if (wants & 2) this.#post(); // what did not fit into this step need not wait for a frame
    const deadline = this.#module._banter_deadline();
    const now = performance.now();
    const due = now + deadline;
    // To set a timer costs more than a step that comes a little too early, and in a flood it would be put off without end.
    if (this.#timer && deadline >= 0 && due >= this.#due && (due < this.#due + 20 || this.#due <= now)) return;
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (deadline < 0) return;
    this.#due = due;
    this.#timer = window.setTimeout(() => { this.#timer = 0; this.run(m => m._banter_step()); }, Math.min(deadline + 1, 2 ** 31 - 1));
  }

  /** Ends the loop, and with it the module, as far as that still can be. Socket and GL context are freed. */
  end() {
    const module = this.#module;
    this.#module = undefined;
    this.#failed = undefined; // it knows the chat, which knows the module
    if (module && this.#depth === 0) destroy(module);
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    clearTimeout(this.#late);
    this.#channel.port1.close();
  }
}

/** @param {import('./module.js').BanterModule} module */
function destroy(module) {
  try {
    module._banter_destroy();
  } catch (error) {
    reportError(error); // it had trapped before
  }
}
