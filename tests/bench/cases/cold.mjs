// @ts-check
// Cold start: how long until the page can be used, and what it loads until then.
import { launch } from '../lib/chromium.mjs';
import { median, tenths } from '../lib/figures.mjs';
import { openPage } from '../lib/page.mjs';

const SLOW = { mbit: 10, rtt: 40 };

/** @param {import('./context.mjs').Context} context @param {import('../peers.mjs').Peer} peer */
export async function cold({ server, sizes }, { path, gl }) {
  const browser = await launch({ gl: gl === true });
  /** @param {import('../lib/page.mjs').Network} [network] */
  const load = async (network) => {
    const page = await openPage(browser, server.origin + path, network ? { network } : {});
    await page.close();
    return page;
  };
  try {
    const { wire } = await load();  // the browser itself warms up, and the server compresses
    const local = [];
    const slow = [];
    for (let i = 0; i < sizes.loads; i++) local.push((await load()).usableMs);
    for (let i = 0; i < sizes.slowLoads; i++) slow.push((await load(SLOW)).usableMs);
    return { usableMs: tenths(median(local)), usableSlowMs: tenths(median(slow)), ...wire };
  } finally {
    await browser.end();
  }
}
