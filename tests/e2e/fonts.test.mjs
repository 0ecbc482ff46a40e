// @ts-check
// The embedding page's fonts and sizes; fonts that come late; pixels that are as sharp as the browser's own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chromium as playwright } from 'playwright-core';
import { embed } from './lib/embed.mjs';
import { chromium } from './lib/paths.mjs';
import { comesToRest, phone } from './lib/phone.mjs';
import { Picture } from './lib/png.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

const words = 'The quick brown fox jumps over 17 lazy dogs';

/** How wide the page itself makes words, CSS pixels. @param {import('./lib/tab.mjs').Tab} tab @param {string} font @param {string} [text] */
const widthInDom = (tab, font, text = words) => tab.page.evaluate(({ font, text }) => {
  const span = document.createElement('span');
  span.style.font = font;
  span.style.position = 'absolute';
  span.style.whiteSpace = 'pre';
  span.textContent = text;
  document.body.append(span);
  const { width } = span.getBoundingClientRect();
  span.remove();
  return width;
}, { font, text });

/** @param {import('../../web/embed/banter.js').Snapshot} snapshot */
const widthOfLine = (snapshot) => snapshot.rows.at(-1)?.lines[0]?.rect.width ?? 0;

/** @param {import('./lib/tab.mjs').Tab} tab */
const fieldFont = (tab) => tab.chat().composer().evaluate((element) => {
  const { fontFamily, fontSize, lineHeight } = getComputedStyle(element);
  return { family: fontFamily.split(',')[0], size: parseFloat(fontSize), line: parseFloat(lineHeight) };
});

/**
 * A chat with one message of somebody else's.
 * @param {import('./lib/scenario.mjs').Scene} scene
 * @param {{ text?: string, chat?: object, style?: string, page?: string, context?: import('playwright-core').BrowserContextOptions, browser?: import('playwright-core').BrowserContext, before?: (page: import('playwright-core').Page) => unknown }} [options]
 */
async function room(scene, { text = words, chat: more = {}, style, context = {}, browser, before } = {}) {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.blankTab(browser ?? await scene.person(context));
  await tab.page.goto(`${web.url}blank.html`);
  await before?.(tab.page);
  const chat = await embed(tab, { url: chatServer.url, nick: 'Ada', theme: 'light', ...more }, { style: style ?? 'position:fixed;inset:0' });
  await chat.connected();
  const peer = await chatServer.peer();
  chatServer.say(peer, 'general', text);
  await chat.shows([text]);
  await chat.settled();
  return { chatServer, peer, tab, chat };
}

scenario('family and size, by option and while it runs', async (scene) => {
  const { tab, chat } = await room(scene, { chat: { font: { family: '"Noto Serif", serif', size: 20 } } });
  const large = widthOfLine(await chat.snapshot());
  const expected = await widthInDom(tab, '20px "Noto Serif", serif');
  assert.ok(Math.abs(large - expected) <= 1, `${large}; the page: ${expected}`);
  assert.deepEqual(await fieldFont(tab), { family: '"Noto Serif"', size: 20, line: 29.3333 });
  // Everything is larger, and stands where the mirror says.
  const send = await until(() => chat.button('Send').boundingBox(), { what: 'its place' });
  assert.ok(Math.abs(send.width - 76 * 20 / 15) <= 1 && send.x + send.width < 960, JSON.stringify(send));
  await chat.composer().fill('by mouse');
  await chat.click('Send');
  await chat.delivery('by mouse', 'sent');
  await tab.picture('font-20');

  await tab.page.evaluate(() => {
    const element = /** @type {any} */ (document.getElementById('chat'));
    element.style.font = '13px "Noto Sans Mono", "Noto Sans", monospace';
    element.chat.setFont({ family: 'inherit', size: 'inherit' });
  });
  await chat.composer().fill(words);
  const small = await comesToRest(chat, 100);
  const inherited = await widthInDom(tab, '13px "Noto Sans Mono", "Noto Sans", monospace');
  const width = small.rows[0].lines[0].rect.width;
  assert.ok(Math.abs(width - inherited) <= 1, `${width}; the page: ${inherited}`);
  assert.equal((await fieldFont(tab)).size, 13);
  await chat.click('Send');
  await chat.delivery(words, 'sent');
});

