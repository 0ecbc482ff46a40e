// @ts-check
// Links in the mirror, by its own modules alone: real ones, where they are drawn, and only what does no harm.
import assert from 'node:assert/strict';
import path from 'node:path';
import { root } from './lib/paths.mjs';
import { scenario } from './lib/scenario.mjs';

/** @typedef {[id: number, parent: number, role: string, rect: number[], name: string, href?: string, lang?: string]} Put */

/**
 * A page with a mirror over nothing.
 * @param {import('./lib/scenario.mjs').Scene} scene
 */
async function mirror(scene) {
  const web = await scene.webServer();
  const tab = await scene.open(`${web.url}blank.html`);
  // The built page has them in one file.
  await tab.page.route('**/embed/*.js', (route) =>
    route.fulfill({ path: path.join(root, 'web', new URL(route.request().url()).pathname), contentType: 'text/javascript' }));
  await tab.page.evaluate(async () => {
    const names = ['mirror', 'roles', 'styles', 'pointer'].map((name) => `/embed/${name}.js`);
    const [{ Mirror }, { Role }, { adoptStyles }, { watchPointer }] = await Promise.all(names.map((name) => import(name)));
    const host = document.createElement('div');
    host.style.cssText = 'position:fixed;inset:0';
    document.body.append(host);
    const shadow = host.attachShadow({ mode: 'open' });
    adoptStyles(shadow);
    shadow.innerHTML = '<div class="banter"><div class="mirror"></div><div class="announcer"></div></div>';
    const [box, root, announcer] = ['.banter', '.mirror', '.announcer'].map((selector) => shadow.querySelector(selector));
    /** @type {string[]} */
    const heard = [];
    /** @param {string} name */
    const hear = (name) => (/** @type {unknown[]} */ ...values) => { heard.push([name, ...values].join(' ')); };
    const { signal } = new AbortController();
    const typeface = { factor: 1, target: 0 };
    /** @type {number[]} */
    let known = [];
    const mirror = new Mirror(root, announcer, { activate: hear('activate'), submit: hear('submit'), key: hear('key'), focus: () => {}, field: () => {} }, typeface, signal);
    watchPointer(box, typeface, { pointer: (/** @type {number} */ kind) => { if (kind === 1) heard.push('down'); return false; }, wheel: () => false, canScroll: () => false, touchBegins: () => false }, signal);
    Object.assign(window, {
      heard,
      /** @param {Put[]} puts */
      describe(puts) {
        const ids = puts.map(([id]) => id);
        for (const id of known) if (!ids.includes(id)) mirror.remove(id);
        known = ids;
        for (const [id, parent, role, [x, y, w, h], name, href = '', lang = ''] of puts) {
          mirror.put(id, parent, Role[role], 0, 0, 0, x, y, w, h, name, href, lang);
        }
        mirror.reorder(ids);
      },
    });
  });
  return {
    tab, url: web.url,
    /** @param {Put[]} puts all that there is */
    describe: (puts) => tab.page.evaluate((puts) => /** @type {any} */ (window).describe(puts), puts),
    heard: () => tab.page.evaluate(() => /** @type {any} */ (window).heard.splice(0)),
    item: tab.page.getByRole('listitem'),
    links: tab.page.getByRole('link'),
  };
}

/** @type {Put[]} */
const list = [[4, 0, 'list', [0, 0, 800, 600], 'Messages'], [10, 0, 'textbox', [0, 600, 800, 30], 'Type a message']];

