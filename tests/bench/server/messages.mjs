// @ts-check
// The stream's messages: the same ones on every run, some 60 to 100 characters of English, by 97
// people, in one room. And WebSocket frames of them, built ahead so that sending costs next to nothing.

export const ROOM = 'general';

/** @typedef {'plain' | 'banter'} Dialect */

const WORDS = (
  'the quick brown fox jumps over lazy dog while seven chat clients race to draw every line ' +
  'of this room before anyone scrolls back and asks where that first message went today'
).split(' ');

/** mulberry32: uniform in [0, 1) from a seed. @param {number} seed */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const BODIES = (() => {
  const next = random(42);
  return Array.from({ length: 4096 }, () => {
    const length = 60 + Math.floor(next() * 41);
    let text = '';
    while (text.length < length) text += `${WORDS[Math.floor(next() * WORDS.length)]} `;
    return text.slice(0, length).trimEnd();
  });
})();

/**
 * The `i`th message of a stream as JSON, `i` from 0.
 * @param {Dialect} dialect
 * @param {number} i
 * @param {number} ts  ms since 1970
 */
export function message(dialect, i, ts) {
  const person = `user${String(i % 97).padStart(2, '0')}`;
  const body = BODIES[i % BODIES.length];
  if (dialect === 'banter') {
    const head = `{"type":"chat","room":"${ROOM}","seq":${i + 1},"user":"${person}","from":"${person}",`;
    return `${head}"message":"${body}","ts":${ts}}`;
  }
  return `{"type":"chat","room":"${ROOM}","from":"${person}","message":"${body}","id":${i},"ts":${ts}}`;
}

/** One unmasked text frame (RFC 6455, 5.2). @param {string} text @returns {Buffer} */
export function frame(text) {
  const payload = Buffer.from(text);
  /** @type {Buffer} */
  let head;
  if (payload.length < 126) {
    head = Buffer.from([0x81, payload.length]);
  } else if (payload.length < 65536) {
    head = Buffer.from([0x81, 126, payload.length >> 8, payload.length & 255]);
  } else {
    head = Buffer.alloc(10);
    head[0] = 0x81;
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([head, payload]);
}

/**
 * The frames of messages `from` to `from + n`, in blocks of about 64 KiB.
 * @param {{dialect: Dialect, from: number, n: number, batch: number}} stream  batch: messages in one frame;
 *     more than one are an array
 * @returns {Buffer[]}
 */
export function blocks({ dialect, from, n, batch }) {
  const ts = Date.now();
  /** @type {Buffer[]} */
  const out = [];
  /** @type {Buffer[]} */
  let block = [];
  let bytes = 0;
  for (let i = from; i < from + n; i += batch) {
    const count = Math.min(batch, from + n - i);
    const texts = Array.from({ length: count }, (_, k) => message(dialect, i + k, ts));
    const next = frame(batch > 1 ? `[${texts.join(',')}]` : texts.join(''));
    block.push(next);
    bytes += next.length;
    if (bytes < 65536) continue;
    out.push(Buffer.concat(block));
    block = [];
    bytes = 0;
  }
  if (block.length > 0) out.push(Buffer.concat(block));
  return out;
}
