// @ts-check
// What Banter's lines are measured against has to be right itself: cases made by hand, and Chromium's own fragments
// of the same texts. Needs no chat.
import assert from 'node:assert/strict';
import { corpus } from './lib/corpus.mjs';
import { markupLines, sourceOffset, textLines } from './lib/dom_twin.mjs';
import { installTwin } from './lib/dom_twin_page.mjs';
import { styles } from './lib/dom_twin_styles.mjs';
import { scenario } from './lib/scenario.mjs';

/** @typedef {import('./lib/dom_twin.mjs').TwinLine} TwinLine */
/** @typedef {import('./lib/dom_twin.mjs').Block} Block */

/** @param {import('./lib/scenario.mjs').Scene} scene */
async function emptyPage(scene) {
  const { page } = await scene.blankTab(await scene.person());
  await page.setContent('<!doctype html><html lang="en"><title>Twin</title><body></body></html>');
  return page;
}

/** @param {string} text @param {TwinLine[]} lines */
const pieces = (text, lines) => lines.map(({ start, end }) => text.slice(start, end));

/** @param {import('playwright-core').Page} page @param {string} text @param {number} width */
async function lay(page, text, width) {
  const [[lines]] = await textLines(page, [text], [width]);
  return { lines, pieces: pieces(text, lines) };
}

/** The width of a text on one line. @param {import('playwright-core').Page} page @param {string} text */
async function wide(page, text) {
  const { lines } = await lay(page, text, 5000);
  assert.equal(lines.length, 1);
  return lines[0].width;
}

/** @param {number} a @param {number} b @param {string} [what] */
const near = (a, b, what = '') => assert.ok(Math.abs(a - b) <= 0.05, `${what} ${a}, ${b} expected`);

scenario('newlines, empty lines and empty texts', async (scene) => {
  const page = await emptyPage(scene);
  assert.deepEqual((await lay(page, 'a\n\n b\n', 300)).pieces, ['a\n', '\n', ' b\n']);
  assert.deepEqual((await lay(page, '\n\na', 300)).pieces, ['\n', '\n', 'a']);
  assert.deepEqual((await lay(page, 'a\r\nb\r\n\r\nc', 300)).pieces, ['a\r\n', 'b\r\n', '\r\n', 'c']);
  const { lines } = await lay(page, 'a\n\nb', 300);
  assert.deepEqual(lines.map(({ x }) => x), [0, 0, 0]);
  assert.equal(lines[1].width, 0);
  assert.deepEqual((await lay(page, '', 300)).lines, [{ start: 0, end: 0, x: 0, width: 0 }]);
});

scenario('spaces hang on the line they end', async (scene) => {
  const page = await emptyPage(scene);
  const word = await wide(page, 'bbbb');
  const spaces = ' '.repeat(30);
  const hanging = await lay(page, `bbbb${spaces}aaaa`, word + 1);
  assert.deepEqual(hanging.pieces, [`bbbb${spaces}`, 'aaaa']);
  near(hanging.lines[0].width, word, 'without the spaces');
  assert.deepEqual((await lay(page, `bbbb${spaces}`, 900)).lines.map(({ width }) => width), [word]);
  assert.deepEqual((await lay(page, `aaaa${spaces}`, 30)).pieces.length, 2, 'a word too long is split; its spaces still hang');
  assert.deepEqual((await lay(page, spaces + spaces, 40)).lines, [{ start: 0, end: 60, x: 0, width: 0 }]);
  assert.deepEqual((await lay(page, `a\n${spaces}\nb`, 40)).lines.map(({ width }) => width > 0), [true, false, true]);
  const leading = await lay(page, '   ab', 900);
  near(leading.lines[0].width, (await wide(page, 'ab')) + 3 * (await wide(page, 'a b') - await wide(page, 'a') - await wide(page, 'b')), 'leading spaces count');
  assert.deepEqual((await lay(page, 'ああ\u3000\u3000ああ', 31)).pieces, ['ああ\u3000\u3000', 'ああ']);
  assert.equal((await lay(page, `bbbb${'\u00a0'.repeat(9)}aa`, word + 1)).pieces[0], 'bbbb', 'no-break spaces do not hang');
});

scenario('tabs', async (scene) => {
  const page = await emptyPage(scene);
  const stop = await wide(page, 'a\tb') - await wide(page, 'b');
  near(await wide(page, 'aa\tb'), stop + await wide(page, 'b'), 'the same stop');
  near(await wide(page, 'a\t\tb'), 2 * stop + await wide(page, 'b'), 'the next stop');
  assert.deepEqual((await lay(page, 'bbbb\t\t\taaaa', await wide(page, 'bbbb') + 1)).pieces, ['bbbb\t\t\t', 'aaaa']);
  near((await lay(page, 'aaaa\t\t\n', 900)).lines[0].width, await wide(page, 'aaaa'), 'tabs at the end hang');
});