scenario('a font that cannot be is refused, and nothing else comes in with it', async (scene) => {
  const { tab } = await room(scene);
  const refusals = await tab.page.evaluate(() => {
    const { chat } = /** @type {any} */ (document.getElementById('chat'));
    return [
      { family: 'x; color: red' }, { family: 'x } * { display: none' }, { family: '' }, { family: 7 }, { family: 'unset' },
      { family: 'var(--f)' }, { family: '20px serif' }, { family: '/30px serif' }, { family: 'a, /* */ url(x)' }, { monospace: 'inherit' },
      { size: 9 }, { size: 33 }, { size: NaN }, { size: '17px' },
    ].map((font) => {
      try {
        chat.setFont(font);
        return `${JSON.stringify(font)} was taken`;
      } catch (error) {
        return error instanceof TypeError && /^Banter: font\.(family|monospace|size) is/.test(error.message) ? '' : String(error);
      }
    }).filter(Boolean);
  });
  assert.deepEqual(refusals, []);
  const web = await scene.webServer();
  const page = await scene.open(address(web.url, { nick: 'Ada', 'font-size': '99' }));
  page.allow(/font\.size/);
  await page.page.getByRole('alert').filter({ hasText: 'font.size is a number of CSS pixels from 10 to 32' }).waitFor();
});

scenario('the element’s attributes and the page’s address', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada', 'font-family': 'Noto Serif', 'font-size': '18' }));
  await tab.chat().connected();
  assert.deepEqual(await fieldFont(tab), { family: '"Noto Serif"', size: 18, line: 26.4 });

  const pair = await scene.open(`${server.url}examples/two-chats.html?nick=Ada`, { viewport: { width: 1100, height: 720 } });
  const lounge = pair.chat('banter-chat[room=lounge]');
  await lounge.connected();
  await lounge.composer().fill('a draft');
  await pair.page.evaluate(() => {
    const element = /** @type {HTMLElement} */ (document.querySelector('banter-chat[room=lounge]'));
    element.setAttribute('font-size', '20');
    element.setAttribute('font-family', 'inherit');
  });
  await until(() => lounge.composer().evaluate((element) => getComputedStyle(element).fontSize === '20px'), { what: 'the size has come' });
  assert.equal((await lounge.snapshot()).composer.text, 'a draft', 'and the chat has stayed');
});

scenario('a font that comes late is measured when it is there', async (scene) => {
  const file = execFileSync('fc-match', ['-f', '%{file}', 'Noto Serif:bold'], { encoding: 'utf8' });
  /** @type {() => void} */
  let release = () => {};
  const asked = new Promise((resolve) => { release = () => resolve(undefined); });
  const { tab, chat } = await room(scene, {
    chat: { font: { family: 'Late, sans-serif', size: 17 } },
    context: { bypassCSP: true },
    before: async (page) => {
      await page.route('**/late.ttf', async (route) => {
        await asked;
        await route.fulfill({ path: file, contentType: 'font/ttf' });
      });
      await page.evaluate(() => { document.fonts.add(new FontFace('Late', 'url(/late.ttf)')); });
    },
  });
  const early = widthOfLine(await chat.snapshot());
  release();
  const late = await chat.until('it is laid out anew', (s) => Math.abs(widthOfLine(s) - early) > 2);
  const expected = await widthInDom(tab, '17px Late');
  assert.ok(Math.abs(widthOfLine(late) - expected) <= 1, `${widthOfLine(late)}; the page: ${expected}; before: ${early}`);
});

// ---- sharpness ----

