// @ts-check
// Where the tests find what they test, and where they leave pictures. The environment may point elsewhere:
// BANTER_PAGE (the built page), BANTER_SERVER (the server's program), CHROMIUM.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const pageFolder = path.resolve(root, process.env.BANTER_PAGE ?? 'build/web');
export const pictures = path.join(root, 'build/e2e');
export const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const tutorialServer = path.join(root, 'tests/fixtures/tutorial-server/server.mjs');

/** @returns {string} the server's program */
export function serverProgram() {
  const program = path.resolve(root, process.env.BANTER_SERVER ?? 'build/banter-server');
  if (!fs.existsSync(program)) throw new Error(`there is no server at ${program}: make build`);
  return program;
}
