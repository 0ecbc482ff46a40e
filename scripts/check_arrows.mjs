// Fails on an arrow that ARCHITECTURE.md does not draw: a module may include itself and what is listed for it
// below, and nothing else; and three things live in one place each (JSON, the platform's #ifdef, ImGui).
// CMake gives a target only the include paths it needs, but those are transitive; this is what is included by name.
//   node scripts/check_arrows.mjs
import fs from 'node:fs';
import path from 'node:path';
import { projectFiles, root, withoutComments } from './lib/files.mjs';

/** Client modules, which a platform may all use. */
const client = ['base', 'text', 'protocol', 'net', 'chat', 'ui', 'app'];

/** @type {Record<string, string[]>} */
export const arrows = {
  base: [],
  text: ['base'],
  protocol: ['base'],
  net: ['base', 'protocol'],
  chat: ['base', 'protocol'],
  ui: ['base', 'text', 'chat'],
  app: ['base', 'text', 'protocol', 'net', 'chat', 'ui'],
  'platform/web': client,
  'platform/headless': client,
  server: ['base', 'protocol'],
};

/** @type {{ what: RegExp, name: string, home: RegExp }[]} */
const residents = [
  { what: /\bnlohmann\b/, name: 'nlohmann/json', home: /^src\/protocol\// },
  { what: /\b__EMSCRIPTEN__\b|#\s*include\s*<emscripten\b/, name: 'Emscripten', home: /^src\/platform\/web\// },
  { what: /#\s*include\s*[<"][^>"]*imgui|\bImGui::/, name: 'Dear ImGui', home: /^src\/(ui|app|platform)\// },
  { what: /#\s*include\s*[<"](SheenBidi\/|(linebreak|graphemebreak|unibreak)\w*\.h)/, name: 'SheenBidi and libunibreak', home: /^src\/text\// },
];

/**
 * The module a path under src/ belongs to; platforms are modules of their own.
 * @param {string} below path relative to src/
 */
function moduleOf(below) {
  const parts = below.split('/');
  const name = parts[0] === 'platform' ? parts.slice(0, 2).join('/') : parts[0];
  return name in arrows ? name : undefined;
}

/**
 * @param {string} file relative to the project, under src/
 * @param {string} source
 * @returns {string[]} what is wrong, for a person
 */
export function checkSource(file, source) {
  const code = withoutComments(source);
  const own = moduleOf(file.replace(/^src\//, ''));
  if (own === undefined) return [`${file}: is in no module; the modules are ${Object.keys(arrows).join(', ')}`];
  /** @type {string[]} */
  const problems = [];
  code.split('\n').forEach((line, index) => {
    const at = `${file}:${index + 1}`;
    for (const { what, name, home } of residents) {
      if (what.test(line) && !home.test(file)) problems.push(`${at}: ${name} has no business here: ${line.trim()}`);
    }
    const included = line.match(/^\s*#\s*include\s*"([^"]+)"/)?.[1];
    if (included === undefined || /imgui/.test(included)) return;
    const target = moduleOf(included);
    if (target === undefined) {
      problems.push(`${at}: "${included}" is not of the form "module/header"`);
    } else if (target !== own && !arrows[own].includes(target)) {
      problems.push(`${at}: ${own} must not know ${target}: "${included}"`);
    }
  });
  return problems;
}

/**
 * The table in the fenced block named `arrows`: lines of `module: module module`, with nothing after the colon
 * for a module that knows no other.
 * @param {string} markdown
 * @returns {string[]} where it differs from the one above
 */
export function checkTable(markdown) {
  const block = markdown.match(/^```arrows\n([^]*?)^```/m)?.[1];
  if (block === undefined) return ['ARCHITECTURE.md: has no fenced block named arrows'];
  /** @type {Map<string, string>} */
  const printed = new Map();
  for (const line of block.split('\n').filter((text) => text.trim() !== '')) {
    const [, name, targets] = line.match(/^(\S+)\s*:\s*(.*)$/) ?? [];
    if (name === undefined) return [`ARCHITECTURE.md: cannot read the arrow "${line}"`];
    printed.set(name, targets.split(/\s+/).filter(Boolean).sort().join(' '));
  }
  const names = new Set([...printed.keys(), ...Object.keys(arrows)]);
  return [...names].flatMap((name) => {
    const here = name in arrows ? [...arrows[name]].sort().join(' ') : 'no such module';
    const there = printed.get(name) ?? 'no such module';
    return here === there ? [] : [`ARCHITECTURE.md: ${name} is drawn as "${there}" and checked as "${here}"`];
  });
}

if (process.argv[1]?.endsWith('scripts/check_arrows.mjs')) {
  const sources = projectFiles().filter((name) => /^src\/.*\.(cpp|hpp|h)$/.test(name));
  const problems = sources.flatMap((name) => checkSource(name, fs.readFileSync(path.join(root, name), 'utf8')));
  const drawn = path.join(root, 'ARCHITECTURE.md');
  if (fs.existsSync(drawn)) problems.push(...checkTable(fs.readFileSync(drawn, 'utf8')));
  for (const problem of problems) console.error(problem);
  console.log(`arrows: ${sources.length} files, ${problems.length} wrong`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
