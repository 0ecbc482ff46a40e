// @ts-check
// The canvas: its size in device pixels, and the loss of the GL context.
import assert from 'node:assert/strict';
import { Picture } from './lib/png.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

const long = 'A message that is long enough to need one line in a wide window and several of them in a narrow one, as one sees here.';

/** @param {import('playwright-core').Page} page */
const canvasSize = (page) => page.evaluate(() => {
  const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('#chat > div')?.shadowRoot?.querySelector('canvas'));
  return { width: canvas.width, height: canvas.height };
});

/** Neither caret nor hover. @param {import('./lib/tab.mjs').Tab} tab */
async function calm(tab) {
  await tab.page.evaluate(() => /** @type {HTMLElement | null} */ (document.activeElement?.shadowRoot?.activeElement ?? null)?.blur());
  await tab.page.mouse.move(300, 80);
}

/** @param {import('./lib/tab.mjs').Tab} tab @param {number} width @param {number} height of the canvas */
async function fits(tab, width, height) {
  await until(async () => JSON.stringify(await canvasSize(tab.page)) === JSON.stringify({ width, height }), {
    what: `the canvas has ${width} × ${height} device pixels`, otherwise: async () => JSON.stringify(await canvasSize(tab.page)),
  });
}

for (const scale of [1, 2]) {
  scenario(`resizing, at ${scale} device pixels per CSS pixel`, async (scene) => {
    const server = await scene.server();
    const tab = await scene.open(address(server.url, { nick: 'Ada' }), { deviceScaleFactor: scale, viewport: { width: 1000, height: 600 } });
    const ada = tab.chat();
    await ada.connected();
    await fits(tab, 1000 * scale, 600 * scale);
    await ada.say(long);
    const wide = await ada.delivery(long, 'sent');

    await tab.resize(360, 640);
    await fits(tab, 360 * scale, 640 * scale);
    const { rows } = await ada.until('the row has been laid out anew', (s) => s.rows[0]?.rect.width === 360);
    assert.ok(rows[0].rect.height >= wide.rect.height + 2 * 22, 'the text takes more lines');
    const composer = await until(async () => {
      const box = await ada.composer().boundingBox();
      return box && box.x + box.width < 360 && box;
    }, { what: 'the text field stands in the narrow window' });
    assert.ok(composer.y > 540 && composer.y + composer.height <= 640, 'at the bottom');
    await tab.picture(`narrow-${scale}x`);

    await tab.resize(1000, 600);
    await fits(tab, 1000 * scale, 600 * scale);
    await ada.until('as before', (s) => s.rows[0]?.rect.height === wide.rect.height && s.rows[0].rect.width === 1000);
  });
}

scenario('light and dark follow the system, or what the page asks for', async (scene) => {
  const server = await scene.server();
  /** Of the picture's corner, where nothing is drawn: 0 to 765. @param {import('./lib/tab.mjs').Tab} tab */
  const brightness = async (tab) => new Picture(await tab.page.screenshot()).pixel(2, 300).reduce((sum, channel) => sum + channel, 0);
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  await tab.chat().connected();
  for (const colorScheme of /** @type {const} */ (['light', 'dark', 'light'])) {
    await tab.page.emulateMedia({ colorScheme });
    await until(async () => (colorScheme === 'dark' ? await brightness(tab) < 150 : await brightness(tab) > 650), { what: `${colorScheme} is drawn`, otherwise: async () => `${await brightness(tab)}` });
  }
  const fixed = await scene.open(address(server.url, { nick: 'Bob', theme: 'dark' }));
  await fixed.chat().connected();
  await fixed.chat().settled();
  assert.ok(await brightness(fixed) < 150, 'the page asked for dark');
});

scenario('another screen with another scale', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }), { viewport: { width: 800, height: 500 } });
  const ada = tab.chat();
  await ada.connected();
  await ada.say('sharp');
  await ada.delivery('sharp', 'sent');
  await calm(tab);
  const devtools = await tab.page.context().newCDPSession(tab.page);
  for (const [width, scale] of [[780, 2], [760, 1.5], [740, 1]]) {
    // The width changes as well: that the scale alone has changed is not told to pages when it is only emulated.
    await devtools.send('Emulation.setDeviceMetricsOverride', { width, height: 500, deviceScaleFactor: scale, mobile: false });
    await fits(tab, width * scale, 500 * scale);
    await ada.until('the row is as wide', (s) => s.rows[0]?.rect.width === width);
  }
});

scenario('a lost GL context comes back with the same picture', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  for (const text of ['Before the loss', 'Текст и 文字', '🎉 👩‍👩‍👧 🇺🇦']) {
    await ada.say(text);
    await ada.delivery(text, 'sent');
  }
  await calm(tab);
  /** @param {'loseContext' | 'restoreContext'} what */
  const context = (what) => tab.page.evaluate(async (what) => {
    const w = /** @type {any} */ (window);
    const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('#chat > div')?.shadowRoot?.querySelector('canvas'));
    w.lose ??= canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
    const done = new Promise((resolve) => canvas.addEventListener(`webglcontext${what === 'loseContext' ? 'lost' : 'restored'}`, resolve, { once: true }));
    w.lose[what]();
    await done;
  }, what);
  /** Two equal pictures in a row: nothing moves. */
  const still = () => until(async () => {
    const one = new Picture(await tab.page.screenshot());
    const two = new Picture(await tab.page.screenshot());
    return one.difference(two) === 0 && two;
  }, { what: 'the picture stands still' });

  const before = await still();
  await context('loseContext');
  const { frames } = (await ada.snapshot()).totals;
  await context('restoreContext');
  await ada.until('it draws again', (s) => s.totals.frames > frames);
  const after = await still();
  await tab.picture('context-restored');
  assert.equal(after.difference(before), 0, 'pixels that differ');

  // What comes while there is no context is drawn when there is one.
  await context('loseContext');
  const bob = (await scene.open(address(server.url, { nick: 'Bob' }))).chat();
  await bob.connected();
  await bob.say('meanwhile');
  await ada.until('it is taken in', (s) => s.totals.messages === 4);
  await context('restoreContext');
  await ada.shows(['🎉 👩‍👩‍👧 🇺🇦', 'meanwhile']);
  const rect = (await ada.snapshot()).rows[3].rect;
  const picture = await still();
  const ink = picture.count({ x: rect.x + 60, y: rect.y + 10, width: 200, height: rect.height - 10 }, (r, g, b) => r + g + b < 300);
  assert.ok(ink > 50, `the new row has ink: ${ink} dark pixels`);
});
