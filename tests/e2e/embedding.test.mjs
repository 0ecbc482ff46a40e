// @ts-check
// The module in somebody's page: several chats, the smallest example, the element, events, wrong options.
import assert from 'node:assert/strict';
import { embed } from './lib/embed.mjs';
import { Picture } from './lib/png.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

scenario('two chats side by side in different rooms', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(`${server.url}examples/two-chats.html?nick=Ada`, { viewport: { width: 1100, height: 720 } });
  const support = tab.chat('banter-chat[room=support]');
  const lounge = tab.chat('banter-chat[room=lounge]');
  await support.connected();
  await lounge.connected();
  assert.equal((await support.snapshot()).room, 'support');
  assert.equal((await lounge.snapshot()).room, 'lounge');
  await support.say('It does not work');
  await support.delivery('It does not work', 'sent');
  await lounge.say('Coffee?');
  await lounge.delivery('Coffee?', 'sent');
  const other = (await scene.open(address(server.url, { nick: 'Bob', room: 'lounge' }))).chat();
  await other.connected();
  await other.shows(['Coffee?']);
  await other.say('Yes');
  await lounge.shows(['Coffee?', 'Yes']);
  assert.deepEqual((await support.snapshot()).rows.map((row) => row.text), ['It does not work']);
  // Each under its own pointer: the button of the right one does not press the left one's.
  await lounge.click('Log');
  await lounge.until('its log is open', (s) => s.logOpen);
  assert.equal((await support.snapshot()).logOpen, false);
  await lounge.click('Close the connection log');
  // Each under its own keys.
  await support.composer().focus();
  await tab.page.keyboard.type('for support');
  await support.until('the left one has it', (s) => s.composer.text === 'for support');
  assert.equal((await lounge.snapshot()).composer.text, '');
  const [left, right] = [await support.host.boundingBox(), await lounge.host.boundingBox()];
  assert.ok(left && right && left.x + left.width <= right.x, 'side by side');
  await tab.picture('two-chats');
  await tab.page.emulateMedia({ colorScheme: 'dark' });
  await tab.picture('two-chats-dark');

  // The module is fetched and compiled once.
  const fetched = await tab.page.evaluate(() => performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('.wasm')).length);
  assert.equal(fetched, 1);
});

scenario('the smallest embedding', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(`${server.url}examples/hello.html`);
  const host = tab.page.locator('#chat');
  await host.getByRole('textbox', { name: 'Nickname' }).fill('Ada');
  await tab.page.keyboard.press('Enter');
  await host.getByRole('status').filter({ hasText: /^Connected$/ }).waitFor();
  await host.getByRole('textbox', { name: 'Type a message' }).fill('hello');
  await tab.page.keyboard.press('Enter');
  await host.getByRole('listitem').filter({ hasText: /^Ada, \d\d:\d\d: hello \(sent\)$/ }).waitFor();
});

scenario('send, on and focus', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(`${web.url}blank.html`);
  const chat = await embed(tab, { url: chatServer.url, nick: 'Ada', console: false });
  await chat.connected();
  const peer = await chatServer.peer();
  await tab.page.evaluate(() => {
    const w = /** @type {any} */ (window);
    const { chat } = /** @type {any} */ (document.getElementById('chat'));
    w.seen = [];
    w.off = chat.on('message', (/** @type {any} */ { author, text, state }) => w.seen.push([author, text, state]));
    chat.send('from the page');
    w.synchronously = w.seen.length;
    chat.focus();
  });
  const seen = () => tab.page.evaluate(() => /** @type {any} */ (window).seen);
  await chat.delivery('from the page', 'sent');
  chatServer.say(peer, 'general', 'hello page');
  await chat.delivery('hello page', 'received');
  assert.deepEqual(await until(async () => (await seen()).length >= 3 && seen(), { what: 'three events' }),
    [['Ada', 'from the page', 'pending'], ['Ada', 'from the page', 'sent'], ['Somebody', 'hello page', 'received']]);
  assert.equal(await tab.page.evaluate(() => /** @type {any} */ (window).synchronously), 0, 'events come on a later tick');
  await tab.page.keyboard.type('focused');
  await chat.until('the keys reach it', (s) => s.composer.text === 'focused');
  // Stopped listening.
  await tab.page.evaluate(() => /** @type {any} */ (window).off());
  chatServer.say(peer, 'general', 'unheard');
  await chat.delivery('unheard', 'received');
  assert.equal((await seen()).length, 3);
  assert.match(await tab.page.evaluate(() => {
    try {
      /** @type {any} */ (document.getElementById('chat')).chat.send('  \n ');
      return '';
    } catch (error) {
      return String(error);
    }
  }), /^Error: .*empty/);
  assert.deepEqual(tab.lines, [], 'console: false');
});

