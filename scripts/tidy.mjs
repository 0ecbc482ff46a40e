// clang-tidy over our C++ as build/native compiles it, and what only the page has as build/web-release does. A source that passed is not looked at again until it, a
// header of ours that it includes, the way it is compiled, the rules or the tool change.
//   node scripts/tidy.mjs CLANG_TIDY [source…]
import { execFile, execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './lib/files.mjs';

/** @typedef {{ file: string, command: string, folder: string, extra: string[] }} Entry */

/** What em++ knows by itself: the target, and where its headers are (BANTER_EM_SYSROOT, of scripts/env.sh). */
function forEmscripten() {
  const sysroot = process.env.BANTER_EM_SYSROOT;
  if (!sysroot) return [];
  return [
    '--target=wasm32-unknown-emscripten', `--sysroot=${sysroot}`, `-isystem${sysroot}/include/c++/v1`, `-isystem${sysroot}/include/compat`,
    '-D__EMSCRIPTEN__',
  ].map((flag) => `--extra-arg=${flag}`);
}

const databases = [
  { folder: 'build/native', sources: /^src\/(?!platform\/web\/)/, extra: [] },
  { folder: 'build/web-release', sources: /^src\/platform\/web\//, extra: forEmscripten() },
];
const cache = path.join(root, 'build/tidy');

/**
 * Our files that a source includes, at any depth, itself first.
 * @param {string} file relative to the project
 * @param {Set<string>} [seen]
 */
export function closure(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = fs.readFileSync(path.join(root, file), 'utf8');
  for (const [, name] of text.matchAll(/^\s*#\s*include\s*"([^"]+)"/gm)) {
    const header = path.posix.join('src', name);
    if (fs.existsSync(path.join(root, header))) closure(header, seen);
  }
  return seen;
}

/**
 * @param {Entry} entry
 * @param {string} salt
 */
function keyOf(entry, salt) {
  const hash = crypto.createHash('sha256').update(salt).update(entry.command);
  for (const name of closure(path.relative(root, entry.file))) {
    hash.update(`\0${name}\0`).update(fs.readFileSync(path.join(root, name)));
  }
  return hash.digest('hex');
}

/**
 * @param {string} tool
 * @param {Entry} entry
 * @returns {Promise<{ ok: boolean, text: string }>}
 */
function tidy(tool, entry) {
  const args = ['-p', path.join(root, entry.folder), '--quiet', ...entry.extra, entry.file];
  return new Promise((resolve) => {
    execFile(tool, args, { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      // On stderr it also counts what it found in other people's headers and did not say.
      resolve({ ok: !error, text: `${stdout}${stderr.replace(/^\d+ warnings?.* generated\.\n/gm, '')}` });
    });
  });
}

async function main() {
  const [tool, ...only] = process.argv.slice(2);
  if (!tool) throw new Error('which clang-tidy?');
  const ours = databases.flatMap(({ folder, sources, extra }) => {
    /** @type {{ file: string, command: string }[]} */
    const all = JSON.parse(fs.readFileSync(path.join(root, folder, 'compile_commands.json'), 'utf8'));
    return all.map((entry) => ({ ...entry, folder, extra })).filter(({ file }) => {
      const name = path.relative(root, file);
      return sources.test(name) && fs.existsSync(file) && (only.length === 0 || only.includes(name));
    });
  });
  const salt = execFileSync(tool, ['--version'], { encoding: 'utf8' }) + fs.readFileSync(path.join(root, '.clang-tidy'), 'utf8');
  fs.mkdirSync(cache, { recursive: true });
  const todo = ours
    .map((entry) => ({ entry, stamp: path.join(cache, keyOf(entry, salt)) }))
    .filter(({ stamp }) => !fs.existsSync(stamp));
  let done = 0;
  let failed = 0;
  const worker = async () => {
    for (let next = todo.shift(); next !== undefined; next = todo.shift()) {
      const { ok, text } = await tidy(tool, next.entry);
      const name = path.relative(root, next.entry.file);
      console.error(`   tidy ${(done += 1)} ${name}${ok ? '' : ': FAILED'}`);
      if (ok) {
        fs.writeFileSync(next.stamp, `${name}\n`);
      } else {
        failed += 1;
        console.error(text);
      }
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, worker));
  console.log(`tidy: ${ours.length} sources, ${done} looked at, ${failed} wrong`);
  process.exitCode = failed > 0 ? 1 : 0;
}

if (process.argv[1]?.endsWith('scripts/tidy.mjs')) await main();
