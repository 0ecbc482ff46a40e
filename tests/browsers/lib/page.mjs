// @ts-check
// The built page with one script more: it keeps what the page complained about, since not every driver tells.
import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../../e2e/lib/folders.mjs';
import { pageFolder } from '../../e2e/lib/paths.mjs';

/** Runs in the page before anything else. @typedef {{ complaints: string[] }} Watched */
function watch() {
  /** @type {string[]} */
  const complaints = [];
  Object.assign(globalThis, { complaints });
  /** @param {unknown} thing */
  const words = (thing) => (thing instanceof Error ? `${thing}\n${thing.stack}` : String(thing));
  const { error } = console;
  console.error = (...all) => {
    complaints.push(`console: ${all.map(words).join(' ')}`);
    error.apply(console, all);
  };
  // The capture phase: a script or image that does not load is told to nobody else.
  addEventListener('error', (event) => complaints.push(`error: ${words(event.error ?? event.message ?? event.target)}`), true);
  addEventListener('unhandledrejection', (event) => complaints.push(`rejection: ${words(event.reason)}`));
  addEventListener('securitypolicyviolation', (event) => complaints.push(`policy: ${event.violatedDirective} ${event.blockedURI}`));
}

const blank = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Blank</title><link rel="icon" href="icon.svg"><script src="watch.js"></script>';

/** A folder to serve: the page, and blank.html beside it for a test to fill. */
export function watchedPage() {
  const folder = makeFolder('banter-page-');
  fs.cpSync(pageFolder, folder, { recursive: true });
  const index = path.join(folder, 'index.html');
  const html = fs.readFileSync(index, 'utf8');
  const watched = html.replace('<meta charset', '<script src="watch.js"></script>\n$&');
  if (watched === html) throw new Error(`${index} has no place for a script`);
  fs.writeFileSync(index, watched);
  for (const compressed of ['.br', '.gz']) fs.rmSync(index + compressed, { force: true });
  fs.writeFileSync(path.join(folder, 'watch.js'), `(${watch})();\n`);
  fs.writeFileSync(path.join(folder, 'blank.html'), blank);
  return folder;
}
