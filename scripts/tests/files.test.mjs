import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFile, forbidden, maxLines } from '../check_files.mjs';

const machine = { folder: '/data/someone/chat', home: '/data/someone', hosts: ['mirror.example.org', 'npm.example.org'] };
const patterns = forbidden(machine);

test('a source may have as many lines as allowed and no more', () => {
  assert.deepEqual(checkFile('src/a.cpp', 'x\n'.repeat(maxLines), patterns), []);
  assert.equal(checkFile('src/a.cpp', 'x\n'.repeat(maxLines + 1), patterns).length, 1);
  assert.deepEqual(checkFile('docs/long.md', 'x\n'.repeat(maxLines + 1), patterns), []);
});

test('the page reads no pixels back', () => {
  const line = 'context.getImageData(0, 0, 1, 1)';
  assert.equal(checkFile('web/embed/glyphs.js', line, patterns).length, 1);
  assert.deepEqual(checkFile('tests/e2e/lib/png.mjs', line, patterns), []);
});

test('paths of a machine are found', () => {
  for (const line of ['see /data/someone/chat/src', 'HOME=/data/someone', '"/data/someone"', `cd /${'home'}/ada/x`, `/${'root'}/.cache`]) {
    assert.equal(checkFile('a.md', line, patterns).length, 1, line);
  }
  for (const line of ['/data/someones', '/data', '/usr/src/googletest', 'a/data/someone', '$x/home/page', 'https://example.org/home/page']) {
    assert.deepEqual(checkFile('a.md', line, patterns), [], line);
  }
});

test('a project in a folder that every machine has says nothing about this one', () => {
  const inTmp = forbidden({ folder: '/tmp/banter', home: '/root', hosts: [] });
  assert.deepEqual(checkFile('a.sh', 'mktemp -p /tmp/x; ls /usr/src/googletest', inTmp), []);
  assert.equal(checkFile('a.sh', 'ls /tmp/banter', inTmp).length, 1);
});

test('hosts of registries are found', () => {
  assert.equal(checkFile('a.sh', 'curl https://mirror.example.org/x', patterns).length, 1);
  assert.equal(checkFile('a.sh', 'NPM.example.org', patterns).length, 1);
  assert.deepEqual(checkFile('a.sh', 'https://example.org/ othermirror.example.org-x', patterns), []);
});

test('a lock file names no registry', () => {
  const entry = (/** @type {string} */ field) => `{ "${field}": "https://elsewhere.example/ws.tgz" }`;
  assert.equal(checkFile('package-lock.json', entry('resolved'), patterns).length, 1);
  assert.deepEqual(checkFile('package-lock.json', entry('funding'), patterns), []);
});
