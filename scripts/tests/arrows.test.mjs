// The check of the arrows must fail on what it forbids; a check that cannot fail is none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrows, checkSource, checkTable } from '../check_arrows.mjs';

/** @param {string} module @param {string} source */
const check = (module, source) => checkSource(`src/${module}/sample.cpp`, source);

test('an arrow that is drawn is no problem', () => {
  assert.deepEqual(check('ui', '#include "ui/theme.hpp"\n#include "chat/store.hpp"\n#include <imgui.h>\n#include <vector>\n'), []);
  assert.deepEqual(check('platform/headless', '#include "platform/headless/clock.hpp"\n#include "app/app.hpp"\n'), []);
});

test('an arrow that is not drawn is named with its line', () => {
  const [problem, ...others] = check('ui', '#include "ui/theme.hpp"\n#include "net/session.hpp"\n');
  assert.equal(problem, 'src/ui/sample.cpp:2: ui must not know net: "net/session.hpp"');
  assert.equal(others.length, 0);
  assert.equal(check('base', '#include "text/painter.hpp"').length, 1);
  assert.equal(check('net', '#include "chat/store.hpp"').length, 1);
  assert.equal(check('server', '  #  include "chat/store.hpp"').length, 1);
  assert.equal(check('app', '#include "platform/web/glue.hpp"').length, 1);
  assert.equal(check('platform/web', '#include "platform/headless/clock.hpp"').length, 1);
});

test('a header is included as module/header', () => {
  assert.equal(check('chat', '#include "store.hpp"').length, 1);
  assert.equal(check('chat', '#include "../net/session.hpp"').length, 1);
  assert.equal(checkSource('src/elsewhere/sample.cpp', '').length, 1);
});

test('JSON, the platform and ImGui stay at home', () => {
  assert.equal(check('net', '#include <nlohmann/json.hpp>').length, 1);
  assert.equal(check('net', 'nlohmann::json frame;').length, 1);
  assert.equal(check('protocol', '#include <nlohmann/json.hpp>').length, 0);
  assert.equal(check('app', '#ifdef __EMSCRIPTEN__').length, 1);
  assert.equal(check('app', '#include <emscripten/html5.h>').length, 1);
  assert.equal(check('platform/web', '#include <emscripten/html5.h>').length, 0);
  assert.equal(check('chat', '#include <imgui.h>').length, 1);
  assert.equal(check('text', 'ImGui::Text("no");').length, 1);
  assert.equal(check('ui', '#include <SheenBidi/SheenBidi.h>').length, 1);
  assert.equal(check('text', '#include <linebreakdef.h>').length, 0);
});

test('a comment or a string about it is no use of it', () => {
  assert.deepEqual(check('text', '// Must not know: nlohmann, ImGui::, __EMSCRIPTEN__\n/*\n#include "net/session.hpp"\n*/\n'), []);
  assert.deepEqual(check('base', 'const char* url = "http://example.org"; // "quoted"\n'), []);
});

test('the table in the documentation is the one that is checked', () => {
  const lines = Object.entries(arrows).map(([name, targets]) => `${name}: ${targets.join(' ')}`);
  const page = (/** @type {string[]} */ drawn) => `# Title\n\n\`\`\`arrows\n${drawn.join('\n')}\n\`\`\`\n`;
  assert.deepEqual(checkTable(page(lines)), []);
  assert.equal(checkTable(page(lines.slice(1))).length, 1);
  assert.equal(checkTable(page(lines.map((line) => (line.startsWith('ui:') ? `${line} net` : line)))).length, 1);
  assert.equal(checkTable(page([...lines, 'voice: base'])).length, 1);
  assert.equal(checkTable('# no table').length, 1);
});
