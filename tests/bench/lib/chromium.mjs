// @ts-check
// Starts one headless Chromium with a profile of its own, and ends it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { connect } from './cdp.mjs';
import { sleep } from './figures.mjs';

/**
 * @typedef {import('./cdp.mjs').Connection & { end: () => Promise<void> }} Browser
 */

const FLAGS = [
  '--headless=new',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A page in the background is throttled, and headless pages count as such.
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  // A wheel event moves its whole distance in one frame, on DOM pages as on a canvas.
  '--disable-smooth-scrolling',
  '--enable-precise-memory-info',
  // A spare renderer would be counted with the page's.
  '--disable-features=SpareRendererForSitePerProcess,Translate,CalculateNativeWinOcclusion',
  '--remote-debugging-port=0',
  '--remote-debugging-address=127.0.0.1',
];
const GL = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/** @type {Set<number>} process groups to end with us */
const running = new Set();

/** @param {number} group */
function kill(group) {
  running.delete(group);
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;  // ESRCH: it had ended by itself
  }
}
process.once('exit', () => running.forEach(kill));

/**
 * @param {{gl?: boolean}} [options] gl: WebGL in software; without it Chromium has no GPU at all
 * @returns {Promise<Browser>}
 */
export async function launch({ gl = false } = {}) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'banter-bench-'));
  const binary = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [...FLAGS, ...root, ...(gl ? GL : ['--disable-gpu']), `--user-data-dir=${profile}`, 'about:blank'];
  const child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  if (child.pid !== undefined) running.add(child.pid);

  const end = async () => {
    await Promise.race([exited, sleep(3000)]);
    if (child.pid !== undefined) kill(child.pid);
    await exited;
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const connection = await connect(await address(child));
    return {
      ...connection,
      async end() {
        connection.send('Browser.close').catch(() => {});  // it may close the socket before it answers
        await end();
        connection.close();
      },
    };
  } catch (error) {
    if (child.pid !== undefined) {
      kill(child.pid);
      await end();
    }
    throw error;
  }
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<string>} where DevTools listens */
function address(child) {
  return new Promise((resolve, reject) => {
    let log = '';
    const fail = (/** @type {string} */ why) => reject(new Error(`Chromium ${why}: ${log.slice(-500)}`));
    const timer = setTimeout(() => fail('did not start within 30 s'), 30_000);
    child.once('error', (error) => fail(`cannot be run (${error.message}); set CHROMIUM`));
    child.once('exit', (code) => fail(`ended with ${code}`));
    child.stderr?.on('data', (data) => {
      log = (log + data).slice(-5000);
      const found = /DevTools listening on (ws:\S+)/.exec(log);
      if (!found?.[1]) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
  });
}
