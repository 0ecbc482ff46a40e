// @ts-check
// A disk for the database that can be full: a small file system of its own where one may be mounted, and in any case a
// limit on what the server's process may write to a file, which needs no right.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { makeFolder, removeFolder } from '../../e2e/lib/folders.mjs';

const size = 24 << 20; // bytes: SQLite's log alone grows to 4 MiB
const limit = 16 << 10; // bytes that a file may have; any write beyond fails with EFBIG

/** @param {string} program @param {string[]} args @returns {boolean} it has worked */
const run = (program, args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** @typedef {'space' | 'limit'} Shortage space: ENOSPC; limit: EFBIG */

export class Disk {
  #folder = makeFolder('banter-chaos-disk-');
  /** There is a file system of its own. */ #mounted = run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', this.#folder]);
  /** @type {Shortage[]} what can run out here */ kinds = this.#mounted ? ['space', 'limit'] : ['limit'];
  #unmount = () => { if (this.#mounted) this.#mounted = !run('umount', ['-l', this.#folder]); };

  constructor() {
    process.prependListener('exit', this.#unmount); // before the folder is removed
  }

  get database() { return path.join(this.#folder, 'db'); }
  get #filler() { return path.join(this.#folder, 'filler'); }

  /** @param {Shortage} kind @param {number} pid of the server */
  fill(kind, pid) {
    if (kind === 'limit') {
      if (!run('prlimit', ['--pid', String(pid), `--fsize=${limit}:`])) throw new Error('prlimit does not work');
      return;
    }
    const file = fs.openSync(this.#filler, 'a');
    try {
      for (const chunk = Buffer.alloc(4096); ;) fs.writeSync(file, chunk);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOSPC') throw error;
    } finally {
      fs.closeSync(file);
    }
  }

  /** @param {Shortage} kind @param {number} pid a process that has ended since has its limit no more */
  free(kind, pid) {
    if (kind === 'limit') run('prlimit', ['--pid', String(pid), '--fsize=unlimited:']);
    else fs.rmSync(this.#filler, { force: true });
  }

  async end() {
    this.#unmount();
    process.off('exit', this.#unmount);
    removeFolder(this.#folder);
  }
}
