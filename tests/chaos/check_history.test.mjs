// @ts-check
// The checker has nothing to say against a history in which every promise was kept, and objects to each that is broken.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doctored } from './lib/doctored.mjs';
import { judge, writeHistory } from './lib/history.mjs';

/** @typedef {import('./lib/history.mjs').Event} Event */

const room = 'general';
const nicks = ['Ada', 'Bob'];

/** Two people, two messages each, a kill between them. @returns {Event[]} */
function goodHistory() {
  /** @type {import('./lib/server.mjs').Stored[]} */
  const messages = [0, 0, 1, 1].map((who, i) =>
    ({ room, seq: i + 1, id: `id-${i}`, user: `user of ${nicks[who]}`, nick: nicks[who], text: `${nicks[who]}.${i % 2 + 1} hello` }));
  /** @param {number} device */
  const rows = (device) => messages.map(({ nick, text }, id) =>
    ({ id, author: nick, text, state: nick === nicks[device] ? 'sent' : 'received', error: '' }));
  /** @param {number} device @returns {Event[]} */
  const typed = (device) => messages.filter(({ nick }) => nick === nicks[device]).map(({ text, id }) =>
    ({ what: 'typed', device, text, accepted: true, id }));
  /** @param {number} device @param {number} id @param {string} state @returns {Event} */
  const shown = (device, id, state) => ({ what: 'shown', device, row: { ...rows(device)[id], state } });
  return [
    ...nicks.map((nick, device) => /** @type {Event} */ ({ what: 'opens', device, room, nick })),
    ...typed(0), ...typed(1),
    shown(0, 0, 'pending'), shown(0, 1, 'queued'),
    { what: 'database', epoch: 'e1', messages: messages.slice(0, 2) },
    shown(0, 0, 'sent'), shown(1, 0, 'received'), shown(1, 2, 'pending'),
    { what: 'screen', device: 1, rows: rows(1).slice(1, 2), has_older: true, final: false },
    { what: 'database', epoch: 'e1', messages },
    ...nicks.map((_, device) => /** @type {Event} */ ({ what: 'screen', device, rows: rows(device), has_older: false, final: true })),
    { what: 'finish' },
  ];
}

test('nothing is said against a good history', () => {
  const { kept, words } = judge(writeHistory('good', goodHistory()));
  assert.equal(kept, true, words);
});

for (const { what, objection, events } of doctored(goodHistory())) {
  test(`objects when: ${what}`, () => {
    const { kept, words } = judge(writeHistory('doctored', events));
    assert.equal(kept, false, 'it must object');
    assert.match(words, objection);
  });
}

test('the numbering must stay, and the person behind a name', () => {
  const events = goodHistory();
  const last = /** @type {import('./lib/doctored.mjs').Database} */ (events.findLast((event) => event.what === 'database'));
  last.epoch = 'e2';
  assert.match(judge(writeHistory('doctored', events)).words, /the numbering is another: e2/);
  last.epoch = 'e1';
  last.messages[3].user = 'somebody';
  assert.match(judge(writeHistory('doctored', events)).words, /Bob is somebody else at times/);
});

test('what is no history is not taken for a good one', () => {
  const [opens] = goodHistory();
  assert.throws(() => judge(writeHistory('broken', [opens])), /the history has no end/);
  assert.throws(() => judge(writeHistory('broken', [/** @type {any} */ ({ what: 'nonsense' })])), /there is no event nonsense/);
});
