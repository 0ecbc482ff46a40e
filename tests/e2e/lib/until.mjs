// @ts-check
// Waiting for a condition instead of for a time.

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks until the answer is truthy, and returns it.
 * @template T
 * @param {() => T | Promise<T>} ask
 * @param {{ what: string, within?: number, every?: number, otherwise?: () => string | Promise<string> }} options
 *   `within` and `every` in milliseconds; `otherwise` says how things stood when the time was over
 * @returns {Promise<Exclude<T, null | undefined | false | 0 | ''>>}
 */
export async function until(ask, { what, within = Number(process.env.BANTER_UNTIL ?? 20_000), every = 40, otherwise }) {
  const end = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer) return /** @type {any} */ (answer);
    if (Date.now() > end) {
      const stood = otherwise ? `\n${await otherwise()}` : '';
      throw new Error(`not within ${within} ms: ${what}${stood}`);
    }
    await pause(every);
  }
}
