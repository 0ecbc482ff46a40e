// @ts-check
// Reading back: what is older comes by itself, nothing that is read moves, and gaps are filled when one asks.
import assert from 'node:assert/strict';
import { fill } from './lib/filler.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { connectionErrors } from './lib/tab.mjs';
import { until } from './lib/until.mjs';

const numberOf = (/** @type {{ text: string }} */ row) => Number(row.text.replace('message ', ''));

/** Ada in a room of 5,000 messages, at its end. @param {import('./lib/scenario.mjs').Scene} scene */
async function largeRoom(scene) {
  const count = 5_000;
  const server = await scene.server();
  await fill(server.url, 1, count);
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  await ada.shows([`message ${count}`]);
  return { count, tab, ada };
}

scenario('a room of 5,000 messages is read up to its beginning, by wheel, by pages and at once', async (scene) => {
  const { count, tab, ada } = await largeRoom(scene);
  /** Which messages were on the screen. @type {Set<number>} */
  const seen = new Set();
  const look = async () => {
    const snapshot = await ada.snapshot();
    const numbers = snapshot.rows.map(numberOf);
    for (const [index, n] of numbers.entries()) {
      assert.equal(n, numbers[0] + index, `in order, without holes and doubles: ${numbers}`);
      seen.add(n);
    }
    return snapshot;
  };

  const box = await until(() => ada.log().boundingBox(), { what: 'the log has a place' });
  await tab.page.mouse.move(box.x + 200, box.y + 200);
  let first = count;
  for (let turn = 0; turn < 60 && first > count - 500; ++turn) {
    await tab.page.mouse.wheel(0, -400);
    const before = first;
    const { rows } = await ada.until('the wheel scrolled', (s) => numberOf(s.rows[0]) < before);
    first = numberOf(rows[0]);
    await look();
  }
  assert.ok(first <= count - 500, 'the wheel never came to a stop');
  await ada.log().focus();
  for (let turn = 0; turn < 60 && first > count - 1_500; ++turn) {
    await tab.page.keyboard.press('PageUp');
    const before = first;
    const { rows } = await ada.until('a page up', (s) => numberOf(s.rows[0]) < before);
    first = numberOf(rows[0]);
    await look();
  }
  assert.ok(first <= count - 1_500);

  await tab.page.keyboard.press('Home');
  await ada.until('all the way', (s) => s.totals.messages === count && numberOf(s.rows[0]) === 1, 40_000);
  await ada.item('Beginning of #general').waitFor();
  await ada.settled();
  await tab.picture('history-beginning');
  assert.equal((await ada.snapshot()).rows[0].text, 'message 1');

  // Down again through all of it.
  for (let turn = 0; turn < 400 && !(await look()).atEnd; ++turn) {
    const before = numberOf((await ada.snapshot()).rows[0]);
    await tab.page.keyboard.press('PageDown');
    await ada.until('a page down', (s) => numberOf(s.rows[0]) > before || s.atEnd);
  }
  assert.equal(seen.size, count, 'each was on the screen');
  assert.equal((await ada.snapshot()).totals.messages, count);
}, { within: 180_000 });

