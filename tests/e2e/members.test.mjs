// @ts-check
// Who is in the room and who types there: two people on the real server, and a room of ten thousand in every view.
import assert from 'node:assert/strict';
import { expectInView, expectNoViolations } from './lib/access.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

/** @param {import('./lib/chat.mjs').Chat} chat */
const panel = (chat) => chat.host.getByRole('group', { name: 'Members' });
/** @param {import('./lib/chat.mjs').Chat} chat */
const people = (chat) => chat.host.getByRole('list', { name: 'In the room' }).getByRole('listitem');

scenario('two people see each other come, type and go', async (scene) => {
  const server = await scene.server();
  const first = await scene.open(address(server.url, { nick: 'Ada' }));
  const second = await scene.open(address(server.url, { nick: 'Bo' }));
  const ada = first.chat();
  const bo = second.chat();
  await ada.connected();
  await bo.connected();
  await ada.until('both are counted', (s) => s.members === 2);
  await bo.until('both are counted', (s) => s.members === 2);
  await ada.host.evaluate((/** @type {any} */ host) => {
    /** @type {any} */ (window).told = [];
    host.chat.on('presence', (/** @type {any} */ event) => { /** @type {any} */ (window).told.push(event); });
  });

  await bo.composer().focus();
  await second.page.keyboard.type('hel');
  await ada.until('it is told that Bo types', (s) => s.typing.join() === 'Bo');
  const line = ada.host.getByText('Bo is typing…');
  await line.waitFor();
  await ada.settled();
  await first.picture('typing');
  await expectNoViolations(first, 'typing');
  await expectInView(ada, 'typing');
  assert.deepEqual((await bo.snapshot()).typing, [], 'one is not told of oneself');
  await second.page.keyboard.type('lo');
  await second.page.keyboard.press('Enter');
  await ada.shows(['hello']);
  await ada.until('who has sent it types no more', (s) => s.typing.length === 0);
  await line.waitFor({ state: 'detached' });

  // Or it expires.
  await until(async () => {
    await second.page.keyboard.press('x');
    return (await ada.snapshot()).typing.length > 0;
  }, { what: 'Bo types again' });
  await ada.until('it holds for some seconds', (s) => s.typing.length === 0, 15_000);
  const announced = await ada.host.getByRole('status', { name: 'Announcements' }).textContent();
  assert.doesNotMatch(announced ?? '', /typing/);

  await ada.click('2 members');
  await panel(ada).waitFor();
  await until(async () => (await people(ada).allTextContents()).join() === 'Ada (you),Bo', { what: 'both are listed' });
  await ada.settled();
  await first.picture('members-two');
  await second.page.close();
  await until(async () => (await people(ada).allTextContents()).join() === 'Ada (you)', { what: 'Bo has left' });
  await ada.button('1 member').waitFor();
  await first.page.keyboard.press('Escape');
  await panel(ada).waitFor({ state: 'detached' });
  const told = await first.page.evaluate(() => /** @type {any} */ (window).told);
  assert.ok(told.some((/** @type {any} */ e) => e.typing.join() === 'Bo') && told.at(-1).members === 1, JSON.stringify(told));
});

scenario('who does not want it is not said to type', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(`${web.url}blank.html`);
  await tab.page.evaluate(async (url) => {
    const module = '/embed/banter.js';
    const { createChat } = await import(module);
    for (const typing of [false, true]) {
      const element = document.createElement('div');
      element.style.height = '300px';
      document.body.append(element);
      /** @type {any} */ (element).chat = await createChat(element, { url, nick: 'Ada', typing, remember: false });
      element.id = typing ? 'told' : 'silent';
    }
  }, chatServer.url);
  const [silent, told] = [await chatServer.peer(0), await chatServer.peer(1)];
  for (const [peer, id] of /** @type {const} */ ([[silent, 'silent'], [told, 'told']])) {
    await until(() => peer.of('join').length, { what: 'joined' });
    peer.send({ type: 'welcome', user: 'u1', nick: 'Ada', typing: true });
    await tab.page.locator(`#${id}`).getByRole('textbox').focus();
    await until(async () => {
      await tab.page.keyboard.press('x');
      return told.of('typing').length > 0 || peer === silent;
    }, { what: 'it is told' });
  }
  assert.equal(silent.of('typing').length, 0);
  assert.deepEqual(told.of('typing')[0], { type: 'typing', room: 'general' }, 'and never what');
});

/** @type {Record<string, import('playwright-core').BrowserContextOptions>} */
const views = {
  light: {},
  dark: { colorScheme: 'dark' },
  narrow: { viewport: { width: 320, height: 640 } },
  'narrow-dark': { viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
  zoomed: { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
};
const count = 10_000;
/** In the order that the protocol asks for. @param {number} i */
const nick = (i) => `${['Ada', 'Béla', 'Chiara', 'Eun-ji', 'Дмитро', 'فاطمة'][i < 5 ? i : 5]} ${String(i + 1).padStart(5, '0')}`;

for (const [name, options] of Object.entries(views)) {
  scenario(`ten thousand members, ${name}`, async (scene) => {
    const chatServer = await scene.scriptedServer();
    const web = await scene.webServer();
    const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }), options);
    const ada = tab.chat();
    await ada.connected();
    const peer = await chatServer.peer();
    peer.socket.on('message', (data) => {
      const ask = JSON.parse(data.toString());
      if (ask.type !== 'members') return;
      const from = Number(ask.after ?? 0);
      const members = Array.from({ length: Math.min(ask.limit, count - from) }, (_, i) => ({ user: `u${from + i}`, from: nick(from + i) }));
      const next = from + members.length;
      peer.send({ type: 'members', room: 'general', members, count, ...(next < count ? { next: String(next) } : {}) });
    });
    peer.send({ type: 'welcome', user: 'u1', nick: 'Ada', typing: true, members: true });
    chatServer.say(peer, 'general', 'Who is here?');
    peer.send({ type: 'presence', room: 'general', count });
    for (const [user, from] of [['u7', 'Béla'], ['u8', 'Chiara']]) peer.send({ type: 'typing', room: 'general', user, from });
    await ada.until('both are told', (s) => s.members === count && s.typing.length === 2);
    await ada.settled();
    await tab.picture(`members-${name}-typing`);
    await expectNoViolations(tab, `typing, ${name}`);
    await expectInView(ada, `typing, ${name}`);

    // By keyboard alone.
    await ada.button('10,000 members').focus();
    await tab.page.keyboard.press('Enter');
    await people(ada).first().waitFor();
    const last = people(ada).last();
    await until(async () => !/Loading/.test((await people(ada).allTextContents()).join()), { what: 'the first are there' });
    assert.equal(await people(ada).first().getAttribute('aria-setsize'), String(count));
    assert.ok(await people(ada).count() < 20, 'only those in view are elements');
    await ada.settled();
    await tab.picture(`members-${name}`);
    await expectNoViolations(tab, `members, ${name}`);
    await expectInView(ada, `members, ${name}`);
    assert.ok(peer.of('members').length <= 3, 'only what is seen is asked for');
    if (name !== 'light') return;
    await tab.page.keyboard.press('End');
    await until(async () => await last.textContent() === nick(count - 1), { what: 'the last is there', within: 40_000 });
    assert.equal(await last.getAttribute('aria-posinset'), String(count));
    await ada.settled();
    await tab.picture('members-end');
  }, { within: 120_000 });
}
