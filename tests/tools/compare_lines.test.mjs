// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escaped, LineComparison, scriptAround } from '../e2e/lib/compare_lines.mjs';

/** Lines that begin at these offsets, 10 wide for each unit. @param {string} text @param {number[]} starts */
const lines = (text, ...starts) => starts.map((start, i) => {
  const end = starts[i + 1] ?? text.length;
  return { start, end, width: (end - start) * 10 };
});
/** As a snapshot has them. @param {ReturnType<typeof lines>} twin */
const drawn = (twin) => twin.map(({ start, end, width }, i) => ({ start, end, rect: { x: 0, y: i * 22, width, height: 22 } }));

test('equal lines agree', () => {
  const text = 'one two\nthree four';
  const twin = lines(text, 0, 4, 8, 14);
  const comparison = new LineComparison();
  comparison.add({ text, twin, drawn: drawn(twin) });
  assert.deepEqual([comparison.breaks, comparison.agreeing, comparison.forced, comparison.forcedAgreeing], [2, 2, 1, 1]);
  assert.deepEqual([comparison.lines, comparison.wide, comparison.torn, comparison.disagreements.length], [4, 0, 0, 0]);
  assert.equal(comparison.agreement, 1);
  assert.match(comparison.report(), /^1 texts: 2 of 2 breaks agree \(100\.000 %\), 1 of 1 newlines; 0 of 4 lines differ/);
});

test('a break elsewhere is one that disagrees, and its lines are not compared', () => {
  const text = 'aaa bbb ccc ddd';
  const comparison = new LineComparison();
  comparison.add({ text, twin: lines(text, 0, 4, 12), drawn: drawn(lines(text, 0, 8, 12)), label: '120 px, #7' });
  assert.deepEqual([comparison.breaks, comparison.agreeing, comparison.lines], [2, 1, 1]);
  assert.equal(comparison.agreement, 0.5);
  assert.deepEqual(comparison.disagreements, [{
    label: '120 px, #7', script: 'Latin', words: 'DOM breaks at 4 "aaa ‖bbb ccc ddd", Banter at 8 "aaa bbb ‖ccc ddd"',
  }]);
  assert.match(comparison.report(), /disagreements: Latin 1\n- 120 px, #7, Latin: DOM breaks at 4/);
});

test('a missing break and one too many count on the side that has more', () => {
  const text = 'aaa bbb ccc';
  const missing = new LineComparison();
  missing.add({ text, twin: lines(text, 0, 4, 8), drawn: drawn(lines(text, 0, 4)) });
  assert.deepEqual([missing.breaks, missing.agreeing], [2, 1]);
  assert.match(missing.disagreements[0].words, /DOM breaks at 8 .*, Banter has no further break/);
  const extra = new LineComparison();
  extra.add({ text, twin: lines(text, 0), drawn: drawn(lines(text, 0, 8)) });
  assert.deepEqual([extra.breaks, extra.agreeing, extra.agreement], [1, 0, 0]);
  assert.match(extra.disagreements[0].words, /DOM has no further break, Banter at 8/);
});

test('a newline that is not obeyed is seen', () => {
  const text = 'a\nb';
  const comparison = new LineComparison();
  comparison.add({ text, twin: lines(text, 0, 2), drawn: drawn(lines(text, 0)) });
  assert.deepEqual([comparison.breaks, comparison.forced, comparison.forcedAgreeing, comparison.disagreements.length], [0, 1, 0, 1]);
});

test('widths may differ by the tolerance and no more', () => {
  const text = 'abc def';
  const twin = lines(text, 0, 4);
  const own = drawn(twin);
  own[0].rect.width += 1;
  own[1].rect.width -= 1.5;
  const comparison = new LineComparison();
  comparison.add({ text, twin, drawn: own });
  assert.deepEqual([comparison.lines, comparison.wide], [2, 1]);
  assert.equal(comparison.disagreements[0].words, 'width 28.50, DOM 30.00 (-1.50): "def"');
  const patient = new LineComparison({ tolerance: 2 });
  patient.add({ text, twin, drawn: own });
  assert.equal(patient.wide, 0);
});

test('lines that do not cover their text are told', () => {
  for (const own of [[], [{ start: 0, end: 2, width: 1 }], [{ start: 0, end: 2, width: 1 }, { start: 1, end: 3, width: 1 }], [{ start: 1, end: 3, width: 1 }]]) {
    const comparison = new LineComparison();
    comparison.add({ text: 'abc', twin: lines('abc', 0), drawn: own });
    assert.equal(comparison.torn, 1, JSON.stringify(own));
  }
  const empty = new LineComparison();
  empty.add({ text: '', twin: lines('', 0), drawn: lines('', 0) });
  assert.equal(empty.torn, 0);
});

test('a report tells the first disagreements and how many more there are', () => {
  const comparison = new LineComparison();
  for (let i = 0; i < 5; ++i) comparison.add({ text: 'สวัสดี', twin: lines('สวัสดี', 0), drawn: lines('สวัสดี', 0, 3), label: `#${i}` });
  const report = comparison.report(2).split('\n');
  assert.equal(report.length, 5);
  assert.equal(report[1], 'disagreements: Thai 5');
  assert.equal(report[4], '- and 3 more');
});

test('what cannot be seen is escaped, the rest is not', () => {
  assert.equal(escaped('a b'), 'a b');
  assert.equal(escaped('a\n\t"\\'), 'a\\n\\t\\"\\\\');
  assert.equal(escaped('x\u00a0y\u200b\u00ad\u3000\u2067'), 'x\\u00a0y\\u200b\\u00ad\\u3000\\u2067');
  assert.equal(escaped('e\u0301 👍🏽 漢שλ'), 'e\\u0301 👍\\ud83c\\udffd 漢שλ');
});

test('the script of a place is that of its nearest letter', () => {
  assert.equal(scriptAround('abc где', 4), 'Cyrillic');
  assert.equal(scriptAround('abc… 12', 5), 'Latin');
  assert.equal(scriptAround('漢字、かな', 3), 'Hiragana');
  assert.equal(scriptAround('😀😀', 2), 'emoji');
  assert.equal(scriptAround('1 2', 2), 'other');
});
