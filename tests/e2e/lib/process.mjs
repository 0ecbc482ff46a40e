// @ts-check
// A child process that says in a line of its output when it is ready, and is ended by its own id.
import { spawn } from 'node:child_process';

/** @type {Set<Process>} */
const running = new Set();
process.on('exit', () => {
  for (const one of running) one.signal('SIGKILL');
});
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) process.once(signal, () => process.exit(1));

export class Process {
  /** @type {import('node:child_process').ChildProcess} */ #child;
  /** @type {boolean} */ #group;
  /** @type {Promise<void>} */ #ended;
  output = '';
  /** @type {{ code: number | null, signal: string | null } | undefined} */ exit;

  /**
   * @param {string} program
   * @param {string[]} args
   * @param {{ env?: Record<string, string>, group?: boolean }} [options] group: it starts others, which end with it
   */
  constructor(program, args, { env, group = false } = {}) {
    this.#child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env, detached: group });
    this.#group = group;
    running.add(this);
    /** @param {Buffer} data */
    const read = (data) => { this.output += data; };
    this.#child.stdout?.on('data', read);
    this.#child.stderr?.on('data', read);
    this.#child.on('error', (error) => { this.output += error.message; });
    this.#ended = new Promise((resolve) => this.#child.once('close', (code, signal) => {
      running.delete(this);
      this.exit = { code, signal };
      resolve();
    }));
  }

  get pid() { return this.#child.pid; }

  /**
   * @param {RegExp} line
   * @param {number} [within] milliseconds
   * @returns {Promise<RegExpMatchArray>}
   */
  async says(line, within = 15_000) {
    const end = Date.now() + within;
    for (;;) {
      const match = this.output.match(line);
      if (match) return match;
      if (this.exit) throw new Error(`ended before it said ${line}: ${JSON.stringify(this.exit)}\n${this.output}`);
      if (Date.now() > end) throw new Error(`did not say ${line} within ${within} ms:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** @param {'SIGTERM' | 'SIGKILL'} signal */
  signal(signal) {
    if (!this.#group || this.#child.pid === undefined) {
      this.#child.kill(signal);
      return;
    }
    try {
      process.kill(-this.#child.pid, signal);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error; // all of them have ended
    }
  }

  /** @param {'SIGTERM' | 'SIGKILL'} [signal] */
  async end(signal = 'SIGTERM') {
    if (!this.exit) this.signal(signal);
    const late = setTimeout(() => this.signal('SIGKILL'), 5_000);
    await this.#ended;
    clearTimeout(late);
  }
}
