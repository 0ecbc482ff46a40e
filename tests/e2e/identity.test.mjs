// @ts-check
// Known users: the page gives a token before every connection, and moderators do what their token lets them.
import assert from 'node:assert/strict';
import { expectNoViolations } from './lib/access.mjs';
import { embed } from './lib/embed.mjs';
import { scenario } from './lib/scenario.mjs';
import { connectionErrors } from './lib/tab.mjs';
import { TokenService } from './lib/tokens.mjs';
import { until } from './lib/until.mjs';

/**
 * A page with a chat whose token is what `give` says each time.
 * @param {import('./lib/scenario.mjs').Scene} scene @param {string} web @param {string} server
 * @param {() => string | Promise<string>} give
 */
async function personWith(scene, web, server, give) {
  const tab = await scene.open(`${web}blank.html`);
  const chat = await embed(tab, { url: `${server}ws`, nick: 'Somebody' }, { token: give });
  return { tab, chat };
}

/** @param {import('./lib/scenario.mjs').Scene} scene @param {string} mode */
async function begin(scene, mode) {
  const service = new TokenService(scene.folder());
  const web = await scene.webServer();
  const server = await scene.server('--auth', mode, ...service.args, '--origin', web.url.slice(0, -1));
  return { service, web, server };
}

/**
 * What the page asks of the server: the error's words, or none.
 * @param {import('./lib/chat.mjs').Chat} chat @param {'delete' | 'moderate'} method @param {unknown[]} args
 */
const ask = (chat, method, ...args) => chat.host.evaluate(
  (/** @type {any} */ element, { method, args }) => element.chat[method](...args).then(() => '', (/** @type {Error} */ error) => error.message),
  { method, args });

scenario('the page is asked for a token before each connection, and a fresh one replaces one that expired', async (scene) => {
  const { service, web, server } = await begin(scene, 'token');
  let asked = 0;
  const { tab, chat } = await personWith(scene, web.url, server.url, () => service.sign({ sub: 'ada', name: 'Ada' }, ++asked < 3 ? 3 : 3600));
  await chat.connected();
  assert.equal(asked, 1);
  await chat.say('with the first token');
  const row = await chat.delivery('with the first token', 'sent');
  assert.equal(row.author, 'Ada', 'the token says what she is called');
  await until(() => asked === 3, { what: 'two tokens have expired', within: 20_000 });
  await chat.connected();
  await chat.say('with the third token');
  await chat.delivery('with the third token', 'sent');
  await server.kill();
  tab.allow(...connectionErrors);
  await until(() => asked >= 4, { what: 'each attempt asks', within: 20_000 });
  await server.start();
  await chat.connected(25_000);
  assert.deepEqual((await chat.snapshot()).rows.map(({ text }) => text), ['with the first token', 'with the third token']);
});

scenario('a page that cannot give a token is told why there is no connection', async (scene) => {
  const { service, web, server } = await begin(scene, 'token');
  let loggedIn = false;
  const { tab, chat } = await personWith(scene, web.url, server.url, () => {
    if (!loggedIn) throw new Error('Please log in.');
    return service.sign({ sub: 'ada', name: 'Ada' });
  });
  await chat.until('it waits', (s) => s.connection.state === 'waiting');
  await chat.host.getByLabel(/gave no token to log in with: .*Please log in\./).first().waitFor({ state: 'attached', timeout: 20_000 });
  await tab.picture('no-token');
  loggedIn = true;
  await chat.connected(25_000);
});

scenario('a token that is refused is final and explained', async (scene) => {
  const { web, server } = await begin(scene, 'token');
  const { tab, chat } = await personWith(scene, web.url, server.url, () => 'a.b.c');
  await chat.until('it stops', (s) => s.connection.state === 'stopped');
  await chat.host.getByText(/The token is not valid/).first().waitFor({ state: 'attached' });
  await tab.picture('bad-token');
});

scenario('a moderator deletes a message, mutes and bans its author', async (scene) => {
  const { service, web, server } = await begin(scene, 'both');
  const { chat: mod } = await personWith(scene, web.url, server.url, () => service.sign({ sub: 'mo', name: 'Mo', rights: ['mute', 'ban', 'delete'] }));
  const { tab: annTab, chat: ann } = await personWith(scene, web.url, server.url, () => service.sign({ sub: 'ann', name: 'Ann' }));
  await Promise.all([mod.connected(), ann.connected()]);
  await ann.say('**rude** words');
  await ann.delivery('**rude** words', 'sent');
  await ann.say('and others');
  await mod.shows(['**rude** words', 'and others']);

  const [first] = (await mod.snapshot()).rows;
  assert.match(await ask(ann, 'moderate', 'mute', TokenService.user('mo')), /no right/);
  assert.equal(await ask(mod, 'delete', first.id), '');
  for (const chat of [mod, ann]) {
    const { rows } = await chat.until('it is deleted', (s) => s.settled && s.rows[0].deleted);
    assert.deepEqual(rows.map(({ text, edited }) => [text, edited]), [['Message deleted', false], ['and others', false]]);
    await chat.item(/: Message deleted/).waitFor();
    assert.equal(await chat.item(/rude/).count(), 0);
  }
  await expectNoViolations(annTab, 'deleted');
  await annTab.picture('deleted');

  assert.equal(first.user, TokenService.user('ann'));
  assert.equal(first.author, 'Ann');
  assert.match(await ask(mod, 'moderate', 'mute', 999_999), /no such message/);
  assert.equal(await ask(mod, 'moderate', 'mute', first.id, { for: 600 }), '');
  await ann.host.getByText(/You were muted by Mo until \d\d:\d\d/).first().waitFor({ state: 'attached' });
  await annTab.picture('muted');
  await ann.say('let me speak');
  await ann.delivery('let me speak', 'failed');
  await ann.item(/not sent: You were muted by Mo\./).waitFor();

  assert.match(await ask(mod, 'moderate', 'kick', TokenService.user('ann')), /no right/);
  assert.equal(await ask(mod, 'moderate', 'ban', first.user), '');
  await ann.until('she is out', (s) => s.connection.state === 'stopped');
  await ann.host.getByText(/You were banned from #general by Mo\./).first().waitFor({ state: 'attached' });
  await annTab.picture('banned');
  const states = await ann.host.evaluate((/** @type {any} */ element) => new Promise((resolve) => {
    /** @type {string[]} */ const seen = [];
    element.chat.on('state', (/** @type {{ state: string }} */ { state }) => {
      seen.push(state);
      if (state === 'stopped') resolve(seen);
    });
    element.chat.reconnect();
  }));
  assert.ok(states.includes('connecting'), `she tried again: ${states}`);
});
