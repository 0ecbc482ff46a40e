// @ts-check
// Banter beside its peers in one run. A markdown table and one line of JSON on stdout, progress on
// stderr, everything in build/bench/results.json. README.md says what the rows mean.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildPages } from './build.mjs';
import { burst, ceiling } from './cases/burst.mjs';
import { cold } from './cases/cold.mjs';
import { scale } from './cases/scale.mjs';
import { flood, steady } from './cases/steady.mjs';
import { medians } from './lib/figures.mjs';
import { startLoadServer } from './lib/load_server.mjs';
import { feedsTable, floodTable, peersTable, scaleTable } from './lib/report.mjs';
import { CEILINGS, DIALECT, FLOOD, PEERS, SCALE } from './peers.mjs';

/**
 * @typedef {import('./cases/context.mjs').Context} Context
 * @typedef {import('./peers.mjs').Peer} Peer
 * @typedef {{peer: Peer, section: string, run: () => Promise<Record<string, unknown>>}} Task
 */

/** @type {Context['sizes']} */
const FULL = {
  loads: 5,
  slowLoads: 3,
  burst: 100_000,
  batchedBurst: 1_000_000,
  slowBurst: 10_000,
  burstMs: 60_000,
  scale: 1_000_000,
  settleMs: 2000,
  jumps: 3,
  wheelMs: 4000,
};
/** @type {Context['sizes']} */
const QUICK = {
  loads: 1,
  slowLoads: 1,
  burst: 3000,
  batchedBurst: 3000,
  slowBurst: 300,
  burstMs: 15_000,
  scale: 20_000,
  settleMs: 300,
  jumps: 1,
  wheelMs: 500,
};

const HELP = `node run.mjs [options]
  --peers A,B   of ${PEERS.map((peer) => peer.name).join(', ')}, ceiling (default: all)
  --rounds N    how often each is measured, in turn; medians are shown (default 3)
  --secs N      length of the spans at 1,000 messages/s and at rest (default 20)
  --quick       one round, small sizes, three at once: does everything work? The figures mean nothing.
  --web DIR     the built page (default build/web)
Environment: CHROMIUM, the browser (default /usr/bin/chromium)`;

