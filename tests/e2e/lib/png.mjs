// @ts-check
// Reads what Chromium's screenshots are: PNG, 8 bits, RGB or RGBA, not interlaced (W3C PNG, 2003).
import zlib from 'node:zlib';

/** @typedef {{ x: number, y: number, width: number, height: number }} Box in device pixels */

/** @param {number} a @param {number} b @param {number} c */
function paeth(a, b, c) {
  const p = a + b - c;
  const pa = Math.abs(p - a);
  const pb = Math.abs(p - b);
  const pc = Math.abs(p - c);
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

export class Picture {
  /** @param {Buffer} png */
  constructor(png) {
    if (png.toString('latin1', 1, 4) !== 'PNG') throw new Error('not a PNG');
    this.width = png.readUInt32BE(16);
    this.height = png.readUInt32BE(20);
    const [depth, type, , , interlace] = png.subarray(24, 29);
    if (depth !== 8 || (type !== 2 && type !== 6) || interlace !== 0) throw new Error('not a PNG that a screenshot is');
    this.channels = type === 6 ? 4 : 3;
    /** @type {Buffer[]} */
    const parts = [];
    for (let at = 8; at < png.length;) {
      const length = png.readUInt32BE(at);
      if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
      at += 12 + length;
    }
    this.data = this.#unfilter(zlib.inflateSync(Buffer.concat(parts)));
  }

  /** @param {Buffer} raw a filter's number before each line */
  #unfilter(raw) {
    const step = this.channels;
    const stride = this.width * step;
    const out = Buffer.alloc(stride * this.height);
    for (let y = 0; y < this.height; ++y) {
      const filter = raw[y * (stride + 1)];
      const from = y * (stride + 1) + 1;
      const to = y * stride;
      for (let i = 0; i < stride; ++i) {
        const a = i >= step ? out[to + i - step] : 0;
        const b = y > 0 ? out[to + i - stride] : 0;
        const c = i >= step && y > 0 ? out[to + i - stride - step] : 0;
        const add = filter === 0 ? 0 : filter === 1 ? a : filter === 2 ? b : filter === 3 ? (a + b) >> 1 : paeth(a, b, c);
        out[to + i] = raw[from + i] + add;
      }
    }
    return out;
  }

  /** @param {number} x @param {number} y @returns {[number, number, number]} */
  pixel(x, y) {
    const at = (y * this.width + x) * this.channels;
    return [this.data[at], this.data[at + 1], this.data[at + 2]];
  }

  /** How many pixels of the box fulfil the condition. @param {Box} box @param {(r: number, g: number, b: number) => boolean} is */
  count(box, is) {
    let n = 0;
    const right = Math.min(this.width, Math.ceil(box.x + box.width));
    const bottom = Math.min(this.height, Math.ceil(box.y + box.height));
    for (let y = Math.max(0, Math.floor(box.y)); y < bottom; ++y) {
      for (let x = Math.max(0, Math.floor(box.x)); x < right; ++x) if (is(...this.pixel(x, y))) ++n;
    }
    return n;
  }

  /** How many pixels differ by more than `tolerance` in some channel. @param {Picture} other @param {number} [tolerance] */
  difference(other, tolerance = 0) {
    if (other.width !== this.width || other.height !== this.height) return Infinity;
    if (other.channels === this.channels && other.data.equals(this.data)) return 0;
    let n = 0;
    for (let i = 0; i < this.width * this.height; ++i) {
      const a = i * this.channels;
      const b = i * other.channels;
      for (let c = 0; c < 3; ++c) {
        if (Math.abs(this.data[a + c] - other.data[b + c]) <= tolerance) continue;
        ++n;
        break;
      }
    }
    return n;
  }
}

/** Whether a colour is one, and not a grey. @param {number} r @param {number} g @param {number} b */
export const colourful = (r, g, b) => Math.max(r, g, b) - Math.min(r, g, b) > 60;
