// @ts-check
// Fan-out of one room: what a delivery costs in CPU, what a connection costs in memory, how long a message takes.
//   node run.mjs [--quick] [--connections 1000,10000] [--seconds 10]
// Needs build/native/banter-server and build/native/fanout (scripts/build.sh bench-server). On stdout a table and one line of
// JSON; exit code 1 when something could not be measured; a goal that is missed is a result.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { values } = parseArgs({ options: {
  connections: { type: 'string', default: '1000,10000' },
  seconds: { type: 'string', default: '10' },
  quick: { type: 'boolean', default: false },
} });
const sizes = values.quick ? [200] : values.connections.split(',').map(Number);
const seconds = values.quick ? 2 : Number(values.seconds);
const deliveriesPerSecond = 20_000;
const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Seconds of CPU so far. @param {number} pid */
function cpu(pid) {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return { user: Number(fields[11]) / ticks, system: Number(fields[12]) / ticks };
}

/** Bytes of the resident set. @param {number} pid */
function memory(pid) {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

/**
 * A child, ended by its id, and its lines.
 * @param {string} command @param {string[]} args
 */
function start(command, args) {
  // As many files as are allowed: a shell's builtin is the only way to raise them for a child of Node.
  const child = spawn('sh', ['-c', 'ulimit -n $(ulimit -Hn); exec "$0" "$@"', command, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const reader = lines[Symbol.asyncIterator]();
  const ended = new Promise((resolve) => child.on('exit', resolve));
  return {
    pid: /** @type {number} */ (child.pid),
    /** The next line; throws when there is none. */
    async line() {
      const { value, done } = await reader.next();
      if (done) throw new Error(`${path.basename(command)} ended with ${await ended}`);
      return /** @type {string} */ (value);
    },
    go: () => child.stdin.write('\n'),
    async end() {
      if (child.exitCode === null) child.kill('SIGTERM');
      await ended;
      lines.close();
    },
  };
}

/** @type {Record<string, (folder: string) => { command: string, args: string[], dialect: string }>} */
const servers = {
  banter: (folder) => ({
    command: path.join(root, 'build/native/banter-server'),
    args: ['--listen', '127.0.0.1:0', '--root', folder, '--db', path.join(folder, '../chat.db'), '--max-connections', '12000'],
    dialect: 'banter',
  }),
  'node-ws': () => ({ command: process.execPath, args: [path.join(root, 'tests/bench_server/broadcaster.mjs')], dialect: 'plain' }),
};

/** @param {string} name @param {number} connections */
async function measure(name, connections) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'banter-fanout-'));
  fs.mkdirSync(path.join(folder, 'root'));
  fs.writeFileSync(path.join(folder, 'root/index.html'), '');
  const { command, args, dialect } = servers[name](path.join(folder, 'root'));
  const server = start(command, args);
  try {
    const port = /:?(\d+)\/?$/.exec(await server.line())?.[1];
    const idle = memory(server.pid);
    const perSecond = deliveriesPerSecond / connections;
    const messages = Math.max(1, Math.round(perSecond * seconds));
    const clients = start(path.join(root, 'build/native/fanout'), [String(port), String(connections), dialect, String(messages), String(perSecond)]);
    try {
      await clients.line();
      // The storm of joins is told of within seconds; what it cost is not the deliveries'.
      await new Promise((resolve) => setTimeout(resolve, values.quick ? 500 : 8_000));
      const connected = memory(server.pid);
      const before = cpu(server.pid);
      clients.go();
      const result = JSON.parse(await clients.line());
      const after = cpu(server.pid);
      const busy = memory(server.pid);
      clients.go();
      const user = after.user - before.user;
      const system = after.system - before.system;
      return {
        server: name, connections, deliveries: result.deliveries, complete: result.deliveries >= messages * (connections - 1),
        cpuMicroseconds: ((user + system) / result.deliveries) * 1e6, userMicroseconds: (user / result.deliveries) * 1e6,
        memoryPerConnection: (connected - idle) / connections, memoryIdle: idle, memoryConnected: connected, memoryBusy: busy,
        p50: result.p50, p99: result.p99,
      };
    } finally {
      await clients.end();
    }
  } finally {
    await server.end();
    fs.rmSync(folder, { recursive: true });
  }
}

/** @type {Awaited<ReturnType<typeof measure>>[]} */
const rows = [];
for (const connections of sizes) {
  for (const name of Object.keys(servers)) {
    process.stderr.write(`${name}, ${connections} connections\n`);
    rows.push(await measure(name, connections));
  }
}
const mib = (/** @type {number} */ bytes) => (bytes / 2 ** 20).toFixed(1);
console.log('| server | connections | deliveries | CPU a delivery, µs (user) | memory a connection, KiB | … of the process, MiB, idle → connected → busy | p50, ms | p99, ms |');
console.log('|---|--:|--:|--:|--:|--:|--:|--:|');
for (const row of rows) {
  console.log(`| ${row.server} | ${row.connections} | ${row.deliveries} | ${row.cpuMicroseconds.toFixed(1)} (${row.userMicroseconds.toFixed(1)}) | ${(row.memoryPerConnection / 1024).toFixed(1)} | ${mib(row.memoryIdle)} → ${mib(row.memoryConnected)} → ${mib(row.memoryBusy)} | ${row.p50} | ${row.p99} |`);
}
console.log(JSON.stringify(rows));
for (const connections of values.quick ? [] : sizes) {
  const [ours, theirs] = ['banter', 'node-ws'].map((name) => /** @type {any} */ (rows.find((row) => row.server === name && row.connections === connections)));
  const cpuShare = ours.cpuMicroseconds / theirs.cpuMicroseconds;
  const memoryShare = ours.memoryBusy / theirs.memoryBusy;
  /** @param {boolean} met */
  const verdict = (met) => (met ? 'met' : 'missed');
  console.log(`${connections} connections: ${(100 * cpuShare).toFixed(0)} % of the CPU a delivery (goal below 100: ${verdict(cpuShare < 1)}), ${(100 * memoryShare).toFixed(0)} % of the memory in use (goal 20: ${verdict(memoryShare <= 0.2)})`);
}
process.exitCode = rows.every((row) => row.complete) ? 0 : 1;