scenario('a link leads where it says, by every press a browser knows', async (scene) => {
  const { tab, url, describe, heard, links } = await mirror(scene);
  await describe([...list,
    [100, 4, 'listitem', [0, 100, 800, 66], 'Ada: see https://one.example/ and more'],
    [200, 100, 'link', [500, 100, 200, 22], 'https://one.example/', `${url}blank.html?one`],
    [201, 200, 'piece', [60, 122, 90, 22], '']]);
  const link = links.first();
  assert.equal(await link.getAttribute('rel'), 'noopener noreferrer');
  assert.equal(await link.getAttribute('target'), '_blank');
  assert.deepEqual(await link.boundingBox(), { x: 500, y: 100, width: 200, height: 22 });
  await tab.page.getByRole('textbox').focus();
  const context = tab.page.context();
  /** @param {() => Promise<void>} press @param {string} what */
  const opens = async (press, what) => {
    const [opened] = await Promise.all([context.waitForEvent('page'), press()]);
    await opened.waitForURL(/blank\.html\?one$/);
    assert.equal(await opened.evaluate(() => `${opener} ${document.referrer}`), 'null ', `${what}: the page knows nothing of ours`);
    await opened.close();
  };
  const { mouse, keyboard } = tab.page;
  await opens(() => mouse.click(600, 111), 'a click');
  assert.equal(await tab.page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.tagName), 'INPUT', 'one goes on writing');
  await opens(() => mouse.click(100, 133), 'a click on its second line');
  await opens(() => mouse.click(600, 111, { button: 'middle' }), 'the middle button');
  await opens(async () => { await keyboard.down('Control'); await mouse.click(600, 111); await keyboard.up('Control'); }, 'Ctrl and click');
  assert.deepEqual(await heard(), [], 'the canvas has not been pressed');
  await opens(async () => { await link.focus(); await keyboard.press('Enter'); }, 'Enter');
  assert.deepEqual(await heard(), []);
  // Between the pieces there is no link.
  await mouse.click(300, 111);
  await mouse.click(300, 133);
  assert.deepEqual(await heard(), ['down', 'down']);
  // The context menu is the browser's: nobody prevents it.
  await tab.page.evaluate(() => addEventListener('contextmenu', (event) => /** @type {any} */ (window).heard.push(`menu ${event.defaultPrevented}`), { once: true }));
  await mouse.click(600, 111, { button: 'right' });
  assert.deepEqual(await heard(), ['menu false']);
});

scenario('a link is read where it stands in the message', async (scene) => {
  const { describe, item, links } = await mirror(scene);
  /** @type {Put} */
  const row = [100, 4, 'listitem', [0, 100, 800, 66], 'Ada: a https://x.example/ b https://y.example/ c (sent)'];
  /** @type {Put} */
  const x = [200, 100, 'link', [60, 100, 90, 22], 'https://x.example/', 'https://x.example/'];
  /** @type {Put} */
  const y = [201, 100, 'link', [260, 100, 90, 22], 'https://y.example/', 'https://y.example/', 'ko'];
  /** @type {Put} */
  const retry = [300, 100, 'button', [60, 122, 44, 22], 'Retry'];
  const parts = () => item.evaluate((li) => [...li.childNodes].map((node) => `${node.nodeName} ${node.textContent}`));
  const whole = ['#text Ada: a ', 'A https://x.example/', '#text  b ', 'A https://y.example/', '#text  c (sent)', 'BUTTON Retry'];
  await describe([...list, row, x, y, retry]);
  assert.deepEqual(await parts(), whole);
  assert.equal(await links.nth(1).getAttribute('lang'), 'ko');
  // One that comes into view before another, in every order of coming; the focus stays where it is.
  await describe([...list, row, y, retry]);
  await links.first().focus();
  assert.deepEqual(await parts(), ['#text Ada: a https://x.example/ b ', 'A https://y.example/', '#text  c (sent)', 'BUTTON Retry']);
  await describe([...list, row, x, y, retry]);
  assert.deepEqual(await parts(), whole);
  assert.equal(await links.nth(1).evaluate((a) => a.matches(':focus')), true);
  // Other words: the same elements.
  row[4] = 'Ada: https://y.example/ (sent)';
  await describe([...list, row, y, retry]);
  assert.deepEqual(await parts(), ['#text Ada: ', 'A https://y.example/', '#text  (sent)', 'BUTTON Retry']);
});

scenario('only what does no harm is a link', async (scene) => {
  const { describe, item, links } = await mirror(scene);
  const good = ['http://a.example/', 'https://a.example/?q#f', 'mailto:ada@example.org'];
  const bad = ['javascript:alert(1)', ' JavaScript:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'vbscript:x', '//a.example/', '/settings', 'x', '', 'blob:https://a.example/1'];
  /** @type {Put[]} */
  const all = [...good, ...bad].map((href, index) => [200 + index, 100, 'link', [0, 20 * index, 90, 20], `link ${index}`, href]);
  await describe([...list, [100, 4, 'listitem', [0, 0, 800, 600], 'Ada'], ...all]);
  assert.deepEqual(await links.evaluateAll((links) => links.map((link) => link.getAttribute('href'))), good);
  assert.match(await item.textContent() ?? '', /link 13/, 'their words are there all the same');
});
