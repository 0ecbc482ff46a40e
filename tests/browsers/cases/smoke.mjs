// @ts-check
// The page in other engines, against the real server: one joins, writes, chats both ways, loses the server and gets it back.
import assert from 'node:assert/strict';
import { until } from '../../e2e/lib/until.mjs';

/** @param {import('../lib/scenario.mjs').Scenario} scenario */
export function smoke(scenario) {
  scenario('a nickname is asked for, and one is in', async (scene) => {
    const server = await scene.server();
    const ada = await scene.open(server.url);
    await ada.chat.find('textbox', 'Nickname');
    await ada.chat.settled();
    await ada.picture('nickname');
    await ada.chat.join('Ada');
    await ada.chat.connected();
    await ada.chat.say('hello');
    assert.equal((await ada.chat.delivery('hello', 'sent')).author, 'Ada');

    await ada.go(server.url); // remembered
    await until(async () => (await ada.chat.find('textbox', 'Nickname')).value === 'Ada', { what: 'the nickname is remembered' });
    await ada.chat.find('textbox', 'Nickname', true);
    await ada.window.press('Enter');
    await ada.chat.connected();
    await ada.chat.delivery('hello', 'sent'); // the same person as before
  });

  scenario('two people chat both ways, and go on when a killed server is back', async (scene) => {
    const server = await scene.server();
    const first = await scene.open(`${server.url}?nick=Ada`);
    const second = await scene.open(`${server.url}?nick=Bob`);
    const ada = first.chat;
    const bob = second.chat;
    for (const person of [first, second]) person.allow(/^console: WebSocket error$/);
    for (const chat of [ada, bob]) await chat.connected();
    await ada.say('Hello Bob\nHow are you?');
    await ada.delivery('Hello Bob\nHow are you?', 'sent');
    assert.equal((await bob.delivery('Hello Bob\nHow are you?', 'received')).author, 'Ada');
    await bob.write('Fine, thanks');
    await bob.until('it is in the composer', (s) => s.composer.text === 'Fine, thanks');
    await bob.click('Send');
    await bob.delivery('Fine, thanks', 'sent');
    await ada.delivery('Fine, thanks', 'received');
    assert.ok((await bob.composer()).focused, 'pressing Send leaves the focus where one writes');
    // What a screen reader meets, over the row it stands for.
    const { rows } = await ada.settled();
    const { box } = await ada.find('listitem', 'Fine, thanks');
    assert.ok(Math.abs(box.y - rows[1].rect.y) < 1 && Math.abs(box.height - rows[1].rect.height) < 1, JSON.stringify([box, rows[1].rect]));

    await server.kill();
    for (const chat of [ada, bob]) await chat.until('it noticed', (s) => s.connection.state !== 'open');
    await ada.say('while away 1');
    await ada.say('while away 2');
    await ada.delivery('while away 2', 'queued');
    await first.picture('away');
    await server.start();
    for (const chat of [ada, bob]) await chat.connected();
    for (const text of ['while away 1', 'while away 2']) {
      await ada.delivery(text, 'sent');
      await bob.delivery(text, 'received');
    }
    await bob.say('back again');
    for (const chat of [ada, bob]) {
      const { totals } = await chat.shows(['Hello Bob\nHow are you?', 'Fine, thanks', 'while away 1', 'while away 2', 'back again']);
      assert.equal(totals.messages, 5, 'nothing lost, nothing doubled');
    }
    await ada.settled();
    await first.picture('chat');
  });

  scenario('writing: lines, accents, emoji, selection, undo', async (scene) => {
    const server = await scene.server();
    const { chat, window } = await scene.open(`${server.url}?nick=Ada`);
    await chat.connected();
    /** The drawn composer follows the field. @param {string} text @param {number} start @param {number} [end] of the selection */
    const written = (text, start, end = start) => chat.until(`the composer has ${JSON.stringify(text)}, selected ${start} to ${end}`,
      ({ composer }) => composer.text === text && composer.selectionStart === start && composer.selectionEnd === end);

    await chat.write('one two thre');
    await chat.insert('é'); // what a dead key makes, in one
    await written('one two threé', 13);
    for (const part of ['e', '\u0301', '👩‍👩‍👧', 'नि', 'ন']) await chat.insert(part);
    const all = 'one two threée\u0301👩‍👩‍👧निন';
    await written(all, all.length);
    // Backspace takes what the engine says it takes; both sides agree.
    await window.press('Backspace');
    const { composer } = await chat.until('something is gone', (s) => s.composer.text.length < all.length);
    assert.ok(all.startsWith(composer.text));
    assert.equal((await chat.composer()).value, composer.text);
    await window.press('Control+a');
    await written(composer.text, 0, composer.text.length);
    await window.type('new');
    await written('new', 3);
    await window.evaluate(() => document.execCommand('undo')); // as a menu does: MiniBrowser has no key for it
    await chat.until('undone', (s) => s.composer.text.startsWith('one two'));
    await window.press('Control+a');
    await chat.insert('α 日本 🎉');
    await written('α 日本 🎉', 7);
    await window.press('Shift+ArrowLeft');
    await written('α 日本 🎉', 5, 7); // both halves of a surrogate pair
    await window.press('End');
    await window.press('Shift+Enter');
    await written('α 日本 🎉\n', 8);
    await until(async () => Math.abs((await chat.composer()).box.height - 44) < 1, { what: 'the field is two lines high' });
    await window.type('x');
    await chat.settled();
    await scene.people[0].picture('composer');
    await window.press('Enter');
    await chat.delivery('α 日本 🎉\nx', 'sent');
    await written('', 0);
    // White space alone is nothing to send.
    await window.type('   ');
    await written('   ', 3);
    await window.press('Enter');
    assert.ok((await chat.find('button', 'Send')).disabled);
    assert.equal((await chat.settled()).totals.messages, 1);
  });
}
