// @ts-check
// Temporary folders that do not outlive the tests, also when those are interrupted.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** @type {Set<string>} */
const folders = new Set();

/** @param {string} folder */
export function removeFolder(folder) {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  folders.delete(folder);
}

/** @param {string} prefix */
export function makeFolder(prefix) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), prefix));
  folders.add(folder);
  return folder;
}

process.on('exit', () => {
  for (const folder of folders) {
    try {
      removeFolder(folder);
    } catch (error) {
      console.error(`left behind: ${folder}: ${error}`);
    }
  }
});
