// @ts-check
// destroy() gives everything back: element, socket, frames, timers, listeners, GL context, memory.
import assert from 'node:assert/strict';
import { embed } from './lib/embed.mjs';
import { scenario } from './lib/scenario.mjs';
import { pause, until } from './lib/until.mjs';

/** Counts what the page has asked for and not got yet. @param {import('playwright-core').Page} page */
async function countRequests(page) {
  await page.addInitScript(() => {
    const w = /** @type {any} */ (window);
    w.asked = { frames: 0, timers: 0, sockets: 0 };
    const frame = window.requestAnimationFrame;
    window.requestAnimationFrame = (callback) => { ++w.asked.frames; return frame(callback); };
    const timer = window.setTimeout;
    w.setTimeout = (/** @type {any[]} */ ...args) => { ++w.asked.timers; return /** @type {any} */ (timer)(...args); };
  });
  return () => page.evaluate(() => ({ ...(/** @type {any} */ (window).asked) }));
}

/** How many listeners the page's window and document have. @param {import('playwright-core').CDPSession} devtools */
async function listeners(devtools) {
  let count = 0;
  for (const expression of ['window', 'document', 'document.fonts', 'document.body']) {
    const { result } = await devtools.send('Runtime.evaluate', { expression });
    const found = await devtools.send('DOMDebugger.getEventListeners', { objectId: /** @type {string} */ (result.objectId) });
    count += found.listeners.length;
  }
  return count;
}

/** Remembers, without keeping them, the module memories and GL contexts that are made. @param {import('playwright-core').Page} page */
async function rememberWeakly(page) {
  await page.addInitScript(() => {
    const w = /** @type {any} */ (window);
    w.made = { memories: [], contexts: [] };
    const instantiate = /** @type {any} */ (WebAssembly.instantiate);
    w.WebAssembly.instantiate = async (/** @type {any[]} */ ...args) => {
      const made = await instantiate(...args);
      for (const value of Object.values((made.instance ?? made).exports)) {
        if (value instanceof WebAssembly.Memory) w.made.memories.push(new WeakRef(value));
      }
      return made;
    };
    const getContext = /** @type {any} */ (HTMLCanvasElement.prototype.getContext);
    w.HTMLCanvasElement.prototype.getContext = function (/** @type {any[]} */ ...args) {
      const context = getContext.apply(this, args);
      if (context instanceof WebGL2RenderingContext) w.made.contexts.push(new WeakRef(context));
      return context;
    };
  });
  const devtools = await page.context().newCDPSession(page);
  return async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    return page.evaluate(() => {
      const { memories, contexts } = /** @type {any} */ (window).made;
      /** @param {WeakRef<object>[]} list */
      const alive = (list) => new Set(list.map((reference) => reference.deref()).filter(Boolean)).size;
      return { made: memories.length, memories: alive(memories), contexts: alive(contexts) };
    });
  };
}

scenario('destroy() leaves nothing behind', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.blankTab(await scene.person());
  const asked = await countRequests(tab.page);
  await tab.page.goto(`${web.url}blank.html`);
  const devtools = await tab.page.context().newCDPSession(tab.page);
  // The test's tools listen too: a first chat, so that theirs are counted as well.
  const first = await embed(tab, { url: chatServer.url, nick: 'Ada' }, { id: 'first' });
  await first.connected();
  await first.composer().focus();
  await tab.page.evaluate(() => /** @type {any} */ (document.getElementById('first')).chat.destroy());
  const before = await listeners(devtools);
  const chat = await embed(tab, { url: chatServer.url, nick: 'Ada' });
  await chat.connected();
  await chat.say('last words');
  await chat.delivery('last words', 'sent');
  await chat.composer().focus();
  assert.ok(await listeners(devtools) > before, 'it does listen');

  const peer = await chatServer.peer(1);
  const after = await tab.page.evaluate(() => {
    const host = /** @type {any} */ (document.getElementById('chat'));
    const { chat } = host;
    chat.destroy();
    chat.destroy(); // twice is once
    /** @type {Record<string, string>} */
    const said = {};
    for (const name of ['send', 'on', 'focus', 'reconnect', 'snapshot']) {
      try {
        chat[name]('x', () => {});
        said[name] = '';
      } catch (error) {
        said[name] = String(error);
      }
    }
    return { children: host.childNodes.length, said };
  });
  assert.equal(after.children, 0, 'the element is empty');
  for (const [name, words] of Object.entries(after.said)) assert.match(words, /^Error: Banter: this chat has been destroyed/, name);
  const { code } = await until(() => peer.closed, { what: 'the server sees the end' });
  assert.equal(code, 1000);
  assert.equal(await listeners(devtools), before, 'listeners on window, document and fonts');

  // What still reaches the page wakes nothing.
  const requests = await asked();
  await tab.page.setViewportSize({ width: 700, height: 500 });
  await tab.page.emulateMedia({ colorScheme: 'dark' });
  await tab.page.evaluate(() => { window.dispatchEvent(new Event('online')); document.dispatchEvent(new Event('visibilitychange')); });
  await pause(1_500);
  assert.deepEqual(await asked(), requests, 'no frame, no timer');
  assert.equal(chatServer.peers.length, 2, 'no new connection');
});

