// What opening the page costs on the wire: raw, gzip and brotli bytes of everything it loads, against budget.json.
// Fails when over a limit, when something on the list is not there, and when the page mentions a file that is
// in its folder but not on the list: a budget that forgets a file is none.
//   node scripts/size.mjs
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { root, walk } from './lib/files.mjs';

/** @typedef {{ folder: string, entry: string, loads: string[], limits: Partial<Record<'raw'|'gzip'|'brotli', number>> }} Budget */
/** @typedef {{ name: string, raw: number, gzip: number, brotli: number }} Row */

/**
 * `*` stands for any characters but a slash, `**` for any.
 * @param {string} pattern
 */
function toRegExp(pattern) {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*\*|\*/g, (stars) => (stars === '**' ? '.*' : '[^/]*'))}$`);
}

/**
 * @param {string} folder
 * @param {Budget} budget
 * @returns {{ rows: Row[], problems: string[] }}
 */
export function measure(folder, budget) {
  const present = walk(folder).filter((name) => !/\.(br|gz|part)$/.test(name));
  /** @type {string[]} */
  const problems = [];
  const loaded = new Set(
    budget.loads.flatMap((pattern) => {
      const matching = present.filter((name) => toRegExp(pattern).test(name));
      if (matching.length === 0 && !pattern.includes('*')) problems.push(`${pattern} is on the list and not in the page`);
      return matching;
    }),
  );
  const sources = [...loaded].filter((name) => /\.(html|css|m?js)$/.test(name));
  const text = sources.map((name) => fs.readFileSync(path.join(folder, name), 'utf8')).join('\n');
  for (const name of present) {
    if (loaded.has(name) || /\.(html|map|d\.ts)$/.test(name)) continue; // linked to, not loaded
    const quoted = new RegExp(`["'(/]${path.basename(name).replace(/[.+?^${}()|[\]\\*]/g, '\\$&')}["')?#]`);
    if (quoted.test(text)) problems.push(`the page mentions ${name}, which is not on the list`);
  }
  const rows = [...loaded].sort().map((name) => {
    const data = fs.readFileSync(path.join(folder, name));
    return {
      name,
      raw: data.length,
      gzip: zlib.gzipSync(data, { level: 9 }).length,
      brotli: zlib.brotliCompressSync(data, {
        params: {
          [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
          [zlib.constants.BROTLI_PARAM_LGWIN]: zlib.constants.BROTLI_MAX_WINDOW_BITS,
          [zlib.constants.BROTLI_PARAM_SIZE_HINT]: data.length,
        },
      }).length,
    };
  });
  const total = sum(rows);
  for (const kind of /** @type {const} */ (['raw', 'gzip', 'brotli'])) {
    const limit = budget.limits[kind];
    if (limit !== undefined && total[kind] > limit) {
      problems.push(`${total[kind] - limit} bytes over the ${kind} budget of ${limit}`);
    }
  }
  return { rows, problems };
}

/**
 * @param {Row[]} rows
 * @returns {Row}
 */
function sum(rows) {
  return rows.reduce(
    (a, b) => ({ name: 'total', raw: a.raw + b.raw, gzip: a.gzip + b.gzip, brotli: a.brotli + b.brotli }),
    { name: 'total', raw: 0, gzip: 0, brotli: 0 },
  );
}

/**
 * @param {Row[]} rows
 * @param {Budget['limits']} limits
 */
export function table(rows, limits) {
  const count = (/** @type {number | undefined} */ bytes) => (bytes === undefined ? '' : bytes.toLocaleString('en'));
  return [
    '| file | raw | gzip | brotli |',
    '|---|--:|--:|--:|',
    ...[...rows, sum(rows)].map((row) => `| ${row.name} | ${count(row.raw)} | ${count(row.gzip)} | ${count(row.brotli)} |`),
    `| budget | ${count(limits.raw)} | ${count(limits.gzip)} | ${count(limits.brotli)} |`,
  ].join('\n');
}

if (process.argv[1]?.endsWith('scripts/size.mjs')) {
  /** @type {Budget} */
  const budget = JSON.parse(fs.readFileSync(path.join(root, 'budget.json'), 'utf8'));
  const folder = path.join(root, budget.folder);
  if (!fs.existsSync(path.join(folder, budget.entry))) {
    console.error(`error: there is no page in ${budget.folder}: make build`);
    process.exit(1);
  }
  const { rows, problems } = measure(folder, budget);
  console.log(table(rows, budget.limits));
  for (const problem of problems) console.error(`error: ${problem}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
