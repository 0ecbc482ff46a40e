// @ts-check
// A log that was flung goes on: as fast as the finger left it, then ever slower (v·e^(−t/τ), as phones do), and then
// no frame is asked for any more. Whoever wants less motion has none of it.

const tau = 325; // ms
const recent = 100; // ms of moves that speed is taken from
const slowest = 0.1; // pixels per ms: a finger that came to rest flings nothing
const fastest = 8;

export class Fling {
  /** @type {(delta: number, time: number) => boolean} */ #scroll;
  /** @type {[number, number][]} time and place of the finger's latest moves */ #moves = [];
  #speed = 0; // pixels per ms
  #frame = 0;
  #then = 0;

  /** @param {(delta: number, time: number) => boolean} scroll false: nothing goes that way any more @param {AbortSignal} signal */
  constructor(scroll, signal) {
    this.#scroll = scroll;
    signal.addEventListener('abort', () => this.stop(), { once: true });
  }

  /** @param {number} y @param {number} time ms */
  begin(y, time) { this.#moves = [[time, y]]; }

  /** @param {number} y @param {number} time ms */
  follow(y, time) {
    this.#moves.push([time, y]);
    while (this.#moves.length > 2 && time - this.#moves[1][0] > recent) this.#moves.shift();
  }

  /** @param {number} time ms */
  release(time) {
    const moves = this.#moves.filter(([at]) => time - at <= recent);
    this.#moves = [];
    if (moves.length < 2 || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const [[t0, y0], [t1, y1]] = [moves[0], moves[moves.length - 1]];
    const speed = (y0 - y1) / Math.max(1, t1 - t0);
    if (Math.abs(speed) < slowest) return;
    this.#speed = Math.max(-fastest, Math.min(fastest, speed));
    this.#then = performance.now();
    this.#frame = requestAnimationFrame(() => this.#run());
  }

  #run() {
    this.#frame = 0;
    const now = performance.now();
    const left = Math.exp((this.#then - now) / tau);
    this.#then = now;
    const moved = this.#scroll(this.#speed * tau * (1 - left), now);
    this.#speed *= left;
    if (moved && Math.abs(this.#speed) * tau > 0.5) this.#frame = requestAnimationFrame(() => this.#run());
  }

  /** True: it was running. */
  stop() {
    const ran = this.#frame !== 0;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    return ran;
  }
}
