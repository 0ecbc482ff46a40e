// @ts-check
// Random numbers that are the same on every machine: Bob Jenkins's small fast counter generator, 32 bits.

export class Random {
  #a = 0x9e3779b9;
  #b = 0x243f6a88;
  #c;
  #counter = 1;

  /** @param {number} seed an integer */
  constructor(seed) {
    this.#c = seed | 0;
    for (let i = 0; i < 16; ++i) this.next();
  }

  /** 0 … 2³² − 1. */
  next() {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum | 0;
    return sum >>> 0;
  }

  /** 0 … limit − 1. @param {number} limit 1 … 2³² */
  below(limit) { return Math.floor((this.next() / 2 ** 32) * limit); }

  /** @param {number} from @param {number} to inclusive */
  between(from, to) { return from + this.below(to - from + 1); }

  /** @param {number} probability 0 … 1 */
  chance(probability) { return this.next() < probability * 2 ** 32; }

  /** @template T @param {readonly T[]} list not empty @returns {T} */
  pick(list) { return list[this.below(list.length)]; }

  /** One of the keys, in proportion to their weights. @template {string} K @param {Record<K, number>} weights @returns {K} */
  weighted(weights) {
    const keys = /** @type {K[]} */ (Object.keys(weights));
    let left = this.below(keys.reduce((sum, key) => sum + weights[key], 0));
    for (const key of keys) {
      left -= weights[key];
      if (left < 0) return key;
    }
    return keys[keys.length - 1];
  }
}