scenario('words too long for a line are split between clusters', async (scene) => {
  const page = await emptyPage(scene);
  const family = '👨‍👩‍👧‍👦';
  assert.deepEqual((await lay(page, family.repeat(4), 1)).pieces, [family, family, family, family]);
  assert.deepEqual((await lay(page, '🇩🇪🇺🇦', 1)).pieces, ['🇩🇪', '🇺🇦']);
  assert.deepEqual((await lay(page, 'e\u0301\u0302\u0303e\u0301', 1)).pieces, ['e\u0301\u0302\u0303', 'e\u0301']);
  assert.deepEqual((await lay(page, '1️⃣2️⃣', 1)).pieces, ['1️⃣', '2️⃣']);
  const before = await lay(page, 'ab WWWWWWWWWWWW', await wide(page, 'ab WW') + 1);
  assert.equal(before.pieces[0], 'ab ', 'a long word begins on a line of its own');
  const texts = corpus({ count: 400, seed: 11 }).map(({ text }) => text);
  const [narrow] = await textLines(page, texts, [24]);
  const graphemes = new Intl.Segmenter('en');
  for (const [index, text] of texts.entries()) {
    const borders = new Set([...graphemes.segment(text)].map((segment) => segment.index));
    for (const { start } of narrow[index]) {
      // Chromium breaks after a space whatever follows, even where a mark follows that combines with it.
      assert.ok(borders.has(start) || text[start - 1] === ' ', `a cluster is split at ${start} of ${JSON.stringify(text)}`);
    }
  }
});

scenario('soft hyphens show where a line ends at them', async (scene) => {
  const page = await emptyPage(scene);
  const text = 'Donau\u00addampf';
  near(await wide(page, text), await wide(page, 'Donaudampf'), 'invisible in a line');
  const { lines, pieces } = await lay(page, text, await wide(page, 'Donau-') + 1);
  assert.deepEqual(pieces, ['Donau\u00ad', 'dampf']);
  near(lines[0].width, await wide(page, 'Donau-'), 'with its hyphen');
  near(lines[1].width, await wide(page, 'dampf'), 'the hyphen is the first line’s alone');
});

scenario('both directions', async (scene) => {
  const page = await emptyPage(scene);
  const word = 'שלום';
  const width = await wide(page, word);
  const rtl = await lay(page, `${word}   `, 200);
  near(rtl.lines[0].width, width);
  near(rtl.lines[0].x, 200 - width, 'at the right edge; the spaces hang over it');
  const mixed = await lay(page, `abc ${word} def`, 900);
  near(mixed.lines[0].width, (await wide(page, 'abc ')) + width + (await wide(page, 'a d')) - (await wide(page, 'a')) + (await wide(page, 'def')) - (await wide(page, 'd')) + (await wide(page, 'a b')) - (await wide(page, 'a')) - (await wide(page, 'b')));
  assert.equal(mixed.lines[0].x, 0);
  // The third word of this right-to-left sentence is at the left of the first line, though later words follow it.
  const text = `${word} abc ${word} def ${word}`;
  const wrapped = await lay(page, text, await wide(page, `${word} abc`) + 1);
  assert.deepEqual(wrapped.pieces, [`${word} abc `, `${word} def `, word]);
  const two = await lay(page, `abc\n${word}`, 300);
  assert.ok(two.lines[0].x === 0 && two.lines[1].x > 200, 'each line has the direction of its own first letter');
  const [[one]] = await textLines(page, [`abc\n${word}`], [300], { direction: 'message' });
  assert.deepEqual(one.map(({ x }) => x), [0, 0]);
});

