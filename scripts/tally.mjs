// Adds up what the test runners wrote and prints "N passed, N failed" as the last line.
//   node scripts/tally.mjs RESULTS [failed phase…]
import fs from 'node:fs';
import path from 'node:path';

/**
 * CTest's report: a program counts by the test cases it says it ran, or as one when it did not live to say.
 * @param {string} file
 */
function native(file) {
  const total = { passed: 0, failed: 0 };
  for (const [, attributes, body] of fs.readFileSync(file, 'utf8').matchAll(/<testcase ([^>]*[^/])>([^]*?)<\/testcase>/g)) {
    const ok = /status="run"/.test(attributes);
    const count = (/** @type {string} */ what) => Number(body.match(new RegExp(`\\[ +${what} +\\] (\\d+) tests?`))?.[1] ?? 0);
    const passed = count('PASSED');
    const failed = count('FAILED');
    total.passed += ok && passed === 0 ? 1 : passed;
    // All cases passed and yet the program failed: a leak, say.
    total.failed += ok ? failed : Math.max(failed, 1);
  }
  return total;
}

/**
 * Node's test runner, in its TAP form.
 * @param {string} file
 */
function node(file) {
  const text = fs.readFileSync(file, 'utf8');
  const count = (/** @type {string} */ what) => Number(text.match(new RegExp(`^# ${what} (\\d+)$`, 'm'))?.[1] ?? 0);
  return { passed: count('pass'), failed: count('fail') + count('cancelled') };
}

/**
 * @param {string} folder
 * @param {string[]} failedPhases
 */
export function tally(folder, failedPhases) {
  const reports = fs.readdirSync(folder).map((name) => path.join(folder, name));
  const parts = [
    ...reports.filter((name) => name.endsWith('.xml')).map(native),
    ...reports.filter((name) => name.endsWith('.tap')).map(node),
  ];
  const passed = parts.reduce((sum, part) => sum + part.passed, 0);
  const failed = parts.reduce((sum, part) => sum + part.failed, 0);
  // A phase can fail without a failing test: it timed out, or the page is too large.
  return { passed, failed: Math.max(failed, failedPhases.length) };
}

if (process.argv[1]?.endsWith('scripts/tally.mjs')) {
  const [folder, ...failedPhases] = process.argv.slice(2);
  if (!folder) throw new Error('which folder?');
  const { passed, failed } = tally(folder, failedPhases);
  console.log(`${passed} passed, ${failed} failed`);
}