scenario('destroy() while it connects, and while it waits', async (scene) => {
  const web = await scene.webServer();
  const chatServer = await scene.scriptedServer({ greets: false });
  const tab = await scene.open(`${web.url}blank.html`);
  tab.allow(/^WebSocket error$/, /^WebSocket connection to '.*' failed/);
  await embed(tab, { url: chatServer.url, nick: 'Ada' }, { id: 'greeting' });
  const peer = await chatServer.peer();
  await tab.page.evaluate(() => /** @type {any} */ (document.getElementById('greeting')).chat.destroy());
  await until(() => peer.closed, { what: 'a connection that is not greeted yet is closed' });

  const refused = await embed(tab, { url: 'ws://127.0.0.1:9/', nick: 'Ada' }, { id: 'refused' });
  await refused.until('it waits', (s) => s.connection.state === 'waiting');
  const lines = tab.lines.length;
  await tab.page.evaluate(() => /** @type {any} */ (document.getElementById('refused')).chat.destroy());
  await pause(1_500);
  assert.deepEqual(tab.lines.slice(lines).filter((line) => !/^Disconnected/.test(line)), [], 'no further attempt');
});

scenario('destroy() from within the chat’s own drawing', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(`${web.url}blank.html`);
  const chat = await embed(tab, { url: chatServer.url, nick: 'Ada' });
  await chat.connected();
  const speaker = await chatServer.peer();
  for (let i = 0; i < 100; ++i) chatServer.say(speaker, 'general', `message ${i}`);
  await chat.until('they are there', (s) => s.totals.messages === 100);
  await chat.log().focus();
  await tab.page.keyboard.press('Home');
  await chat.button('Jump to latest').focus();
  // A popover that closes when the focus leaves: the button goes in a frame, and takes the focus along.
  await tab.page.evaluate(() => {
    const host = /** @type {any} */ (document.getElementById('chat'));
    host.addEventListener('focusout', () => host.chat.destroy(), { once: true });
  });
  await tab.page.keyboard.press('Enter');
  await until(() => tab.page.evaluate(() => document.getElementById('chat')?.childNodes.length === 0), { what: 'it is gone' });
  const peer = await chatServer.peer();
  await until(() => peer.closed, { what: 'and its connection is closed' });
  const next = await embed(tab, { url: chatServer.url, nick: 'Ada' }, { id: 'next' });
  await next.connected();
});

scenario('twenty chats come and go without keeping memory or GL contexts', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.blankTab(await scene.person());
  const count = await rememberWeakly(tab.page);
  await tab.page.goto(`${web.url}blank.html`);
  // One that stays: Chromium takes the context of the oldest when there are too many.
  const stays = await embed(tab, { url: chatServer.url, nick: 'Stays' }, { style: 'height:300px' });
  await stays.connected();
  assert.deepEqual(await count(), { made: 1, memories: 1, contexts: 1 });
  for (let i = 0; i < 20; ++i) {
    const chat = await embed(tab, { url: chatServer.url, nick: 'Comes' }, { id: `chat-${i}`, style: 'height:300px' });
    await chat.until('it has drawn', (s) => s.totals.frames > 0);
    await tab.page.evaluate((id) => {
      const host = /** @type {any} */ (document.getElementById(id));
      const w = /** @type {any} */ (window);
      (w.handles ??= []).push(host.chat); // who forgets to let go of a chat keeps little
      host.chat.destroy();
      host.remove();
    }, `chat-${i}`);
  }
  await until(() => chatServer.peers.filter((peer) => !peer.closed).length === 1, { what: 'their connections are closed' });
  await until(async () => {
    const { memories, contexts } = await count();
    return memories === 1 && contexts === 1;
  }, { what: 'only the memory and the context of the chat that stays are alive', otherwise: async () => JSON.stringify(await count()) });
  assert.equal((await count()).made, 21);
  assert.deepEqual(tab.lines.filter((line) => /WebGL|context/i.test(line)), []);
  assert.equal(await tab.page.evaluate(() => document.querySelector('#chat > div')?.shadowRoot?.querySelector('canvas')?.getContext('webgl2')?.isContextLost()), false);
  const before = (await stays.snapshot()).totals.frames;
  await stays.say('still here');
  await stays.delivery('still here', 'sent');
  await stays.until('it draws', (s) => s.totals.frames > before);
}, { within: 120_000 });
