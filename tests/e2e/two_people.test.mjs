// @ts-check
// The main job: two people open the page of the real server and chat, in either dialect.
import assert from 'node:assert/strict';
import { address, scenario } from './lib/scenario.mjs';

scenario('two people pick a nickname and chat both ways', async (scene) => {
  const server = await scene.server();
  const first = await scene.open(server.url);
  const second = await scene.open(server.url);
  const ada = first.chat();
  const bob = second.chat();

  // By keyboard alone: the field has the focus already.
  await ada.nickname().waitFor();
  await first.page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.tagName === 'INPUT');
  assert.equal(await ada.button('Join').isDisabled(), true, 'nothing to join with yet');
  await first.page.keyboard.type('Ada');
  await first.page.keyboard.press('Enter');
  // With the mouse.
  await bob.nickname().waitFor();
  await bob.nickname().fill('Bob');
  await bob.click('Join');

  for (const chat of [ada, bob]) {
    const snapshot = await chat.connected();
    assert.equal(snapshot.room, 'general');
    assert.equal(snapshot.rows.length, 0);
    await chat.status(/^Connected$/).waitFor();
    await chat.host.getByRole('heading', { name: '#general' }).waitFor();
  }
  await first.console(/^Connected$/);
  assert.match(await first.page.title(), /^#general/);

  // The join has put the focus into the composer: type and send.
  await first.page.keyboard.type('Hello Bob');
  await ada.until('the composer has the text', (s) => s.composer.text === 'Hello Bob' && s.composer.selectionEnd === 9);
  await first.page.keyboard.press('Shift+Enter');
  await first.page.keyboard.type('How are you?');
  assert.equal((await ada.snapshot()).rows.length, 0, 'Shift+Enter sends nothing');
  await first.page.keyboard.press('Enter');
  await ada.until('the composer is empty', (s) => s.composer.text === '');
  await ada.delivery('Hello Bob\nHow are you?', 'sent');
  const received = await bob.delivery('Hello Bob\nHow are you?', 'received');
  assert.equal(received.author, 'Ada');
  assert.ok(Math.abs(received.time - Date.now()) < 60_000, `the time is now: ${received.time}`);

  // And back, with the Send button.
  assert.equal(await bob.button('Send').isDisabled(), true, 'nothing to send yet');
  await bob.composer().focus();
  await second.page.keyboard.type('Fine, thanks');
  await bob.click('Send');
  await bob.delivery('Fine, thanks', 'sent');
  await ada.shows(['Hello Bob\nHow are you?', 'Fine, thanks']);
  await bob.shows(['Hello Bob\nHow are you?', 'Fine, thanks']);
  assert.equal(await second.page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.tagName), 'TEXTAREA',
    'pressing Send leaves the focus where one writes');

  // What a screen reader meets.
  const clock = '\\d\\d:\\d\\d';
  await ada.item(new RegExp(`^Ada, ${clock}: Hello Bob\nHow are you\\? \\(sent\\)$`)).waitFor();
  await ada.item(new RegExp(`^Bob, ${clock}: Fine, thanks$`)).waitFor();
  await bob.item(new RegExp(`^Ada, ${clock}: Hello Bob\nHow are you\\?$`)).waitFor();
  await bob.item(new RegExp(`^Bob, ${clock}: Fine, thanks \\(sent\\)$`)).waitFor();
  assert.equal(await ada.log().getByRole('listitem').count(), 4, 'the beginning, the day, two messages');
  await ada.host.getByRole('status', { name: 'Announcements' }).filter({ hasText: 'Fine, thanks' }).waitFor();
  const rows = (await ada.snapshot()).rows;
  const box = await ada.item('Fine, thanks').boundingBox();
  assert.ok(box && Math.abs(box.y - rows[1].rect.y) < 1 && Math.abs(box.height - rows[1].rect.height) < 1,
    'the mirror lies over the row');

  // The developer's console.
  await first.console(/^Message .*Fine, thanks/);
  await second.console(/^Message .*Hello Bob/);
  await first.picture('two-people-ada');
  await second.picture('two-people-bob');
});