scenario('one jumps into the middle of 5,000 messages and reads on from there to the end', async (scene) => {
  const { count, tab, ada } = await largeRoom(scene);
  /** @param {number} number @returns {Promise<string>} why not; empty: it is on the screen */
  const show = (number) => ada.host.evaluate(async (/** @type {any} */ element, n) => {
    try {
      await element.chat.show(n);
      return element.chat.snapshot().rows.some((/** @type {any} */ row) => row.number === n) ? '' : 'resolved, and not on the screen';
    } catch (error) {
      return String(error);
    }
  }, number);
  assert.equal(await show(2_500), '');
  await ada.settled();
  await tab.picture('history-jump');
  const log = await until(() => ada.log().boundingBox(), { what: 'the log has a place' });
  const jumped = await ada.snapshot();
  const place = jumped.rows.find((row) => row.number === 2_500)?.rect;
  assert.ok(place && place.y > log.y && place.y < log.y + log.height * 0.4, 'in the upper third');
  assert.ok(jumped.totals.messages <= 1_000, `a page, not all on the way there: ${jumped.totals.messages}`);
  assert.equal(jumped.atEnd, false);
  assert.match(await show(count + 1), /There is no such message/);
  assert.match(await show(0.5), /TypeError.*whole/);

  /** Which messages were on the screen. @type {Set<number>} */
  const seen = new Set(jumped.rows.map((row) => row.number));
  let last = Math.max(...seen);
  await tab.page.mouse.move(log.x + 200, log.y + 200);
  for (let turn = 0; turn < 1_000 && last < count; ++turn) {
    await tab.page.mouse.wheel(0, 380);
    const before = last;
    const snapshot = await ada.until('the wheel scrolled', (s) => s.rows[s.rows.length - 1].number > before || s.atEnd);
    const numbers = snapshot.rows.map((row) => row.number);
    for (const [index, n] of numbers.entries()) {
      assert.equal(n, numbers[0] + index, `in order, without holes and doubles: ${numbers}`);
      assert.equal(numberOf(snapshot.rows[index]), n, 'the numbers are the server’s');
      seen.add(n);
    }
    last = numbers[numbers.length - 1];
  }
  for (let n = 2_500; n <= count; ++n) assert.ok(seen.has(n), `${n} was on the screen`);
  await ada.until('the end', (s) => s.atEnd);
  const { totals } = await ada.snapshot();
  assert.ok(totals.messages >= 2_501 && totals.messages < 3_000, `${totals.messages}`);
  assert.equal(await ada.log().getByRole('button').count(), 0, 'no gap is left to be pressed');

  // The way back by the pill, and the beginning by a key.
  assert.equal(await show(3_000), '', 'it is here');
  await ada.click('Jump to latest');
  await ada.shows([`message ${count}`]);
  await ada.log().focus();
  await tab.page.keyboard.press('Control+Home');
  await ada.until('the first message', (s) => s.rows[0].number === 1);
  await ada.item('Beginning of #general').waitFor();
  await ada.settled();
  await tab.picture('history-jump-first');
  await ada.composer().fill('from the beginning');
  await tab.page.keyboard.press('Enter');
  await ada.shows(['from the beginning']);
  await ada.log().focus();
  await tab.page.keyboard.press('Control+Home');
  await ada.until('the first message again', (s) => s.rows[0].number === 1);
  await tab.page.keyboard.press('Control+End');
  await ada.until('the end again', (s) => s.atEnd);
}, { within: 240_000 });

scenario('a link to a message opens the page there', async (scene) => {
  const server = await scene.server();
  await fill(server.url, 1, 1_200);
  const tab = await scene.open(address(server.url, { nick: 'Ada', message: '300', theme: 'dark' }));
  const ada = tab.chat();
  await ada.until('the message', (s) => s.rows.some((row) => row.number === 300) && s.settled);
  await tab.picture('history-jump-link');
  await tab.resize(320, 600);
  await ada.until('it stays in view', (s) => s.rows.some((row) => row.number === 300) && s.settled);
  await tab.picture('history-jump-narrow');
});

/** @param {number} first @param {number} last */
const messages = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => (
  { seq: first + i, user: 'u2', from: i % 7 < 3 ? 'Bob' : 'Cleo', message: `message ${first + i}`, ts: 1_700_000_000_000 + (first + i) * 60_000 }));

