// @ts-check
// Real pages and the real server, and everything between them fails again and again. Then it ends, all come to rest,
// and the simulator's checker judges what the database has and what the pages show and have shown.
//
//   CHAOS_SEED=…  the same faults again (what they meet is another matter)
//   CHAOS_SECS=…  how long it storms
import assert from 'node:assert/strict';
import { Random } from '../e2e/lib/random.mjs';
import { address, scenario } from '../e2e/lib/scenario.mjs';
import { until } from '../e2e/lib/until.mjs';
import { doctored } from './lib/doctored.mjs';
import { judge, writeHistory } from './lib/history.mjs';
import { Person, room } from './lib/person.mjs';
import { Proxy } from './lib/proxy.mjs';
import { readLog } from './lib/reading.mjs';
import { Victim } from './lib/server.mjs';
import { Storm } from './lib/storm.mjs';

const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
const seconds = Number(process.env.CHAOS_SECS ?? 60);
const patience = 150_000; // ms until all is calm: what waits is sent at five a second

/** @param {Person[]} people @param {Victim} victim */
async function comesToRest(people, victim) {
  const sheets = people.flatMap((person) => person.sheets);
  let stood = '';
  await until(async () => {
    stood = '';
    for (const person of people) if (!await person.settled()) stood += `${person.nick} has something to send; `;
    const snapshots = await Promise.all(sheets.map(({ chat }) => chat.snapshot()));
    const last = snapshots.map(({ rows }) => rows.at(-1)?.text.slice(0, 20));
    const states = snapshots.map(({ connection }) => connection.state);
    const pending = await victim.metric('banter_messages_pending');
    if (states.some((state) => state !== 'open') || snapshots.some(({ atEnd }) => !atEnd)) stood += `pages are ${states}; `;
    if (new Set(last).size > 1) stood += `the last rows are ${last}; `;
    return stood === '' && pending === 0;
  }, { what: 'all come to rest', within: patience, every: 500, otherwise: () => stood });
}

/**
 * @param {Person[]} people @param {Storm} storm @param {Victim} victim @param {Proxy} proxy
 * @param {{ stored: number, times: number[], kept: boolean, words: string }} outcome
 */
function print(people, storm, victim, proxy, { stored, times, kept, words }) {
  /** @param {(person: Person) => number} count */
  const sum = (count) => people.reduce((all, person) => all + count(person), 0);
  const typed = people.flatMap((person) => person.typed);
  const { counts } = proxy;
  const took = times.slice(1).map((time, i) => ((time - times[i]) / 1_000).toFixed(1));
  console.log([
    `messages: ${typed.length} written, ${stored} stored, ${sum((person) => person.sent)} shown as sent on their own pages`,
    `  of them ${sum(({ last }) => last)} in the task in which their page went, ${typed.length - stored} of those too late to be kept: not promised`,
    `  and ${sum(({ races }) => 2 * races)} in two tabs in the same moment`,
    `server: ${victim.kills} times kill -9, with ${storm.waitingAtKills} messages unconfirmed in all`,
    `connections: ${counts.connections}, ${counts.cuts} cut (${counts.torn} within a frame), ${counts.stalls} stalled, ${counts.halfCloses} half-closed; ${victim.duplicates} messages arrived a second time`,
    `pages: ${sum(({ ends }) => ends.reload)} reloaded mid-send, ${sum(({ ends }) => ends.crash)} crashed, ${sum(({ ends }) => ends.close)} closed`,
    `disk: full ${storm.shortages.space} times (ENOSPC), over its limit ${storm.shortages.limit} times (EFBIG), ${storm.refused} messages refused, ${victim.refusedStarts} starts refused`,
    `longest outage of a page: ${(Math.max(...people.map(({ longestOutage }) => longestOutage)) / 1_000).toFixed(1)} s`,
    `took: the storm ${took[0]} s, coming to rest ${took[1]} s, reading all pages ${took[2]} s`,
    `checker: ${words}${kept ? ': lost 0, doubled 0, misordered 0' : ''}`,
  ].join('\n'));
}