scenario('a nickname is checked, and remembered', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(server.url);
  const ada = tab.chat();
  await ada.nickname().fill('n'.repeat(33));
  await ada.nickname().press('Enter');
  await ada.host.getByRole('alert').filter({ hasText: /at most 32 characters/ }).waitFor();
  assert.equal(await ada.nickname().getAttribute('aria-invalid'), 'true');
  await tab.picture('nickname-refused');
  await ada.nickname().fill('Ada Lovelace');
  await ada.host.getByRole('alert').waitFor({ state: 'detached' });
  await tab.picture('nickname');
  await ada.nickname().press('Enter');
  await ada.connected();
  await ada.say('hello');
  assert.equal((await ada.delivery('hello', 'sent')).author, 'Ada Lovelace');

  await tab.page.reload();
  await ada.nickname().waitFor();
  assert.equal(await ada.nickname().inputValue(), 'Ada Lovelace');
  await ada.nickname().press('Enter');
  await ada.connected();
  await ada.delivery('hello', 'sent'); // the same person as before
});

scenario('two people chat in the plain dialect', async (scene) => {
  const server = await scene.server();
  const first = await scene.open(address(server.url, { dialect: 'plain', nick: 'Ada' }));
  const second = await scene.open(address(server.url, { dialect: 'plain', nick: 'Bob' }));
  const ada = first.chat();
  const bob = second.chat();
  await ada.connected();
  await bob.connected();
  await ada.say('One');
  await ada.delivery('One', 'sent');
  assert.equal((await bob.delivery('One', 'received')).author, 'Ada');
  await bob.say('Two\nlines');
  await bob.delivery('Two\nlines', 'sent');
  assert.equal((await ada.delivery('Two\nlines', 'received')).author, 'Bob');
  // The echo of one's own is the row that was there, not a second.
  await ada.say('Three');
  await ada.delivery('Three', 'sent');
  for (const chat of [ada, bob]) {
    const { totals } = await chat.shows(['One', 'Two\nlines', 'Three']);
    assert.equal(totals.messages, 3);
    assert.equal(totals.protocolErrors, 0);
  }
});

scenario('the dialects meet in one room', async (scene) => {
  const server = await scene.server();
  const ada = (await scene.open(address(server.url, { nick: 'Ada' }))).chat();
  const bob = (await scene.open(address(server.url, { dialect: 'plain', nick: 'Bob' }))).chat();
  await ada.connected();
  await bob.connected();
  await ada.say('in banter.v1');
  assert.equal((await bob.delivery('in banter.v1', 'received')).author, 'Ada');
  await bob.say('in plain');
  assert.equal((await ada.delivery('in plain', 'received')).author, 'Bob');
  await bob.delivery('in plain', 'sent');
});

scenario('rooms are apart, and the same text twice is two messages', async (scene) => {
  const server = await scene.server();
  const ada = (await scene.open(address(server.url, { nick: 'Ada', room: 'one' }))).chat();
  const bob = (await scene.open(address(server.url, { nick: 'Bob', room: 'two' }))).chat();
  const cleo = (await scene.open(address(server.url, { nick: 'Cleo', room: 'one' }))).chat();
  for (const chat of [ada, bob, cleo]) await chat.connected();
  await ada.say('again');
  await ada.say('again');
  await cleo.shows(['again', 'again']);
  await bob.say('alone');
  await bob.delivery('alone', 'sent');
  assert.equal((await bob.snapshot()).totals.messages, 1);
  assert.equal((await cleo.snapshot()).totals.messages, 2);
});

scenario('more than the server takes at once arrives whole and in order', async (scene) => {
  const server = await scene.server();
  const ada = (await scene.open(address(server.url, { nick: 'Ada' }))).chat();
  const bob = (await scene.open(address(server.url, { nick: 'Bob' }))).chat();
  await ada.connected();
  await bob.connected();
  // It takes 20 messages, and then 5 a second.
  const texts = Array.from({ length: 27 }, (_, i) => `number ${i + 1}`);
  await ada.host.evaluate((/** @type {any} */ element, texts) => { for (const text of texts) element.chat.send(text); }, texts);
  await ada.until('all are sent', (s) => s.totals.messages === 27 && s.rows.every((row) => row.state === 'sent'), 20_000);
  const { totals } = await bob.shows(texts.slice(-10));
  assert.equal(totals.messages, 27);
  const reader = (await scene.open(address(server.url, { nick: 'Cleo' }), { viewport: { width: 800, height: 1200 } })).chat();
  await reader.connected();
  await reader.shows(texts);
});

scenario('the console hears of the end of a connection', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  tab.allow(/^WebSocket error$/, /^WebSocket connection to '.*' failed/);
  await tab.chat().connected();
  await server.kill();
  await tab.console(/^Disconnected, code 1006, not clean/);
  await tab.chat().until('it waits', (s) => s.connection.state !== 'open');
});
