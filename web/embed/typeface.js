// @ts-check
// What font the chat is set in, and how large. Size scales all of it, as a browser's zoom does: the module thinks in
// pixels in which the text's body is 15 high, and whatever goes to it or comes from it passes by `factor`.

import { families, monospace } from './glyphs.js';

/** @typedef {import('./banter.js').FontOptions} FontOptions */

const body = 15; // of text::styles in src/text/style.hpp
const [smallest, largest] = [10, 32];
const finger = 16; // CSS pixels: at a smaller field phones zoom the page in
const target = 44; // CSS pixels a finger can hit

/** Families as CSS lists them, and nothing else. @param {string} name of the option @param {unknown} value */
function checkFamily(name, value) {
  const probe = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
  probe.font = '1px serif';
  const before = probe.font;
  if (typeof value === 'string' && CSS.supports('font-family', value)) probe.font = `2px ${value}`;
  // A canvas takes neither variables nor keywords such as unset, and font-family neither sizes nor further properties.
  if (probe.font === before) throw new TypeError(`Banter: ${name} is a list of font families as in CSS, such as Inter, sans-serif; not ${value}`);
  return /** @type {string} */ (value);
}

/**
 * @param {FontOptions} font
 * @returns {FontOptions}
 */
export function checkFont(font) {
  const { family, size, monospace: mono } = font;
  if (family !== undefined && family !== 'inherit') checkFamily('font.family', family);
  if (mono !== undefined) checkFamily('font.monospace', mono);
  if (size !== undefined && size !== 'inherit' && !(typeof size === 'number' && size >= smallest && size <= largest)) {
    throw new TypeError(`Banter: font.size is a number of CSS pixels from ${smallest} to ${largest}, or inherit; not ${size}`);
  }
  return { family, size, monospace: mono };
}

/** Of an element's attributes or an address. @param {(name: string) => string | undefined} get @returns {FontOptions} */
export function fontOf(get) {
  const size = get('font-size');
  return { family: get('font-family'), size: size === undefined || size === 'inherit' ? size : Number(size) };
}

export class Typeface {
  /** CSS pixels for each of the module's. */
  factor = 1;
  /** The least side of what is pressed, the module's pixels. */
  target = 0;
  families = families;
  monospace = monospace;
  /** @type {FontOptions} checked */ font;
  #host;
  coarse = matchMedia('(pointer: coarse)');

  /** @param {Element} host whose font is inherited @param {FontOptions} font */
  constructor(host, font) {
    this.#host = host;
    this.font = font;
    this.resolve();
  }

  /** Looks again at what all depends on. */
  resolve() {
    const { family, size, monospace: mono } = this.font;
    const inherited = getComputedStyle(this.#host);
    const own = family === 'inherit' ? inherited.fontFamily : family;
    this.families = own ? `${own}, ${families}` : families;
    this.monospace = mono ? `${mono}, ${monospace}` : monospace;
    let pixels = size ?? body;
    if (pixels === 'inherit') pixels = Math.min(largest, Math.max(smallest, parseFloat(inherited.fontSize) || body));
    if (this.coarse.matches) pixels = Math.max(finger, pixels);
    this.factor = pixels / body;
    this.target = this.coarse.matches ? target / this.factor : 0;
  }
}
