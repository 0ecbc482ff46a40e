// @ts-check
// Numbers from samples. Knows nothing of browsers.

/** @param {number} ms @returns {Promise<void>} */
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Nearest-rank percentile; null of no samples.
 * @param {readonly number[]} samples
 * @param {number} p 0–100
 * @returns {number | null}
 */
export function percentile(samples, p) {
  if (samples.length === 0) return null;
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = Math.ceil((p / 100) * sorted.length);
  return sorted[Math.min(sorted.length - 1, Math.max(0, rank - 1))] ?? null;
}

/** @param {readonly number[]} samples */
export const median = (samples) => percentile(samples, 50);

/** To one decimal. @param {number | null | undefined} x @returns {number | null} */
export const tenths = (x) => (x === null || x === undefined || !Number.isFinite(x) ? null : Math.round(x * 10) / 10);

/** Rejects after `ms`, whatever the promise does later.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} ms
 * @param {string} what
 * @returns {Promise<T>}
 */
export function within(promise, ms, what) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: no answer within ${ms} ms`)), ms);
  });
  return Promise.race([promise, /** @type {Promise<never>} */ (late)]).finally(() => clearTimeout(timer));
}

/**
 * One record of the medians of several, key by key. Where a run has null (it did not finish), the
 * others count. What is neither a number nor null is left out.
 * @param {readonly Record<string, unknown>[]} records
 * @returns {Record<string, number | null>}
 */
export function medians(records) {
  /** @type {Record<string, number | null>} */
  const out = {};
  for (const key of new Set(records.flatMap((record) => Object.keys(record)))) {
    const values = records.map((record) => record[key]).filter((x) => x !== undefined && x !== null);
    const numbers = values.filter((x) => typeof x === 'number');
    if (numbers.length === values.length) out[key] = median(numbers);
  }
  return out;
}
