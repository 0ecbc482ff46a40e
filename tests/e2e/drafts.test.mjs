// @ts-check
// What was written and not yet sent is there again after a reload, in the room where it was written.
import assert from 'node:assert/strict';
import { embed } from './lib/embed.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith('banter:draft:'));

scenario('drafts are kept per room across a reload, until they are sent', async (scene) => {
  const server = await scene.server();
  const context = await scene.person();
  /** @param {string} room */
  const url = (room) => address(server.url, { nick: 'Ada', room });
  const tab = await scene.open(url('tea'), { context });
  const ada = tab.chat();
  await ada.connected();
  await ada.composer().focus();
  await tab.page.keyboard.insertText('half a thought, שלום 👋🏽\nsecond line');
  await ada.until('it is written', (s) => s.composer.text.endsWith('second line'));
  await tab.page.reload(); // at once: the page is told that it goes
  const again = await ada.until('the draft is there', (s) => s.composer.text === 'half a thought, שלום 👋🏽\nsecond line' && s.settled);
  assert.ok(again.composer.caret.y > 0);
  assert.equal(await ada.composer().inputValue(), 'half a thought, שלום 👋🏽\nsecond line');
  await tab.picture('draft');

  await tab.page.goto(url('coffee'));
  await ada.connected();
  assert.equal((await ada.snapshot()).composer.text, '', 'another room has its own');
  await ada.composer().focus();
  await tab.page.keyboard.type('black');
  await ada.until('it is written', (s) => s.composer.text === 'black');
  await tab.page.goto(url('tea'));
  await ada.until('the first draft', (s) => s.composer.text.startsWith('half a thought') && s.connection.state === 'open');
  await ada.composer().focus();
  await tab.page.keyboard.press('Control+a');
  await tab.page.keyboard.type('whole');
  await tab.page.keyboard.press('Enter');
  await ada.delivery('whole', 'sent');
  assert.deepEqual(await tab.page.evaluate(drafts).then((keys) => keys.map((key) => key.split('#')[1])), ['coffee']);
  await tab.page.reload();
  await ada.connected();
  assert.equal((await ada.snapshot()).composer.text, '', 'what was sent is no draft');
});

scenario('a draft is kept while one writes, and there are twenty at most', async (scene) => {
  const server = await scene.server();
  const context = await scene.person();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }), { context });
  await tab.page.evaluate(() => {
    for (let i = 0; i < 20; ++i) localStorage.setItem(`banter:draft:ws://elsewhere/#${i}`, `${1000 + i} old`);
    localStorage.setItem('somebody else’s', 'stays');
  });
  const ada = tab.chat();
  await ada.connected();
  await ada.composer().focus();
  await tab.page.keyboard.type('newest');
  // Without leaving the page: a crash loses half a second at most.
  await until(() => tab.page.evaluate(() => Object.values(localStorage).some((value) => value.endsWith('newest'))), { what: 'the draft is kept' });
  const keys = await tab.page.evaluate(drafts);
  assert.equal(keys.length, 20);
  assert.ok(!keys.includes('banter:draft:ws://elsewhere/#0'), 'the oldest went');
  assert.ok(keys.includes('banter:draft:ws://elsewhere/#1'));
  assert.equal(await tab.page.evaluate(() => localStorage.getItem('somebody else’s')), 'stays');
  // Of a very long one its beginning.
  await ada.composer().fill('x'.repeat(70_000));
  await until(() => tab.page.evaluate(() => Object.values(localStorage).some((value) => value.length > 60_000)), { what: 'the long draft is kept' });
  assert.ok(await tab.page.evaluate(() => Object.values(localStorage).every((value) => value.length <= 65_536 + 20)));
});

scenario('the element’s other room has its own draft', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(`${server.url}examples/two-chats.html?nick=Ada`, { viewport: { width: 1100, height: 720 } });
  const chat = tab.chat('banter-chat >> nth=0');
  await chat.connected();
  await chat.composer().focus();
  await tab.page.keyboard.type('for support');
  await chat.until('it is written', (s) => s.composer.text === 'for support');
  /** @param {string} room */
  const enter = async (room) => {
    await chat.host.evaluate((element, room) => element.setAttribute('room', room), room);
    await until(() => chat.host.evaluate((/** @type {any} */ element, room) => element.chat?.snapshot().room === room, room), { what: `it is in ${room}` });
    await chat.connected();
  };
  await enter('kitchen');
  assert.equal((await chat.snapshot()).composer.text, '');
  await enter('support');
  await chat.until('the draft is back', (s) => s.composer.text === 'for support');
});

scenario('without storage, or where it is not wanted, nothing is kept and nothing breaks', async (scene) => {
  const web = await scene.webServer();
  const { url } = await scene.scriptedServer();
  const tab = await scene.open(`${web.url}blank.html`);
  const ada = await embed(tab, { url, nick: 'Ada', remember: false });
  await ada.connected();
  await ada.composer().fill('not kept');
  await ada.until('it is written', (s) => s.composer.text === 'not kept');
  await tab.page.evaluate(() => { /** @type {any} */ (document.getElementById('chat')).chat.destroy(); });
  assert.deepEqual(await tab.page.evaluate(drafts), []);

  const denied = await scene.blankTab(await scene.person());
  await denied.page.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });
  });
  denied.allow(/cannot (keep drafts|remember)/);
  await denied.page.goto(`${web.url}blank.html`);
  const bob = await embed(denied, { url, nick: 'Bob' });
  await bob.connected();
  await bob.composer().fill('sent all the same');
  await bob.composer().press('Enter');
  await bob.delivery('sent all the same', 'sent');
});
