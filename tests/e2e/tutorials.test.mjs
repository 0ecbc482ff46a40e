// @ts-check
// The tutorial's page against our server, and our page against the tutorial's server.
import assert from 'node:assert/strict';
import { address, scenario } from './lib/scenario.mjs';

scenario('the tutorial’s page and ours share a room on our server', async (scene) => {
  const server = await scene.server();
  const tutorial = await scene.open(`${server.url}examples/tutorial/index.html`);
  tutorial.allow(/^Failed to load resource.* 404/); // tutorials have no /favicon.ico
  const ada = (await scene.open(address(server.url, { nick: 'Ada' }))).chat();
  await ada.connected();
  await tutorial.console(/^Connected$/);
  const { page } = tutorial;
  const paragraphs = page.locator('#chat-box p');

  await page.fill('input', 'from the tutorial');
  await page.click('button');
  await ada.delivery('from the tutorial', 'received');
  // Such pages show their own message when it comes back.
  await paragraphs.filter({ hasText: 'from the tutorial' }).waitFor();
  await ada.say('from Banter <b>&</b>');
  await ada.delivery('from Banter <b>&</b>', 'sent');
  await paragraphs.nth(1).waitFor();
  assert.deepEqual(await paragraphs.allTextContents(), ['from the tutorial', 'from Banter <b>&</b>']);
  await tutorial.console(/^Message from Banter/);
  const { totals, rows } = await ada.snapshot();
  assert.equal(totals.messages, 2);
  assert.notEqual(rows[0].author, '', 'a guest has a name');

  const plain = (await scene.open(address(server.url, { nick: 'Bob', dialect: 'plain' }))).chat();
  await plain.connected();
  await plain.say('third');
  await paragraphs.nth(2).waitFor();
  await ada.shows(['from the tutorial', 'from Banter <b>&</b>', 'third']);
  await tutorial.picture('tutorial');
});

for (const form of /** @type {const} */ (['json', 'rebuild', 'text'])) {
  // Only a server that hands the frame on as it is says who wrote it.
  const author = form === 'json' ? 'Ada' : '';

  scenario(`a tutorial server that broadcasts (${form})`, async (scene) => {
    const chatServer = await scene.tutorialServer('broadcast', form);
    const web = await scene.webServer();
    const query = { url: chatServer.url, dialect: 'plain' };
    const ada = (await scene.open(address(web.url, { ...query, nick: 'Ada' }))).chat();
    const bob = (await scene.open(address(web.url, { ...query, nick: 'Bob' }))).chat();
    await ada.connected();
    await bob.connected();
    await ada.say('hello');
    await ada.delivery('hello', 'sent', 5_000);
    assert.equal((await bob.delivery('hello', 'received')).author, author);
    await bob.say('hello');
    await bob.until('his own is confirmed beside hers', (s) => s.rows.map((row) => row.state).join() === 'received,sent');
    const { rows } = await ada.until('two rows', (s) => s.totals.messages === 2);
    assert.deepEqual(rows.map(({ text, state }) => [text, state]), [['hello', 'sent'], ['hello', 'received']]);
    assert.equal((await bob.snapshot()).totals.messages, 2);
  });

  scenario(`a tutorial server that echoes (${form})`, async (scene) => {
    const chatServer = await scene.tutorialServer('echo', form);
    const web = await scene.webServer();
    const ada = (await scene.open(address(web.url, { url: chatServer.url, dialect: 'plain', nick: 'Ada' }))).chat();
    await ada.connected();
    for (const text of ['one', 'one', 'two\nlines']) await ada.say(text);
    const { totals, rows } = await ada.until('all are confirmed', (s) => s.rows.length === 3 && s.rows.every((row) => row.state === 'sent'), 5_000);
    assert.deepEqual(rows.map((row) => row.text), ['one', 'one', 'two\nlines']);
    assert.equal(totals.messages, 3, 'an echo is not a new message');
    assert.equal(totals.protocolErrors, 0);
  });
}

scenario('a tutorial server that sends to the others only', async (scene) => {
  const web = await scene.webServer();
  await Promise.all(/** @type {const} */ (['json', 'text']).map(async (form) => {
    const chatServer = await scene.tutorialServer('others', form);
    const query = { url: chatServer.url, dialect: 'plain' };
    const ada = (await scene.open(address(web.url, { ...query, nick: 'Ada' }))).chat();
    const bob = (await scene.open(address(web.url, { ...query, nick: 'Bob' }))).chat();
    await ada.connected();
    await bob.connected();
    await ada.say('no echo comes');
    await bob.delivery('no echo comes', 'received');
    await ada.delivery('no echo comes', 'pending', 1_000);
    // Nobody confirms it: after a while it counts as sent.
    await ada.delivery('no echo comes', 'sent', 13_000);
    await bob.say('answer');
    await ada.delivery('answer', 'received');
    assert.equal((await ada.snapshot()).totals.messages, 2);
    assert.equal((await bob.snapshot()).totals.messages, 2);
  }));
});

scenario('field names of another server', async (scene) => {
  const chatServer = await scene.scriptedServer({ greets: false });
  const web = await scene.webServer();
  const ada = (await scene.open(address(web.url, { url: chatServer.url, dialect: 'plain', nick: 'Ada', messageField: 'text', nickField: 'who' }))).chat();
  await ada.connected();
  const peer = await chatServer.peer();
  await ada.say('out');
  await ada.until('it is written', () => peer.frames.length === 1);
  const sent = JSON.parse(peer.frames[0]);
  assert.equal(sent.text, 'out');
  assert.equal(sent.who, 'Ada');
  peer.send({ text: 'in', who: 'Bob' });
  assert.equal((await ada.delivery('in', 'received')).author, 'Bob');
});