scenario('a storm loses, doubles and reorders nothing', async (scene) => {
  console.log(`seed ${seed}, ${seconds} s of storm (CHAOS_SEED, CHAOS_SECS)`);
  const random = new Random(seed);
  /** @type {import('./lib/history.mjs').Event[]} */
  const events = [];
  /** @param {import('./lib/history.mjs').Event} event */
  const record = (event) => { events.push(event); };

  const web = await scene.webServer();
  const victim = scene.keep(new Victim(new URL(web.url).origin));
  await victim.start();
  const proxy = scene.keep(await new Proxy(() => victim.port).start());
  /** @type {Person[]} */
  const people = [];
  for (const [nick, tabs] of /** @type {const} */ ([['Ada', 2], ['Bob', 1], ['Cleo', 1]])) {
    const context = await scene.person({ viewport: { width: 480, height: 400 } });
    const url = address(web.url, { nick, room, url: `ws://127.0.0.1:${proxy.port}/ws?${nick}` });
    const person = new Person({ scene, context, url, random: new Random(random.next()), record }, people.length, nick);
    for (let i = 0; i < tabs; ++i) await person.open(i);
    people.push(person);
  }
  const sheets = () => people.flatMap((person) => person.sheets);
  for (const { chat } of sheets()) await chat.connected();

  const beganAt = Date.now();
  const storm = new Storm({ victim, proxy, people, record }, random);
  scene.keep({ end: async () => { if (!settled) console.log(`the storm: ${storm.steps.join(', ')}`); } });
  let settled = false;
  await Promise.all([storm.blow(seconds), ...people.map((person) => person.live(() => storm.over))]);
  const calmAt = Date.now();
  await comesToRest(people, victim);
  const restAt = Date.now();

  // What nobody has seen on any screen is read too: each page's log up to its beginning.
  const { messages } = /** @type {import('./lib/doctored.mjs').Database} */ (events.findLast((event) => event.what === 'database'));
  const screens = await Promise.all(people.flatMap(({ nick, device, sheets }) => sheets.map(async (sheet, at) => {
    await sheet.tab.picture(`chaos-${nick}-${at + 1}`);
    const rows = await readLog(sheet, messages[0].text);
    assert.equal(rows.length, (await sheet.chat.snapshot()).totals.messages, 'all that the page has was read');
    return { what: /** @type {const} */ ('screen'), device, rows, has_older: false, final: true };
  })));
  const readAt = Date.now();
  await victim.count();
  const found = await victim.kill();
  record({ what: 'database', ...found });
  for (const person of people) {
    await person.tell();
    person.learn(found.messages, events);
  }
  events.push(...screens, { what: 'finish' });

  const file = writeHistory(`storm-${seed}`, events);
  const { kept, words } = judge(file);
  print(people, storm, victim, proxy, { stored: found.messages.length, times: [beganAt, calmAt, restAt, readAt], kept, words });
  assert.equal(kept, true, `seed ${seed}, ${file}: ${words}`);

  settled = true;

  // It would have said so: the same history with something wrong in it is objected to.
  for (const { what, objection, events: wrong } of doctored(events)) {
    const verdict = judge(writeHistory(`storm-doctored`, wrong));
    assert.match(verdict.words, objection, what);
    assert.equal(verdict.kept, false, what);
  }

  // A storm in which nothing happened proves nothing.
  assert.ok(victim.kills >= 10 && storm.waitingAtKills > 0, 'killed under load');
  assert.ok(proxy.counts.torn > 0 && proxy.counts.stalls > 0 && proxy.counts.halfCloses > 0, JSON.stringify(proxy.counts));
  assert.ok(victim.duplicates > 0, 'messages arrived twice');
  assert.ok(storm.refused > 0, 'the disk was full');
  assert.ok(people.some(({ ends }) => ends.reload > 0) && people.some(({ ends }) => ends.crash > 0), 'pages went');
}, { within: (seconds + 240) * 1_000 });
