// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medians, percentile, sleep, tenths, within } from '../lib/figures.mjs';

test('percentiles are samples, by nearest rank', () => {
  assert.equal(percentile([3, 1, 2], 50), 2);
  assert.equal(percentile([1, 2, 3, 4], 50), 2);
  assert.equal(percentile([1, 2, 3, 4], 100), 4);
  assert.equal(percentile([4, 3, 2, 1], 0), 1);
  assert.equal(percentile([], 50), null);
});

test('medians go key by key and skip what a run did not reach', () => {
  const records = [{ a: 1, b: null, done: true }, { a: 5, b: 7, done: false }, { a: 3, c: 2, done: true }];
  assert.deepEqual(medians(records), { a: 3, b: 7, c: 2 });
  assert.deepEqual(medians([{ a: null }]), { a: null });
});

test('what is not a number is not rounded to one', () => {
  assert.equal(tenths(0.25), 0.3);
  assert.equal(tenths(0 / 0), null);
  assert.equal(tenths(null), null);
});

test('within gives the value, or says what was late', async () => {
  assert.equal(await within(Promise.resolve(7), 1000, 'seven'), 7);
  await assert.rejects(within(sleep(1000), 5, 'the nap'), /the nap: no answer within 5 ms/);
});
