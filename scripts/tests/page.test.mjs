// The budget and the prebuilt copies, on a page made here.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import zlib from 'node:zlib';
import { compressFolder } from '../compress.mjs';
import { minify } from '../minify.mjs';
import { measure, table } from '../size.mjs';
import { tally } from '../tally.mjs';

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'banter-scripts-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

/** @param {Record<string, string>} files */
function lay(files) {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}
const page = { 'index.html': '<script type="module" src="./main.js"></script>'.repeat(20), 'main.js': 'export {};\n'.repeat(50) };
const budget = { folder: '', entry: 'index.html', loads: ['index.html', '*.js'], limits: { brotli: 1000 } };

test('sizes are summed and held against the limit', () => {
  lay(page);
  const { rows, problems } = measure(folder, budget);
  assert.deepEqual(problems, []);
  assert.deepEqual(rows.map((row) => [row.name, row.raw]), [['index.html', 940], ['main.js', 550]]);
  assert.match(table(rows, budget.limits), /\| total \| 1,490 \|/);
  const over = measure(folder, { ...budget, limits: { brotli: 10 } });
  assert.match(over.problems.join(), /bytes over the brotli budget of 10/);
});

test('a file that the page loads and the list forgets is a problem, and so is one that is not there', () => {
  lay({ ...page, 'extra.wasm': 'x', 'main.js': "fetch(new URL('./extra.wasm', import.meta.url))" });
  assert.deepEqual(measure(folder, budget).problems, ['the page mentions extra.wasm, which is not on the list']);
  assert.equal(measure(folder, { ...budget, loads: ['index.html', '*.js', '*.wasm', 'style.css'] }).problems.length, 1);
});

test('our modules lose their comments, and what is not ours or for reading keeps them', () => {
  const text = '// why\nexport const  sum = (first, second) => first + second;\n';
  lay({ 'page.js': text, 'embed/chat.js': text, 'embed/banter.mjs': text, 'examples/hello.js': text });
  assert.equal(minify(folder).files, 2);
  const read = (/** @type {string} */ name) => fs.readFileSync(path.join(folder, name), 'utf8');
  for (const name of ['page.js', 'embed/chat.js']) assert.match(read(name), /^const \w=\(\w,\w\)=>\w\+\w;export\{\w as sum\};\n$/, name);
  for (const name of ['embed/banter.mjs', 'examples/hello.js']) assert.equal(read(name), text, name);
  assert.deepEqual(minify(folder).before, minify(folder).after, 'once more takes nothing more');
});

test('the modules of the embedding code become one, and Emscripten’s stays apart', () => {
  lay({
    'embed/banter.js': "export { chat } from './chat.js';",
    'embed/chat.js': "import make from './banter.mjs';\nexport const chat = () => make(new URL('./banter.wasm', import.meta.url));",
    'embed/banter.mjs': 'export default () => 1;',
    'page.js': "import { chat } from './embed/banter.js';\nchat();",
  });
  assert.equal(minify(folder).files, 2);
  assert.ok(!fs.existsSync(path.join(folder, 'embed/chat.js')));
  const made = fs.readFileSync(path.join(folder, 'embed/banter.js'), 'utf8');
  assert.match(made, /^import \w+ from"\.\/banter\.mjs";.*"\.\/banter\.wasm",import\.meta\.url.*export\{\w+ as chat\};\n$/);
  assert.deepEqual(minify(folder).before, minify(folder).after, 'once more takes nothing more');
});

test('copies are made once, follow their original and go with it', () => {
  lay({ ...page, 'photo.png': 'x'.repeat(100), 'embed/tiny.js': 'x' });
  assert.equal(compressFolder(folder), 4);
  assert.equal(zlib.brotliDecompressSync(fs.readFileSync(path.join(folder, 'main.js.br'))).toString(), page['main.js']);
  assert.equal(zlib.gunzipSync(fs.readFileSync(path.join(folder, 'main.js.gz'))).toString(), page['main.js']);
  assert.ok(!fs.existsSync(path.join(folder, 'photo.png.br')), 'not compressible');
  assert.ok(!fs.existsSync(path.join(folder, 'embed/tiny.js.br')), 'does not get smaller');
  const age = (/** @type {string} */ name) => fs.statSync(path.join(folder, name)).mtimeMs;
  assert.ok(age('main.js.br') > age('main.js') && age('main.js.gz') > age('main.js'), 'a server may leave out what is older');
  assert.equal(compressFolder(folder), 0);
  lay({ 'main.js': 'export const a = 1;\n'.repeat(50) });
  fs.utimesSync(path.join(folder, 'main.js'), 1e9, 1e9);
  assert.equal(compressFolder(folder), 2);
  fs.rmSync(path.join(folder, 'main.js'));
  compressFolder(folder);
  assert.deepEqual(fs.readdirSync(folder).filter((name) => name.startsWith('main')), []);
});

test('what the runners wrote is added up, a crash and a failed phase included', () => {
  const ran = (/** @type {string} */ status, /** @type {string} */ output) =>
    `<testcase name="unit_a" time="1" status="${status}">\n<system-out>${output}</system-out>\n</testcase>\n`;
  lay({
    'unit.xml': `<testsuite>${ran('run', '[==========] 12 tests ran.\n[  PASSED  ] 12 tests.')}${ran('fail', 'killed')}</testsuite>`,
    'server.xml': `<testsuite>${ran('fail', '[  PASSED  ] 3 tests.\n[  FAILED  ] 2 tests, listed below:')}</testsuite>`,
    'e2e.tap': 'ok 1\n# tests 3\n# pass 2\n# fail 0\n# cancelled 1\n',
  });
  assert.deepEqual(tally(folder, ['unit', 'e2e']), { passed: 17, failed: 4 });
  assert.deepEqual(tally(folder, ['a', 'b', 'c', 'd', 'size']), { passed: 17, failed: 5 });
});
