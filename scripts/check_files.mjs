// What must hold for every file: sources of at most 500 lines, no path of the machine it was written on, no address
// of a package registry (a mirror is the user's choice, read from apt's and npm's configuration), and in what the page
// runs nothing that reads pixels back (browsers that resist fingerprinting answer noise).
//   node scripts/check_files.mjs
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectFiles, root } from './lib/files.mjs';

export const maxLines = 500;
const source = /(\.(cpp|hpp|h|c|js|mjs|cjs|ts|css|html|sh|cmake)|(^|\/)(Makefile|CMakeLists\.txt|\.ci\/run))$/;

const shipped = /^(web|shell|src\/(platform\/web|ui|text|app))\//;

/**
 * What a command prints, or nothing where there is no such command.
 * @param {string} command
 * @param {string[]} args
 */
function output(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}

/** @param {string} text */
const literally = (text) => text.replace(/[.+?^${}()|[\]\\*/]/g, '\\$&');

/**
 * Hosts this machine gets packages from. A local proxy is not one: "localhost" stands in files for good reasons.
 * @returns {string[]}
 */
function registryHosts() {
  const listed = [
    output('apt-get', ['indextargets', '--format', '$(REPO_URI)']),
    output('npm', ['config', 'get', 'registry']),
  ].join('\n');
  const hosts = [...listed.matchAll(/^[a-z+]+:\/\/(?:[^@/\s]*@)?([a-z0-9.-]+)/gim)].map((match) => match[1]);
  return [...new Set(hosts)].filter((host) => host.includes('.') && !/^[0-9.]+$/.test(host));
}

/**
 * Patterns of what must not be committed.
 * @param {{ folder: string, home: string, hosts: string[] }} machine
 * @returns {{ what: string, pattern: RegExp }[]}
 */
export function forbidden({ folder, home, hosts }) {
  const above = path.dirname(folder);
  // Folders that every machine has say nothing about this one.
  const common = new Set(['/', '/home', '/mnt', '/opt', '/root', '/src', '/srv', '/tmp', '/usr', '/usr/local', '/usr/local/src', '/usr/src', '/var']);
  const paths = [folder, home, above].filter((name) => !common.has(name)).map((name) => `${literally(name)}(?![\\w.-])`);
  return [
    ...(paths.length > 0 ? [{ what: 'a path of this machine', pattern: new RegExp(`(?<![\\w.-])(${paths.join('|')})`) }] : []),
    { what: 'a path of somebody’s machine', pattern: /(?<![\w.$}/-])\/(?:home\/[a-z]|Users\/[A-Za-z]|root\/)/ },
    ...(hosts.length > 0
      ? [{ what: 'a registry’s host', pattern: new RegExp(`(?<![\\w.-])(${hosts.map(literally).join('|')})(?![\\w-])`, 'i') }]
      : []),
  ];
}

/**
 * @param {string} name
 * @param {string} text
 * @param {{ what: string, pattern: RegExp }[]} patterns
 * @returns {string[]}
 */
export function checkFile(name, text, patterns) {
  const lines = text.split('\n');
  /** @type {string[]} */
  const problems = [];
  const count = lines.length - (lines.at(-1) === '' ? 1 : 0);
  if (source.test(name) && count > maxLines) problems.push(`${name}: ${count} lines, ${maxLines} at most: split it`);
  lines.forEach((line, index) => {
    if (shipped.test(name) && /\b(getImageData|readPixels|toDataURL|toBlob)\b/.test(line)) {
      problems.push(`${name}:${index + 1}: pixels are not read back: ${line.trim().slice(0, 120)}`);
    }
    for (const { what, pattern } of patterns) {
      if (pattern.test(line)) problems.push(`${name}:${index + 1}: ${what}: ${line.trim().slice(0, 120)}`);
    }
  });
  if (path.basename(name) === 'package-lock.json' && /"resolved":\s*"https?:/.test(text)) {
    problems.push(`${name}: has registry addresses: npm install --omit-lockfile-registry-resolved leaves them out`);
  }
  return problems;
}

if (process.argv[1]?.endsWith('scripts/check_files.mjs')) {
  const patterns = forbidden({ folder: root, home: os.homedir(), hosts: registryHosts() });
  const files = projectFiles();
  const problems = files.flatMap((name) => {
    const data = fs.readFileSync(path.join(root, name));
    return data.includes(0) ? [] : checkFile(name, data.toString('utf8'), patterns);
  });
  for (const problem of problems) console.error(problem);
  console.log(`files: ${files.length}, ${problems.length} wrong`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
