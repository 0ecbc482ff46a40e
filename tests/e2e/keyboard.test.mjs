// @ts-check
// The soft keyboard: the composer stands above it, and it knows what its keys are for.
import assert from 'node:assert/strict';
import { embed } from './lib/embed.mjs';
import { phone } from './lib/phone.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

/** A visualViewport that the test moves: no browser without a screen has a keyboard. @param {import('playwright-core').Page} page */
const fakeViewport = (page) => page.addInitScript(() => {
  const view = Object.assign(new EventTarget(), { offsetTop: 0, offsetLeft: 0, scale: 1, width: innerWidth, height: innerHeight });
  Object.defineProperty(window, 'visualViewport', { get: () => view });
  Object.assign(window, {
    /** @param {Record<string, number>} change */
    show(change) {
      Object.assign(view, change);
      view.dispatchEvent(new Event('resize'));
      view.dispatchEvent(new Event('scroll'));
    },
  });
});

scenario('the composer stands above the keyboard while one writes', async (scene) => {
  const server = await scene.server();
  const tab = await scene.blankTab(await scene.person(phone));
  await fakeViewport(tab.page);
  await tab.page.goto(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  await ada.say('hello');
  await ada.delivery('hello', 'sent');
  /** @param {Record<string, number>} change */
  const show = (change) => tab.page.evaluate((change) => /** @type {any} */ (window).show(change), change);
  const bottom = async () => {
    const box = await ada.composer().boundingBox();
    return box ? Math.round(box.y + box.height) : 0;
  };
  /** @param {string} what @param {(bottom: number) => boolean} is */
  const stands = (what, is) => until(async () => is(await bottom()), { what, otherwise: async () => `its bottom is at ${await bottom()}` });
  await stands('at the bottom', (y) => y > 810 && y <= 844);
  await show({ height: 500 });
  await stands('above the keyboard', (y) => y > 466 && y <= 500);
  const { rows } = await ada.until('drawn there', (s) => s.settled);
  assert.ok(rows[0].rect.y + rows[0].rect.height < 460, 'and the log above it');
  await show({ offsetTop: 100 });
  await stands('as the page is moved', (y) => y > 566 && y <= 600);
  // A page that was zoomed with two fingers shows less, and nothing is covered.
  await show({ height: 422, offsetTop: 0, scale: 2 });
  await stands('zoomed', (y) => y > 810);
  await show({ height: 500, scale: 1 });
  await stands('above it again', (y) => y <= 500);
  await tab.page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement?.shadowRoot?.activeElement).blur());
  await stands('the keyboard of another field is none of ours', (y) => y > 810);
  await ada.composer().focus();
  await stands('with the focus', (y) => y <= 500);
  await show({ height: 844 });
  await stands('the keyboard is gone', (y) => y > 810);
});

scenario('a chat in the middle of a page gives only what is covered', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.blankTab(await scene.person({ viewport: { width: 900, height: 800 } }));
  await fakeViewport(tab.page);
  await tab.page.goto(`${web.url}blank.html`);
  const chat = await embed(tab, { url: chatServer.url, nick: 'Ada' }, { style: 'position:fixed;left:0;top:100px;width:400px;height:400px' });
  await chat.connected();
  await chat.composer().focus();
  const height = () => tab.page.evaluate(() => document.querySelector('#chat > div')?.shadowRoot?.querySelector('.banter')?.getBoundingClientRect().height);
  /** @param {number} visible */
  const show = (visible) => tab.page.evaluate((height) => /** @type {any} */ (window).show({ height }), visible);
  for (const [visible, left] of [[600, 400], [400, 300], [230, 130], [150, 120]]) {
    await show(visible);
    assert.equal(await height(), left, `${visible} px visible`);
  }
});

scenario('the keyboard knows what its keys are for', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(server.url, phone);
  /** @param {import('playwright-core').Locator} field */
  const hints = (field) => field.evaluate((/** @type {any} */ element) => ({
    enter: element.enterKeyHint, mode: element.inputMode, capitals: element.autocapitalize, size: parseFloat(getComputedStyle(element).fontSize),
  }));
  await tab.chat().nickname().waitFor();
  assert.deepEqual(await hints(tab.chat().nickname()), { enter: 'go', mode: 'text', capitals: 'words', size: 16 });
  await tab.chat().join('Ada');
  // Smaller fields would make a phone zoom the page.
  assert.deepEqual(await hints(tab.chat().composer()), { enter: 'send', mode: 'text', capitals: 'sentences', size: 16 });
});
