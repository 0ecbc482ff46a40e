// @ts-check
// Every state the chat can be in, in every view a person may need: axe-core finds nothing, and nothing is cut off.
import assert from 'node:assert/strict';
import { expectInView, expectNoViolations } from './lib/access.mjs';
import { Picture } from './lib/png.mjs';
import { address, elsewhere, scenario } from './lib/scenario.mjs';
import { connectionErrors } from './lib/tab.mjs';
import { until } from './lib/until.mjs';

/** @type {Record<string, import('playwright-core').BrowserContextOptions>} */
const views = {
  light: {},
  dark: { colorScheme: 'dark', reducedMotion: 'reduce' },
  'forced-dark': { colorScheme: 'dark', forcedColors: 'active' },
  'forced-light': { forcedColors: 'active', viewport: { width: 640, height: 480 } },
  narrow: { viewport: { width: 320, height: 640 } },
  // A window of 1280 × 1024 at 400 %, and one of 960 × 640 at 200 %.
  zoomed: { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
  doubled: { viewport: { width: 480, height: 320 }, deviceScaleFactor: 2, colorScheme: 'dark' },
};

for (const [name, options] of Object.entries(views)) {
  /** @param {import('./lib/tab.mjs').Tab} tab @param {string} state */
  const look = async (tab, state) => {
    const chat = tab.chat();
    await chat.settled();
    await tab.picture(`access-${name}-${state}`);
    await expectNoViolations(tab, `${state}, ${name}`);
    await expectInView(chat, `${state}, ${name}`);
  };

  scenario(`accessible: who comes, ${name}`, async (scene) => {
    const chatServer = await scene.scriptedServer({ greets: false });
    const web = await scene.webServer();
    const tab = await scene.open(address(web.url, { url: chatServer.url }), options);
    const ada = tab.chat();
    await ada.nickname().waitFor();
    await look(tab, 'nickname');
    await ada.nickname().focus();
    await tab.page.keyboard.press('Enter');
    await ada.host.getByRole('alert').waitFor();
    await look(tab, 'nickname-refused');
    await tab.page.keyboard.type('Ada');
    await tab.page.keyboard.press('Enter');
    await ada.composer().waitFor();
    const peer = await chatServer.peer();
    await look(tab, 'connecting');
    await until(() => peer.of('hello').length, { what: 'hello' });
    peer.send({ type: 'error', code: 'bad-token', message: 'This token is not known here.', fatal: true });
    peer.socket.close(4401);
    await ada.button('Try again').waitFor();
    await look(tab, 'stopped');
  }, { within: 150_000 });

  scenario(`accessible: the chat, ${name}`, async (scene) => {
    const chatServer = await scene.scriptedServer();
    const web = await scene.webServer();
    const tab = await scene.open(address(elsewhere(web.url), { nick: 'Ada', url: elsewhere(chatServer.url) }), options);
    tab.allow(...connectionErrors);
    const ada = tab.chat();
    await ada.connected();
    await look(tab, 'empty');

    const peer = await chatServer.peer();
    for (let i = 1; i <= 20; ++i) chatServer.say(peer, 'general', `message ${i}`);
    await ada.say('A message of one’s own that is long enough to need a second line in a narrow window.');
    peer.send({ type: 'history', room: 'general', gap: true, messages: [{ seq: 40, user: 'u2', from: 'Somebody else', message: '안녕하세요, 반갑습니다', ts: Date.now() }] });
    chatServer.acks = false;
    await ada.say('refused');
    await ada.until('it is written', () => peer.of('chat').length === 2);
    peer.send({ type: 'error', code: 'storage', message: 'The disk is full.', room: 'general', id: peer.of('chat')[1].id });
    await ada.delivery('refused', 'failed');
    await ada.say('pending');
    await ada.item('pending').waitFor();
    if (name === 'light') { // elsewhere there is no room for all of them
      assert.equal(await ada.item('반갑습니다').getAttribute('lang'), 'ko');
      assert.equal(await ada.item(/^Somebody.*message 20$/).getAttribute('lang'), null);
      await ada.item(/^Some messages are missing here$/).waitFor();
    }
    await look(tab, 'rows');
    // A control that is partly off the screen comes into view with the focus.
    await ada.button(/^Retry/).focus();
    await look(tab, 'row-focused');

    await ada.log().focus();
    await tab.page.keyboard.press('Home');
    await ada.button('Jump to latest').waitFor();
    await look(tab, 'scrolled');

    await ada.button('Log').focus();
    await tab.page.keyboard.press('Enter');
    await ada.logEntries().first().waitFor();
    await ada.logEntries().last().getByRole('button').focus();
    await tab.page.keyboard.press('Enter');
    await look(tab, 'log');
    await tab.page.keyboard.press('Control+/');
    await ada.help().waitFor();
    await look(tab, 'help');
    await tab.page.keyboard.press('Escape');
    await ada.help().waitFor({ state: 'detached' });

    await tab.page.context().setOffline(true);
    await ada.button('Try anyway').waitFor();
    await look(tab, 'offline');
    await tab.page.context().setOffline(false);
    await chatServer.refuse();
    await ada.button('Reconnect now').waitFor({ timeout: 20_000 });
    await look(tab, 'reconnecting');
  }, { within: 200_000 });
}

scenario('accessible: what is shown where no chat could start', async (scene) => {
  const web = await scene.webServer();
  const tab = await scene.open(`${web.url}blank.html`);
  tab.allow(/./);
  await tab.page.evaluate(async () => {
    const module = '/embed/banter.js';
    await import(module);
    const main = document.createElement('main');
    main.innerHTML = '<h1>A page</h1><banter-chat url="ftp://nowhere"></banter-chat>';
    document.body.append(main);
  });
  await tab.page.getByRole('alert').waitFor();
  await expectNoViolations(tab, 'failure notice');
  // The standalone page.
  await tab.page.goto(address(web.url, { url: 'ftp://nowhere' }));
  await tab.page.getByRole('alert').waitFor();
  await expectNoViolations(tab, 'problem');
});

scenario('forced colours are followed as they change', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  /** Of the canvas where nothing stands, and of the page's Canvas. */
  const both = async () => {
    const [r, g, b] = new Picture(await tab.page.screenshot()).pixel(2, 300);
    const canvas = await tab.page.evaluate(() => {
      const probe = document.createElement('i');
      probe.style.cssText = 'color: Canvas; forced-color-adjust: none';
      document.body.append(probe);
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    });
    return { drawn: `rgb(${r}, ${g}, ${b})`, canvas };
  };
  for (const colorScheme of /** @type {const} */ (['dark', 'light'])) {
    await tab.page.emulateMedia({ colorScheme, forcedColors: 'active' });
    await until(async () => { const { drawn, canvas } = await both(); return drawn === canvas; }, { what: `the system’s ${colorScheme} colours are drawn`, otherwise: async () => JSON.stringify(await both()) });
  }
  await tab.page.emulateMedia({ colorScheme: 'dark', forcedColors: 'none' });
  await until(async () => (await both()).drawn === 'rgb(21, 23, 28)', { what: 'and the chat’s own again', otherwise: async () => JSON.stringify(await both()) });
});

scenario('an own message that failed is announced', async (scene) => {
  const chatServer = await scene.scriptedServer();
  chatServer.acks = false;
  const web = await scene.webServer();
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }));
  const ada = tab.chat();
  await ada.connected();
  const peer = await chatServer.peer();
  await ada.say('hello');
  await ada.until('it is written', () => peer.of('chat').length === 1);
  peer.send({ type: 'error', code: 'storage', message: 'The disk is full.', room: 'general', id: peer.of('chat')[0].id });
  await ada.host.getByRole('status', { name: 'Announcements' }).filter({ hasText: 'Not sent: hello' }).waitFor();
});
