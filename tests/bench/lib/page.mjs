// @ts-check
// One page in a context of its own (cold cache, cold code cache), with the probe in it.
import fs from 'node:fs';
import { sleep, within } from './figures.mjs';

/**
 * @typedef {{mbit: number, rtt: number}} Network  megabits/s each way and ms there and back
 * @typedef {object} Page
 * @property {import('./cdp.mjs').Session} cdp
 * @property {string} name  `bench.page`
 * @property {number} usableMs  from the start of the navigation to the first frame in which `bench.ready` was set
 * @property {{bytes: number, requests: number}} wire  what was loaded until then, as it was sent, with headers
 * @property {(expression: string, timeoutMs?: number) => Promise<any>} evaluate  awaits promises
 * @property {(expression: string, timeoutMs: number) => Promise<boolean>} waitFor  false: it did not become true
 * @property {() => Promise<void>} close
 */

const PROBE = fs.readFileSync(new URL('../pages/probe.js', import.meta.url), 'utf8');
const SIZE = { width: 1000, height: 700 };

/**
 * @param {import('./cdp.mjs').Connection} browser
 * @param {string} url
 * @param {{network?: Network, usableWithin?: number}} [options]
 * @returns {Promise<Page>}
 */
export async function openPage(browser, url, { network, usableWithin = 60_000 } = {}) {
  const { browserContextId } = await browser.send('Target.createBrowserContext');
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank', browserContextId, ...SIZE });
  await closeOthers(browser, targetId);
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
  const cdp = browser.session(sessionId);

  /** @type {Page['evaluate']} */
  const evaluate = async (expression, timeoutMs = 60_000) => {
    const params = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails: thrown } =
        await within(cdp.send('Runtime.evaluate', params), timeoutMs, expression.slice(0, 60));
    if (thrown) throw new Error(thrown.exception?.description ?? thrown.text);
    return result.value;
  };
  /** @type {Page['waitFor']} */
  const waitFor = async (expression, timeoutMs) => {
    const end = performance.now() + timeoutMs;
    for (let left = timeoutMs; left > 0; left = end - performance.now()) {
      // A page that is too busy to answer, or whose hooks are not there yet, is not ready: ask again.
      if (await evaluate(`!!(${expression})`, left).catch(() => false)) return true;
      await sleep(50);
    }
    return false;
  };
  const close = async () => {
    // A page that hangs cannot be closed: the browser is ended after each case anyway.
    await within(browser.send('Target.disposeBrowserContext', { browserContextId }), 5000, 'close').catch(() => {});
  };

  const wire = { bytes: 0, requests: 0 };
  cdp.on('Network.loadingFinished', (event) => {
    wire.bytes += event.encodedDataLength;
    wire.requests++;
  });
  await cdp.send('Page.enable');
  await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: PROBE });
  await cdp.send('Performance.enable');
  await cdp.send('Network.enable');
  if (network) {
    const throughput = network.mbit * 125_000;  // bytes/s
    const limits = { downloadThroughput: throughput, uploadThroughput: throughput, latency: network.rtt };
    await cdp.send('Network.emulateNetworkConditions', { offline: false, ...limits });
  }
  await cdp.send('Page.navigate', { url });
  const usable = await waitFor('__probe.usableAt', usableWithin);
  if (!usable) throw new Error(`${url} was not usable within ${usableWithin} ms`);
  const usableMs = await evaluate('__probe.usableAt');
  const name = await evaluate('bench.page');
  await cdp.send('Network.disable');
  return { cdp, usableMs, wire, name, evaluate, waitFor, close };
}

/**
 * The tab Chromium starts with has a renderer too, which would be counted.
 * @param {import('./cdp.mjs').Connection} browser
 * @param {string} keep
 */
async function closeOthers(browser, keep) {
  const { targetInfos } = await browser.send('Target.getTargets');
  for (const target of targetInfos) {
    const other = target.type === 'page' && target.targetId !== keep && target.url === 'about:blank';
    if (other) await browser.send('Target.closeTarget', { targetId: target.targetId });
  }
}