/** The ink of a dark word on light paper, cut out. @param {Picture} picture @param {import('./lib/png.mjs').Box} box device pixels */
function cut(picture, box) {
  /** @param {number} x @param {number} y */
  const dark = (x, y) => 255 - picture.pixel(x, y)[1];
  let [left, right, top, bottom] = [Infinity, -1, Infinity, -1];
  for (let y = Math.floor(box.y); y < box.y + box.height; ++y) {
    for (let x = Math.floor(box.x); x < box.x + box.width; ++x) {
      if (dark(x, y) < 24) continue;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    }
  }
  /** @type {number[][]} */
  const lines = [];
  for (let y = top; y <= bottom; ++y) lines.push(Array.from({ length: right - left + 1 }, (_, i) => dark(left + i, y)));
  return lines;
}

/** The steepest steps from pixel to pixel, on the average. @param {number[][]} lines */
function steepness(lines) {
  const steps = lines.flatMap((line) => line.slice(1).map((value, i) => Math.abs(value - line[i]))).sort((a, b) => b - a);
  const most = steps.slice(0, Math.ceil(steps.length / 10));
  return most.reduce((sum, step) => sum + step, 0) / most.length;
}

/**
 * The last message, one word, has the pixels that a 2D canvas of the page draws, and the DOM's sharpness.
 * @param {import('./lib/tab.mjs').Tab} tab @param {import('./lib/chat.mjs').Chat} chat @param {string} word @param {number} size CSS pixels
 * @param {() => Promise<Buffer>} [shoot]
 */
async function isSharp(tab, chat, word, size, shoot = () => tab.page.screenshot()) {
  const { rows } = await chat.settled();
  const scale = await tab.page.evaluate(() => devicePixelRatio);
  const { rect } = rows[rows.length - 1].lines[0];
  const places = await tab.page.evaluate(({ word, size }) => {
    const { fontFamily } = getComputedStyle(/** @type {Element} */ (document.querySelector('#chat > div')?.shadowRoot?.querySelector('textarea')));
    document.getElementById('twins')?.remove();
    const twins = document.createElement('div');
    twins.id = 'twins';
    twins.style.cssText = 'position:fixed;right:0;bottom:0;width:300px;height:80px;background:#fff;z-index:1';
    const span = document.createElement('span');
    span.style.cssText = `position:absolute;left:10px;top:5px;color:#1a1d21;font:${size}px/30px ${fontFamily}`;
    span.textContent = word;
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(280 * devicePixelRatio);
    canvas.height = Math.round(32 * devicePixelRatio);
    canvas.style.cssText = `position:absolute;left:0;top:40px;width:${canvas.width / devicePixelRatio}px;height:${canvas.height / devicePixelRatio}px`;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.font = `${size * devicePixelRatio}px ${fontFamily}`;
    context.fillStyle = '#1b1b1f';
    context.fillText(word, Math.round(10 * devicePixelRatio), Math.round(20 * devicePixelRatio));
    // Its coverage alone, then tinted, as the chat does it.
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < pixels.data.length; i += 4) {
      const alpha = pixels.data[i + 3] / 255;
      [0x1a, 0x1d, 0x21].forEach((ink, c) => { pixels.data[i + c] = Math.round(255 + (ink - 255) * alpha); });
      pixels.data[i + 3] = 255;
    }
    context.putImageData(pixels, 0, 0);
    twins.append(span, canvas);
    document.body.append(twins);
    const box = twins.getBoundingClientRect();
    return { x: box.x, y: box.y };
  }, { word, size });
  /** @param {number} x @param {number} y @param {number} width @param {number} height CSS pixels */
  const box = (x, y, width, height) => ({ x: x * scale, y: y * scale, width: width * scale, height: height * scale });
  const picture = new Picture(await shoot());
  const host = await chat.host.boundingBox();
  assert.ok(host);
  const drawn = cut(picture, box(host.x + rect.x - 2, host.y + rect.y, rect.width + 4, rect.height));
  const canvas = cut(picture, box(places.x, places.y + 41, 270, 28));
  const dom = cut(picture, box(places.x, places.y, 270, 38));
  const about = `at ${scale} device pixels: drawn ${drawn[0]?.length} × ${drawn.length}, canvas ${canvas[0]?.length} × ${canvas.length}`;
  assert.deepEqual([drawn[0]?.length, drawn.length], [canvas[0]?.length, canvas.length], about);
  const wrong = drawn.flatMap((line, y) => line.filter((value, x) => Math.abs(value - canvas[y][x]) > 6)).length;
  assert.equal(wrong, 0, `${wrong} pixels differ, ${about}`);
  assert.ok(steepness(drawn) >= steepness(dom) * 0.93, `as steep as the DOM's: ${steepness(drawn)}, ${steepness(dom)}, ${about}`);
}

