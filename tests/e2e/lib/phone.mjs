// @ts-check
// A phone as Chromium pretends to be one, fingers on its screen, and a room with something to read.
import { embed } from './embed.mjs';
import { until } from './until.mjs';

/** @type {import('playwright-core').BrowserContextOptions} */
export const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true };

/**
 * A chat in a page that has more above and below it, whose room has messages, each `message 1`, `message 2`, ….
 * @param {import('./scenario.mjs').Scene} scene
 * @param {object} [options]
 * @param {number} [options.count] of the messages
 * @param {import('playwright-core').BrowserContextOptions} [options.context]
 * @param {string} [options.style] of the chat's element
 * @param {Partial<import('./embed.mjs').ChatOptions>} [options.chat]
 */
export async function tallPage(scene, { count = 100, context = phone, style = 'height:500px;margin:100px 0 2000px', chat: more = {} } = {}) {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(`${web.url}blank.html`, context);
  await tab.page.evaluate(() => {
    const meta = document.createElement('meta');
    meta.name = 'viewport';
    meta.content = 'width=device-width, initial-scale=1';
    document.head.append(meta);
    document.body.style.margin = '0';
  });
  const chat = await embed(tab, { url: chatServer.url, nick: 'Ada', ...more }, { style });
  await chat.connected();
  const peer = await chatServer.peer();
  for (let i = 1; i <= count; ++i) chatServer.say(peer, 'general', `message ${i}`);
  await chat.until('all are there', (s) => s.totals.messages === count && s.rows.at(-1)?.text === `message ${count}`);
  await chat.settled();
  return { chatServer, peer, tab, chat };
}

/**
 * Fingers, by way of the DevTools protocol: as real as a touch screen's for the page. They have a clock of their own,
 * 10 ms from one event to the next, so that they are as fast on a machine that is busy.
 * @param {import('./tab.mjs').Tab} tab
 */
export async function fingers(tab) {
  const devtools = await tab.page.context().newCDPSession(tab.page);
  let clock = Date.now();
  /** @param {'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel'} type @param {[number, number][]} points */
  const touch = (type, points) => {
    clock += 10;
    return devtools.send('Input.dispatchTouchEvent', { type, timestamp: clock / 1000, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  };
  return {
    /** Time passes before the next event. @param {number} ms */
    rests(ms) { clock += ms; },
    /** @param {...[number, number]} points */
    down: (...points) => touch('touchStart', points),
    /** @param {...[number, number]} points */
    move: (...points) => touch('touchMove', points),
    up: () => touch('touchEnd', []),
    /** One finger's way in steps. @param {number} x @param {number} from @param {number} to @param {number} [step] */
    async drag(x, from, to, step = 20) {
      const way = Math.sign(to - from) * step;
      for (let y = from; y !== to;) {
        y = Math.abs(to - y) <= step ? to : y + way;
        await touch('touchMove', [[x, y]]);
      }
    },
  };
}

/** How far the page has scrolled. @param {import('./tab.mjs').Tab} tab */
export const pageScroll = (tab) => tab.page.evaluate(() => Math.round(scrollY));

/** Waits until no frame is drawn for `quiet` ms. @param {import('./chat.mjs').Chat} chat @param {number} [quiet] @param {number} [within] */
export async function comesToRest(chat, quiet = 400, within = 8_000) {
  let { frames } = (await chat.snapshot()).totals;
  let since = Date.now();
  await until(async () => {
    const now = (await chat.snapshot()).totals.frames;
    if (now !== frames) since = Date.now();
    frames = now;
    return Date.now() - since >= quiet;
  }, { what: `no frame for ${quiet} ms`, within });
  return chat.snapshot();
}

/** Where the message of this number is; undefined: not in view. @param {import('../../../web/embed/banter.js').Snapshot} snapshot @param {number} number */
export const placeOf = (snapshot, number) => snapshot.rows.find((row) => row.text === `message ${number}`)?.rect.y;

/**
 * How far the log has moved between two snapshots, CSS pixels, positive: what is older came into view.
 * @param {import('../../../web/embed/banter.js').Snapshot} before @param {import('../../../web/embed/banter.js').Snapshot} after
 */
export function moved(before, after) {
  for (const { id, rect } of before.rows) {
    const now = after.rows.find((row) => row.id === id);
    if (now) return now.rect.y - rect.y;
  }
  throw new Error('no row is in both');
}