scenario('what is read stays where it is when older messages come, and what does not come can be tried again', async (scene) => {
  const chatServer = await scene.scriptedServer();
  chatServer.offers = { history: true };
  chatServer.newest = { messages: messages(401, 460), more: true };
  const web = await scene.webServer();
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }));
  const ada = tab.chat();
  await ada.connected();
  const peer = await chatServer.peer();
  await ada.log().focus();
  await tab.page.keyboard.press('Home');
  await ada.item('Loading earlier messages…').waitFor();
  await ada.settled();
  await tab.picture('history-loading');
  await tab.page.keyboard.press('PageDown'); // who goes on reading stays there
  await ada.until('down a page', (s) => numberOf(s.rows[0]) > 402);
  /** @param {number} n */
  const asked = (n) => until(() => peer.of('history')[n], { what: `request ${n + 1}` });
  for (let page = 0; page < 3; ++page) {
    const { before, after, epoch } = await asked(page);
    assert.deepEqual([after, epoch], [undefined, 'e1']);
    assert.equal(before, 401 - page * 20);
    await ada.settled();
    const { rows, totals } = await ada.snapshot();
    peer.send({ type: 'history', room: 'general', messages: messages(before - 20, before - 1), more: true, before });
    const now = await ada.until('they are there', (s) => s.totals.messages === totals.messages + 20 && s.settled);
    for (const row of rows.slice(1, -1)) {
      const place = now.rows.find(({ id }) => id === row.id);
      assert.ok(place, `${row.text} is still visible`);
      assert.ok(Math.abs(place.rect.y + place.rect.height - row.rect.y - row.rect.height) <= 1, `${row.text} has not moved`);
    }
    await tab.page.keyboard.press('PageUp');
  }
  // The next one is not answered but refused.
  await tab.page.keyboard.press('Home'); // a page up may end more than two views below the first message
  const { id } = await asked(3);
  peer.send({ type: 'error', code: 'storage', message: 'Broken.', room: 'general', id });
  const again = ada.button('Earlier messages did not load. Try again');
  await again.waitFor();
  await ada.settled();
  await tab.picture('history-failed');
  await again.focus();
  await tab.page.keyboard.press('Enter');
  const { before } = await asked(4);
  peer.send({ type: 'history', room: 'general', messages: messages(300, before - 1), more: false, before });
  await again.waitFor({ state: 'detached' });
  await ada.until('they have come', (s) => s.totals.messages === 161);
  await tab.page.keyboard.press('Home'); // the focus went to the list
  await ada.item('Beginning of #general').waitFor();
});

scenario('after more was missed than is sent again there is a gap, which one press fills', async (scene) => {
  const server = await scene.server();
  await fill(server.url, 1, 5);
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  tab.allow(...connectionErrors);
  const ada = tab.chat();
  await ada.connected();
  await ada.shows(['message 5']);
  await server.kill();
  await ada.until('it noticed', (s) => s.connection.state !== 'open');
  await server.start({ aside: true });
  await fill(server.urlAside, 6, 1_605);
  await server.kill();
  await server.start();
  await ada.connected(40_000);
  await ada.shows(['message 1605']);
  assert.equal((await ada.snapshot()).totals.messages, 1_005, 'the newest thousand');

  await ada.log().focus();
  await tab.page.keyboard.press('Home');
  const gap = ada.button('Some messages are missing here. Load them');
  await gap.waitFor();
  await ada.settled();
  for (const [name, size] of /** @type {const} */ ([['history-gap', [960, 640]], ['history-gap-narrow', [320, 600]]])) {
    await tab.resize(size[0], size[1]);
    await ada.settled();
    await tab.picture(name);
  }
  await tab.resize(960, 640);
  await gap.focus();
  await tab.page.keyboard.press('Enter');
  await ada.until('the gap is filled', (s) => s.totals.messages === 1_605, 20_000);
  await gap.waitFor({ state: 'detached' });
  const { rows } = await ada.until('what was missing is there', (s) => s.rows.some((row) => row.text === 'message 6'));
  for (const [index, row] of rows.entries()) assert.equal(numberOf(row), numberOf(rows[0]) + index);
}, { within: 120_000 });