const word = 'Hillbillies';

for (const scale of [1, 1.25, 1.5, 2, 3]) {
  scenario(`text is sharp at ${scale} device pixels for each CSS pixel`, async (scene) => {
    const { tab, chat } = await room(scene, {
      text: word, style: 'position:fixed;left:0;top:0;width:452px;height:336px', context: { deviceScaleFactor: scale, viewport: { width: 800, height: 500 } },
    });
    await tab.page.mouse.move(700, 20);
    await isSharp(tab, chat, word, 15);
    await tab.page.evaluate(() => /** @type {any} */ (document.getElementById('chat')).chat.setFont({ size: 17 }));
    await isSharp(tab, chat, word, 17);
  });
}

scenario('text is sharp after zoom and screen have changed', async (scene) => {
  const { tab, chat } = await room(scene, { text: word, style: 'position:fixed;left:0;top:0;width:60%;height:80%', context: { viewport: { width: 800, height: 500 } } });
  const devtools = await tab.page.context().newCDPSession(tab.page);
  const shoot = async () => Buffer.from((await devtools.send('Page.captureScreenshot', { format: 'png' })).data, 'base64');
  // Of a scale alone that developer tools pretend, Chromium's media queries tell nothing: the width changes with it.
  for (const [width, deviceScaleFactor] of [[790, 2], [780, 1.25], [760, 3], [740, 1.5], [720, 1]]) {
    await devtools.send('Emulation.setDeviceMetricsOverride', { width, height: 500, deviceScaleFactor, mobile: false });
    await tab.page.waitForFunction(([w, d]) => innerWidth === w && devicePixelRatio === d, [width, deviceScaleFactor]);
    await chat.until('it has its size', (s) => s.settled && Math.abs(s.rows[0].rect.width - width * 0.6) < 1);
    await isSharp(tab, chat, word, 15, shoot);
  }
});

for (const scale of [1.25, 1.5, 2]) {
  scenario(`text is sharp in a box that ends between pixels, on a screen of scale ${scale}`, async (scene) => {
    // Nothing is pretended here, so that boxes are rounded as on a real screen.
    const browser = await playwright.launch({
      executablePath: chromium, args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-dev-shm-usage', `--force-device-scale-factor=${scale}`, '--window-size=1200,900'],
    });
    try {
      const context = await browser.newContext({ viewport: null });
      const { tab, chat } = await room(scene, { text: word, style: 'position:fixed;left:10.4px;top:7.3px;width:411.3px;height:333.7px', browser: context });
      assert.equal(await tab.page.evaluate(() => devicePixelRatio), scale);
      await isSharp(tab, chat, word, 15);
    } finally {
      await browser.close();
    }
  });
}

scenario('where a finger points text is 16 px, or larger', async (scene) => {
  const { tab, chat } = await room(scene, { context: phone, chat: { font: { size: 12 } } });
  assert.equal((await fieldFont(tab)).size, 16);
  await tab.page.evaluate(() => /** @type {any} */ (document.getElementById('chat')).chat.setFont({ size: 22 }));
  await comesToRest(chat, 100);
  assert.equal((await fieldFont(tab)).size, 22);
});
