// @ts-check
// What happened, in the order in which the checker is to hear of it: see README.md.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../e2e/lib/paths.mjs';

/** @typedef {{ id: number, author: string, text: string, state: string, error: string }} SeenRow */
/** @typedef {{ what: 'typed', device: number, text: string, accepted: boolean, id: string }} Typed */
/**
 * @typedef {{ what: 'opens', device: number, room: string, nick: string } | Typed
 *   | { what: 'database', epoch: string, messages: import('./server.mjs').Stored[] }
 *   | { what: 'shown', device: number, row: SeenRow }
 *   | { what: 'screen', device: number, rows: SeenRow[], has_older: boolean, final: boolean, shared?: boolean }
 *   | { what: 'finish' }} Event
 */

const folder = path.join(root, 'build/chaos');
const checker = path.resolve(root, process.env.BANTER_CHECK_HISTORY ?? 'build/native/check_history');

/** @param {string} name @param {Event[]} events @returns {string} the file */
export function writeHistory(name, events) {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.json`);
  fs.writeFileSync(file, JSON.stringify({ events }));
  return file;
}

/** @param {string} file @returns {{ kept: boolean, words: string }} kept: there is no objection */
export function judge(file) {
  const { status, stdout, stderr, error } = spawnSync(checker, [file], { encoding: 'utf8' });
  if (error || (status !== 0 && status !== 1)) throw new Error(`${checker}: ${error ?? stderr}`);
  return { kept: status === 0, words: stdout.trim() };
}
