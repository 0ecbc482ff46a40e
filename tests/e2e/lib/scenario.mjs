// @ts-check
// One test: servers and tabs that end with it, and a judgement of what the pages complained about. A file's tests
// share one Chromium.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { chromium as playwright } from 'playwright-core';
import { PlainBrowser } from './devtools.mjs';
import { makeFolder, removeFolder } from './folders.mjs';
import { chromium } from './paths.mjs';
import { ScriptedServer } from './scripted_server.mjs';
import { BanterServer, startTutorialServer, startWebServer } from './servers.mjs';
import { Tab } from './tab.mjs';

const otherHost = 'chat.banter.test'; // the browser alone knows where that is

/** @type {Promise<import('playwright-core').Browser> | undefined} */
let launched;

function browser() {
  launched ??= playwright.launch({
    executablePath: chromium,
    args: [
      '--no-sandbox', '--disable-features=LocalNetworkAccessChecks', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking',
      `--host-resolver-rules=MAP ${otherHost} 127.0.0.1`, '--disable-component-update', '--no-first-run', '--disable-dev-shm-usage', '--enable-precise-memory-info',
    ],
  });
  return launched;
}

after(async () => {
  if (launched) await (await launched).close();
});

export class Scene {
  /** @type {Tab[]} */ tabs = [];
  /** @type {import('playwright-core').BrowserContext[]} */ #contexts = [];
  /** @type {{ end(): Promise<unknown> }[]} */ #servers = [];

  /** Ends it with the scene. @template {{ end(): Promise<unknown> }} T @param {T} server */
  keep(server) {
    this.#servers.push(server);
    return server;
  }

  /** banter-server, with an empty database. @param {string[]} args */
  async server(...args) { return this.keep(new BanterServer({ args })).start(); }
  /** A folder of its own, gone with the scene. */
  folder() {
    const path = makeFolder('banter-e2e-');
    this.keep({ end: async () => removeFolder(path) });
    return path;
  }
  /** @param {'broadcast' | 'echo' | 'others'} mode @param {'json' | 'text' | 'rebuild'} form */
  async tutorialServer(mode, form) { return this.keep(await startTutorialServer(mode, form)); }
  /** @param {{ greets?: boolean }} [options] */
  async scriptedServer(options) { return this.keep(new ScriptedServer(options)).start(); }
  /** A Chromium whose tabs can be hidden. */
  async plainBrowser() { return this.keep(new PlainBrowser()).start(); }
  /** Serves the page alone. */
  async webServer() { return this.keep(await startWebServer()); }

  /**
   * Somebody's browser: storage of its own.
   * @param {import('playwright-core').BrowserContextOptions} [options]
   */
  async person(options = {}) {
    const context = await (await browser()).newContext({
      viewport: { width: 960, height: 640 }, locale: 'en-GB', timezoneId: 'Europe/Berlin', colorScheme: 'light', ...options,
    });
    this.#contexts.push(context);
    return context;
  }

  /** @param {import('playwright-core').BrowserContext} context */
  async blankTab(context) {
    const tab = new Tab(await context.newPage());
    this.tabs.push(tab);
    return tab;
  }

  /**
   * A tab with a page, of a new person or a known one.
   * @param {string} url
   * @param {import('playwright-core').BrowserContextOptions & { context?: import('playwright-core').BrowserContext }} [options]
   */
  async open(url, { context, ...options } = {}) {
    const tab = await this.blankTab(context ?? await this.person(options));
    await tab.page.goto(url);
    return tab;
  }

  async end() {
    for (const context of this.#contexts) await context.close();
    for (const server of this.#servers) await server.end();
  }
}

/**
 * @param {string} name
 * @param {(scene: Scene) => Promise<void>} body
 * @param {{ within?: number }} [options] the most milliseconds it may take
 */
export function scenario(name, body, { within = Number(process.env.BANTER_WITHIN ?? 60_000) } = {}) {
  test(name, { timeout: within }, async (t) => {
    const scene = new Scene();
    try {
      await body(scene);
      assert.deepEqual(scene.tabs.flatMap((tab) => tab.complaints()), [], 'a page complained');
    } catch (error) {
      const file = `failed-${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 60)}`;
      for (const [index, tab] of scene.tabs.entries()) {
        await tab.picture(`${file}-${index + 1}`).catch(() => {});
        t.diagnostic(`tab ${index + 1}: ${tab.page.url()} said ${JSON.stringify(tab.lines.slice(-30))}`);
      }
      throw error;
    } finally {
      await scene.end();
    }
  });
}

/** The address of a server as that of another machine: for what differs on one's own. @param {string} url */
export const elsewhere = (url) => url.replace('127.0.0.1', otherHost);

/** A page's address with a query. @param {string} base @param {Record<string, string>} query */
export function address(base, query) {
  return `${base}?${new URLSearchParams(query)}`;
}