scenario('nothing of the page’s styles gets in, and none gets out', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(`${web.url}blank.html`);
  await tab.page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { font-size: 40px !important; letter-spacing: 5px; color: red; text-transform: uppercase; direction: rtl }
      canvas, button, textarea { display: none !important } div { padding: 30px !important }`);
    document.adoptedStyleSheets = [sheet];
    const probe = document.createElement('button');
    probe.id = 'probe';
    document.body.append(probe);
  });
  const style = () => tab.page.evaluate(() => JSON.stringify(Object.fromEntries([...getComputedStyle(/** @type {Element} */ (document.getElementById('probe')))].map((name) =>
    [name, getComputedStyle(/** @type {Element} */ (document.getElementById('probe'))).getPropertyValue(name)]))));
  const before = await style();
  const chat = await embed(tab, { url: chatServer.url, nick: 'Ada', theme: 'light' }, { style: 'position:fixed;inset:0;padding:0!important' });
  await chat.connected();
  assert.equal(await style(), before);
  await chat.say('mixed Case');
  await chat.delivery('mixed Case', 'sent');
  const font = await chat.composer().evaluate((field) => {
    const { fontSize, letterSpacing, textTransform, direction } = getComputedStyle(field);
    return { fontSize, letterSpacing, textTransform, direction };
  });
  assert.deepEqual(font, { fontSize: '15px', letterSpacing: 'normal', textTransform: 'none', direction: 'ltr' });
  const { host, canvas } = await tab.page.evaluate(() => {
    const host = /** @type {HTMLElement} */ (document.getElementById('chat'));
    const canvas = /** @type {HTMLElement} */ (host.firstElementChild?.shadowRoot?.querySelector('canvas'));
    return { host: host.getBoundingClientRect().toJSON(), canvas: canvas.getBoundingClientRect().toJSON() };
  });
  assert.deepEqual(canvas, host, 'it fills its element');
  await tab.picture('hostile-styles');
});

scenario('the focus comes back to the composer, but is taken from nobody', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(`${web.url}blank.html`);
  await tab.page.evaluate(() => {
    const input = document.createElement('input');
    input.id = 'elsewhere';
    document.body.append(input);
  });
  // So narrow that the log takes the place of the composer, which has the focus.
  const chat = await embed(tab, { url: chatServer.url, nick: 'Ada' }, { style: 'position:fixed;inset:40px 0 0 0;width:400px' });
  await chat.connected();
  const openLog = async () => {
    await chat.composer().focus();
    await chat.click('Log');
    await chat.composer().waitFor({ state: 'detached' });
  };
  const closeLog = async () => {
    await chat.click('Close the connection log');
    await chat.composer().waitFor();
    await chat.settled();
  };
  await openLog();
  await closeLog();
  await tab.page.keyboard.type('back again');
  await chat.until('the composer has the keys', (s) => s.composer.text === 'back again');
  await openLog();
  await tab.page.locator('#elsewhere').focus();
  await closeLog();
  await tab.page.keyboard.type('somewhere else');
  assert.equal(await tab.page.locator('#elsewhere').inputValue(), 'somewhere else');
  assert.equal((await chat.snapshot()).composer.text, 'back again');
});

scenario('the element follows its attributes, and leaves with its page', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(`${web.url}blank.html`);
  await tab.page.evaluate(async (url) => {
    const module = '/embed/banter.js';
    await import(module);
    const element = document.createElement('banter-chat');
    element.id = 'chat';
    for (const [name, value] of Object.entries({ url, room: 'one', nick: 'Ada' })) element.setAttribute(name, value);
    element.style.height = '400px';
    document.body.append(element);
    await element.ready;
  }, chatServer.url);
  const chat = tab.chat();
  await chat.connected();
  await tab.page.evaluate(() => document.getElementById('chat')?.setAttribute('room', 'two'));
  await chat.until('the other room', (s) => s.room === 'two' && s.connection.state === 'open');
  await until(() => chatServer.peers[0].closed, { what: 'the first connection is closed' });
  assert.deepEqual(chatServer.peers[1].of('join').map(({ room }) => room), ['two']);
  // Moved, and under another theme: still the same chat, with its draft.
  await chat.composer().fill('a draft');
  await chat.until('it is there', (s) => s.composer.text === 'a draft');
  const same = await tab.page.evaluate(async () => {
    const element = /** @type {any} */ (document.getElementById('chat'));
    const { chat } = element;
    const box = document.createElement('div');
    document.body.append(box);
    box.append(element);
    element.setAttribute('theme', 'dark');
    await new Promise(requestAnimationFrame);
    return element.chat === chat && await element.ready === chat;
  });
  assert.equal(same, true);
  assert.equal((await chat.snapshot()).composer.text, 'a draft');
  assert.equal(chatServer.peers.length, 2, 'and the same connection');
  await until(async () => {
    const box = await chat.host.boundingBox();
    assert.ok(box);
    const clip = { x: box.x + 2, y: box.y + 150, width: 4, height: 4 };
    return new Picture(await tab.page.screenshot({ clip })).pixel(1, 1).every((channel) => channel < 60);
  }, { what: 'the dark theme is drawn' });
  await tab.page.evaluate(() => document.getElementById('chat')?.remove());
  await until(() => chatServer.peers.every((peer) => peer.closed), { what: 'all connections are closed' });
});

scenario('the element is ready as often as it is started, and says why it is not', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(`${web.url}blank.html`);
  tab.allow(/^TypeError: Banter: .*room/);
  const made = await tab.page.evaluate(async (url) => {
    const module = '/embed/banter.js';
    await import(module);
    const element = document.createElement('banter-chat');
    element.id = 'chat';
    element.setAttribute('url', url);
    element.setAttribute('nick', 'Ada');
    element.style.height = '300px';
    document.body.append(element);
    document.body.prepend(element); // put somewhere else before it has begun
    const first = await element.ready === element.chat;
    element.setAttribute('room', 'other');
    const second = await element.ready === element.chat;
    /** @type {string[]} */
    const errors = [];
    element.addEventListener('error', (event) => errors.push(String(/** @type {any} */ (event).detail.error)));
    element.setAttribute('room', 'not a room');
    const refused = await element.ready.then(() => '', String);
    return { first, second, refused, errors, chat: element.chat };
  }, chatServer.url);
  assert.equal(made.first, true);
  assert.equal(made.second, true);
  assert.match(made.refused, /^TypeError: Banter: .*room/);
  assert.deepEqual(made.errors, [made.refused]);
  assert.equal(made.chat, undefined);
  await tab.page.getByRole('alert').filter({ hasText: /could not be started.*room/i }).waitFor();
  await tab.picture('element-failed');
  // Mended, it runs.
  await tab.page.evaluate(() => document.getElementById('chat')?.setAttribute('room', 'mended'));
  await tab.page.getByRole('alert').waitFor({ state: 'detached' });
  await tab.chat().until('it runs', (s) => s.room === 'mended' && s.connection.state === 'open');
});

/** @type {[string, import('../../web/embed/banter.js').ChatOptions, RegExp][]} */
const wrong = [
  ['no address', /** @type {any} */ ({}), /url is missing/],
  ['an unknown theme', { url: 'ws://127.0.0.1:9/', theme: /** @type {any} */ ('pink') }, /light, dark or auto/],
  ['a room with a space', { url: 'ws://127.0.0.1:9/', room: 'not a room' }, /room/i],
  ['a room too long', { url: 'ws://127.0.0.1:9/', room: 'r'.repeat(65) }, /room/i],
  ['an address of another kind', { url: 'ftp://example.org/' }, /ws:|wss:/],
  ['an address that is none', { url: 'ws://[/' }, /not a URL|address/i],
  ['an unknown dialect', { url: 'ws://127.0.0.1:9/', dialect: /** @type {any} */ ('irc') }, /dialect.*banter.*plain/],
  ['a nickname with control characters', { url: 'ws://127.0.0.1:9/', nick: 'a\u0007b' }, /nickname/i],
  ['a nickname too long', { url: 'ws://127.0.0.1:9/', nick: 'n'.repeat(33) }, /nickname.*32/i],
];

scenario('wrong options are a TypeError that says what is wrong', async (scene) => {
  const web = await scene.webServer();
  const tab = await scene.open(`${web.url}blank.html`);
  for (const [what, options, words] of wrong) {
    const { name, message, left } = await tab.page.evaluate(async (options) => {
      const module = '/embed/banter.js';
      const { createChat } = await import(module);
      const host = document.createElement('div');
      document.body.append(host);
      try {
        (await createChat(host, options)).destroy();
        return { name: '', message: 'it was accepted', left: 0 };
      } catch (error) {
        const { name, message } = /** @type {Error} */ (error);
        return { name, message, left: host.childNodes.length };
      }
    }, options);
    assert.equal(name, 'TypeError', `${what}: ${message}`);
    assert.match(message, words, what);
    assert.match(message, /^Banter: /, what);
    assert.equal(left, 0, `${what} leaves nothing in the element`);
  }
});

scenario('the page says what is wrong with its address', async (scene) => {
  const web = await scene.webServer();
  for (const [query, words] of /** @type {[Record<string, string>, RegExp][]} */ ([
    [{ room: 'not a room' }, /room/i], [{ url: 'ftp://example.org' }, /ws:/], [{ dialect: 'irc' }, /dialect/i], [{ nick: 'n'.repeat(33) }, /32/],
  ])) {
    const tab = await scene.open(address(web.url, query));
    tab.allow(/Banter: /);
    const alert = tab.page.getByRole('alert');
    await alert.filter({ hasText: words }).waitFor();
    await alert.getByRole('heading', { name: 'The chat could not start' }).waitFor();
    await tab.picture(`wrong-${Object.keys(query)[0]}`);
  }
});

scenario('a module that cannot be loaded says so, and the next chat may try again', async (scene) => {
  const web = await scene.webServer();
  const chatServer = await scene.scriptedServer();
  const tab = await scene.open(`${web.url}blank.html`);
  tab.allow(/^Failed to load resource.* 503/);
  await tab.page.route('**/banter.wasm', (route) => route.fulfill({ status: 503 }));
  await assert.rejects(embed(tab, { url: chatServer.url, nick: 'Ada' }), /could not load .*banter\.wasm: HTTP 503/);
  await tab.page.unroute('**/banter.wasm');
  await tab.page.evaluate(() => document.getElementById('chat')?.remove());
  const chat = await embed(tab, { url: chatServer.url, nick: 'Ada' });
  await chat.connected();
});
