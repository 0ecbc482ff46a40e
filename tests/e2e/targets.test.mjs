// @ts-check
// What a finger presses is large enough for one: 44 px (WCAG 2.2, 2.5.5), in every state, on small phones too, and no
// target lies over another.
import assert from 'node:assert/strict';
import { comesToRest, fingers, phone, tallPage } from './lib/phone.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

/**
 * Every button and field in the chat: those in view are measured.
 * @param {import('./lib/tab.mjs').Tab} tab
 * @returns {Promise<{ name: string, x: number, y: number, width: number, height: number }[]>}
 */
const targets = (tab) => tab.page.evaluate(() => {
  const root = /** @type {ShadowRoot} */ (document.querySelector('#chat > div')?.shadowRoot);
  return [...root.querySelectorAll('button, textarea, input')].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { name: element.getAttribute('aria-label') ?? element.textContent ?? '', x, y, width, height };
  });
});

/** @param {import('./lib/tab.mjs').Tab} tab @param {string} state @param {RegExp[]} expected names that must be among them */
async function fitFingers(tab, state, expected) {
  const all = await targets(tab);
  for (const name of expected) assert.ok(all.some((target) => name.test(target.name)), `${state}: ${name} is there; there are ${all.map((t) => t.name)}`);
  const width = await tab.page.evaluate(() => document.documentElement.clientWidth);
  for (const [i, a] of all.entries()) {
    assert.ok(a.width >= 43.99 && a.height >= 43.99, `${state}: ${a.name} is ${a.width} × ${a.height}`);
    assert.ok(a.x >= 0 && a.x + a.width <= width + 0.05, `${state}: ${a.name} is on the screen`);
    for (const b of all.slice(i + 1)) {
      const [w, h] = [Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x), Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)];
      assert.ok(w <= 0.05 || h <= 0.05, `${state}: ${a.name} and ${b.name} overlap by ${w} × ${h}`);
    }
  }
}

for (const [width, height] of [[390, 844], [320, 568]]) {
  scenario(`on a phone of ${width} × ${height}`, async (scene) => {
    const context = { ...phone, viewport: { width, height } };
    const { chatServer, peer, tab, chat } = await tallPage(scene, { context, count: 40, style: 'position:fixed;inset:0' });
    const finger = await fingers(tab);
    await tab.picture(`phone-${width}`);
    await fitFingers(tab, 'at the end', [/^Log$/, /^Send$/, /^Type a message$/]);

    chatServer.acks = false;
    await chat.say('This one is refused');
    await chat.say('And a second one, which is longer');
    await chat.until('both are written', () => peer.of('chat').length === 2);
    for (const { id } of peer.of('chat')) peer.send({ type: 'error', code: 'storage', message: 'The disk is full.', room: 'general', id });
    await chat.delivery('And a second one, which is longer', 'failed');
    await comesToRest(chat, 100);
    await tab.picture(`phone-${width}-refused`);
    await fitFingers(tab, 'refused', [/^Retry: This/, /^Discard: This/, /^Retry: And/, /^Discard: And/]);
    // And each is where it says: at its edge, too.
    const edge = (await targets(tab)).find((target) => /^Discard: This/.test(target.name));
    assert.ok(edge);
    await finger.down([Math.round(edge.x + edge.width - 3), Math.round(edge.y + 3)]);
    await finger.up();
    await chat.until('the first is gone', (s) => s.rows.every((row) => row.text !== 'This one is refused'));

    await finger.down([150, 200]);
    await finger.drag(150, 200, 400, 40);
    await finger.up();
    await comesToRest(chat, 200);
    await fitFingers(tab, 'scrolled up', [/^Jump to latest$/]);
    await tab.picture(`phone-${width}-scrolled`);

    await tab.page.emulateMedia({ colorScheme: 'dark' });
    await comesToRest(chat, 100);
    await tab.picture(`phone-${width}-dark`);
    const log = await until(() => chat.button('Log').boundingBox(), { what: 'its place' });
    await tab.page.touchscreen.tap(log.x + log.width / 2, log.y + log.height / 2);
    await chat.until('the log is open', (s) => s.logOpen && s.settled);
    await tab.picture(`phone-${width}-log`);
    const entries = (await targets(tab)).filter((target) => /^\d\d:\d\d:\d\d /.test(target.name));
    assert.ok(entries.length > 3);
    await fitFingers(tab, 'the log', [/^Close the connection log$/]);

  }, { within: 180_000 });

  scenario(`asked for a name, and without a connection, on ${width} × ${height}`, async (scene) => {
    const context = { ...phone, viewport: { width, height } };
    const chatServer = await scene.scriptedServer();
    const web = await scene.webServer();
    const tab = await scene.open(address(web.url, { url: chatServer.url }), context);
    tab.allow(/WebSocket/);
    await tab.chat().nickname().waitFor();
    await tab.chat().settled();
    await tab.picture(`phone-${width}-name`);
    await fitFingers(tab, 'the name', [/^Nickname$/, /^Join$/]);
    await tab.chat().join('Ada');
    await tab.chat().connected();
    for (const peer of chatServer.peers) peer.socket.close(4401, 'for the test'); // a final answer
    await tab.chat().button(/Try again|Reconnect now/).waitFor();
    await comesToRest(tab.chat(), 100, 15_000).catch(() => {});
    await tab.picture(`phone-${width}-banner`);
    await fitFingers(tab, 'the banner', [/^(Try again|Reconnect now)$/]);
  }, { within: 180_000 });
}