function options() {
  const { values } = parseArgs({
    options: {
      peers: { type: 'string' },
      rounds: { type: 'string' },
      secs: { type: 'string' },
      web: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const known = [...PEERS.map((peer) => peer.name), 'ceiling'];
  const names = values.peers?.split(',') ?? known;
  const count = (/** @type {string | undefined} */ text, /** @type {number} */ otherwise) => {
    const n = text === undefined ? otherwise : Number(text);
    if (!Number.isInteger(n) || n < 1) throw new Error(`not a whole number above 0: ${text}`);
    return n;
  };
  const stranger = names.find((name) => !known.includes(name));
  if (stranger !== undefined) throw new Error(`no such peer: ${stranger} (${known.join(', ')})`);
  const rounds = count(values.rounds, values.quick ? 1 : 3);
  return { names, rounds, secs: count(values.secs, values.quick ? 1 : 20), quick: values.quick, web: values.web };
}

/** One round: case by case, and within a case peer by peer, so that noise falls on all alike.
 * @param {Context} context @param {string[]} names @returns {Task[]} */
function round(context, names) {
  const peers = PEERS.filter((peer) => names.includes(peer.name));
  const feeds = names.includes('ceiling') ? [...CEILINGS, ...(names.includes('banter') ? DIALECT : [])] : [];
  return [
    ...peers.map((peer) => ({ peer, section: 'cold', run: () => cold(context, peer) })),
    ...feeds.map((peer) => ({ peer, section: 'burst', run: () => ceiling(context, peer) })),
    ...peers.map((peer) => ({ peer, section: 'burst', run: () => burst(context, peer) })),
    ...peers.map((peer) => ({ peer, section: 'steady', run: () => steady(context, peer) })),
    ...(names.includes('banter')
      ? [
          { peer: FLOOD, section: 'flood', run: () => flood(context, FLOOD) },
          { peer: SCALE, section: 'scale', run: () => scale(context, SCALE) },
        ]
      : []),
  ];
}

/**
 * @param {Task[]} tasks all rounds'
 * @param {number} lanes how many at once: 1, or nothing is measured
 * @returns {Promise<{samples: Map<string, Record<string, Record<string, unknown>[]>>, errors: string[]}>}
 */
async function perform(tasks, lanes) {
  /** @type {Map<string, Record<string, Record<string, unknown>[]>>} by peer, by section */
  const samples = new Map();
  /** @type {string[]} */
  const errors = [];
  const queue = tasks.entries();  // one iterator for all lanes
  const lane = async () => {
    for (const [i, { peer, section, run }] of queue) {
      const what = `[${i + 1}/${tasks.length}] ${peer.name} ${section}`;
      console.error(`${what} …`);
      try {
        const figures = await run();
        const own = samples.get(peer.name) ?? {};
        samples.set(peer.name, own);
        (own[section] ??= []).push(figures);
        console.error(`${what}: ${JSON.stringify(figures)}`);
      } catch (error) {
        const text = `${peer.name} ${section}: ${error instanceof Error ? error.message : String(error)}`;
        errors.push(text);
        console.error(`${what} FAILED: ${text}`);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { samples, errors };
}

async function main() {
  const { names, rounds, secs, quick, web: given } = options();
  const project = fileURLToPath(new URL('../../', import.meta.url));
  const web = path.resolve(given ?? path.join(project, 'build/web'));
  if (names.includes('banter') && !fs.existsSync(path.join(web, 'embed/banter.js'))) {
    throw new Error(`${web} has no embed/banter.js: build the page first, or leave banter out of --peers`);
  }
  const out = path.join(project, 'build/bench');
  await buildPages(path.join(out, 'pages'));
  const server = await startLoadServer([
    { prefix: '/bench/built/', folder: path.join(out, 'pages') },
    { prefix: '/bench/', folder: fileURLToPath(new URL('pages', import.meta.url)) },
    { prefix: '/', folder: web },
  ]);
  const context = { server, secs, sizes: quick ? QUICK : FULL };
  const tasks = Array.from({ length: rounds }, () => round(context, names)).flat();
  const { samples, errors } = await perform(tasks, quick ? 3 : 1).finally(server.stop);

  const results = [...CEILINGS, ...DIALECT, ...PEERS, FLOOD, SCALE].flatMap(({ name, label }) => {
    const sections = Object.entries(samples.get(name) ?? {});
    if (!tasks.some((task) => task.peer.name === name)) return [];
    return [{ name, label, cases: Object.fromEntries(sections.map(([section, list]) => [section, medians(list)])) }];
  });
  const machine = { cpus: os.cpus().length, cpu: os.cpus()[0]?.model, load: os.loadavg()[0], node: process.version };
  const summary = { suite: 'bench', quick, rounds, secs, sizes: context.sizes, machine, results, errors };
  const everything = { ...summary, samples: Object.fromEntries(samples) };
  fs.writeFileSync(path.join(out, 'results.json'), JSON.stringify(everything, null, 1));

  const peers = results.filter(({ name }) => PEERS.some((peer) => peer.name === name));
  if (peers.length > 0) console.log(peersTable(peers) + '\n');
  const flooded = results.find(({ name }) => name === FLOOD.name);
  if (flooded) console.log(floodTable(flooded) + '\n');
  const full = results.find(({ name }) => name === SCALE.name);
  if (full) console.log(scaleTable(full) + '\n');
  const ceilingOf = (/** @type {number} */ batch) =>
    results.find(({ name }) => CEILINGS.some((feed) => feed.name === name && feed.batch === batch));
  const plain = results.find(({ name }) => name === 'banter');
  const feeds = results.flatMap((result) => {
    const batch = DIALECT.find(({ name }) => name === result.name)?.batch;
    const isFeed = batch !== undefined || CEILINGS.some(({ name }) => name === result.name);
    return isFeed ? [{ ...result, ceiling: batch === undefined ? undefined : ceilingOf(batch) }] : [];
  });
  if (feeds.length > 0 && plain) feeds.push({ ...plain, label: 'Banter, plain, 1 message a frame', ceiling: ceilingOf(1) });
  if (feeds.length > 0) console.log(feedsTable(feeds) + '\n');
  console.log(JSON.stringify(summary));
  process.exitCode = errors.length > 0 ? 1 : 0;
}

// Leaving ends Chromium and the load server too.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
await main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