scenario('Chromium’s own fragments begin where the twin says that lines do', async (scene) => {
  const page = await emptyPage(scene);
  const texts = corpus({ count: 500, seed: 12 }).map(({ text }) => text);
  const widths = [130, 360];
  const twin = await textLines(page, texts, widths);
  await page.evaluate(installTwin);
  const devtools = await page.context().newCDPSession(page);
  for (const [w, width] of widths.entries()) {
    const host = await page.evaluateHandle(({ texts, width, styles }) => {
      const { banterTwin } = /** @type {{ banterTwin: import('./lib/dom_twin_page.mjs').Twin }} */ (/** @type {unknown} */ (globalThis));
      const host = banterTwin.build(texts.map((text) => [{ kind: 'plain', spans: [{ text }] }]), { styles });
      banterTwin.lines(host, width);
      return host;
    }, { texts, width, styles });
    const { documents: [{ textBoxes }] } = await devtools.send('DOMSnapshot.captureSnapshot', { computedStyles: [] });
    await host.evaluate((element) => element.remove());
    /** @type {Map<number, { start: number, top: number }[]>} */
    const byText = new Map();
    textBoxes.layoutIndex.forEach((node, i) => {
      const boxes = byText.get(node) ?? [];
      byText.set(node, boxes);
      boxes.push({ start: textBoxes.start[i], top: textBoxes.bounds[i][1] });
    });
    const nodes = [...byText].sort((a, b) => a[0] - b[0]).map(([, boxes]) => boxes.sort((a, b) => a.start - b.start));
    assert.equal(nodes.length, texts.length);
    for (const [index, text] of texts.entries()) {
      const starts = nodes[index].filter(({ top }, i, all) => i === 0 || top > all[i - 1].top + 11).map(({ start }) => start);
      // The carriage return of an empty line has no box of its own.
      const own = twin[w][index].map(({ start }) => (text.startsWith('\r\n', start) ? start + 1 : start));
      assert.deepEqual(own, starts, `at ${width} px: ${JSON.stringify(text)}`);
    }
  }
});

scenario('markup: spans and blocks', async (scene) => {
  const page = await emptyPage(scene);
  const text = 'Words of a sentence that is long enough for several lines, with https://example.org/ in it.';
  /** @type {Block[]} */
  const marked = [{ kind: 'paragraph', spans: [
    { text: text.slice(0, 9), marks: ['spoiler'] }, { text: text.slice(9, 64), marks: ['s', 'mention'] }, { text: text.slice(64, 84), marks: ['a'] }, { text: text.slice(84) },
  ] }];
  const widths = [120, 300];
  const plain = await textLines(page, [text], widths);
  const same = await markupLines(page, [marked], widths);
  for (const [w, [[lines]]] of same.entries()) {
    assert.deepEqual(lines.map(({ start, end }) => [start, end]), plain[w][0].map(({ start, end }) => [start, end]), 'marks that change no glyph change no line');
    for (const [i, { width }] of lines.entries()) near(width, plain[w][0][i].width);
  }

  /** @type {Block[]} */
  const blocks = [
    { kind: 'quote', spans: [{ text }] },
    { kind: 'item', spans: [{ text: 'one ' }, { text: 'two', marks: ['b'] }] },
    { kind: 'item', level: 2, spans: [{ text: 'inner' }] },
    { kind: 'code', spans: [{ text: 'if (x)\n\treturn;\n' }] },
    { kind: 'paragraph', spans: [{ text: 'a', marks: ['code'] }, { text: ' b ' }, { text: 'c\nd', marks: ['b', 'i'] }] },
  ];
  const [[[quote, item, inner, code, paragraph]]] = await markupLines(page, [blocks], [300]);
  assert.equal(quote[0].x, 14);
  assert.ok(quote.every(({ x, width }) => x + width <= 300.1));
  assert.deepEqual([item[0].x, inner[0].x], [22, 44]);
  assert.ok(item[0].width > await wide(page, 'one two') + 0.5, 'bold is wider');
  assert.deepEqual(code.map(({ start, end }) => [start, end]), [[0, 7], [7, 16]]);
  const cell = code[0].width / 6;
  near(code[1].width / cell, 15, 'a tab of eight cells and seven letters');
  assert.deepEqual(paragraph.map(({ start, end }) => [start, end]), [[0, 6], [6, 7]]);

  const spans = [{ text: 'one ', at: 0 }, { text: 'two', at: 6 }, { text: ' three', at: 11 }]; // one **two** three
  assert.deepEqual([0, 3, 4, 6, 7, 12, 13].map((offset) => sourceOffset(spans, offset)), [0, 3, 6, 8, 11, 16, 17]);
});

scenario('the whole corpus at several widths in seconds', async (scene) => {
  const page = await emptyPage(scene);
  const texts = corpus({ count: 2000 }).map(({ text }) => text);
  const begin = Date.now();
  const all = await textLines(page, texts, [120, 320, 900]);
  const took = Date.now() - begin;
  for (const byText of all) {
    for (const [index, lines] of byText.entries()) {
      assert.equal(lines[0].start, 0);
      assert.equal(lines[lines.length - 1].end, texts[index].length);
      assert.ok(lines.every((line, i) => i === 0 || line.start === lines[i - 1].end));
    }
  }
  const [narrow, middle, broad] = all.map((byText) => byText.reduce((sum, lines) => sum + lines.length, 0));
  assert.ok(narrow > middle && middle > broad && broad > texts.length, `${narrow} ${middle} ${broad} lines`);
  assert.ok(took < 30_000, `${took} ms`);
});
