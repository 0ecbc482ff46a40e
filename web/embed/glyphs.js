// @ts-check
// Measures and draws text with canvas 2D: the browser shapes every script with the person's own
// fonts. Pages are canvases that become WebGL textures; nothing is ever read back from them.

export const families = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif, ' +
  '"Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji"';
export const monospace = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", "DejaVu Sans Mono", monospace';

// Hebrew, Arabic and their kin. A segment with one of these is drawn as right-to-left text, so that
// punctuation at its end goes to its left.
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

// What may be drawn in colours of its own.
const colours = /[\p{Extended_Pictographic}\p{Regional_Indicator}\uFE0F]/u;

/** @param {CanvasRenderingContext2D} context @param {string} text */
function setDirection(context, text) {
  const direction = rightToLeft.test(text) ? 'rtl' : 'ltr';
  if (context.direction !== direction) context.direction = direction;
}

// Two kana or signs of East Asia. A canvas takes each by itself; only in the page they kern.
const pairOfKana = /^[\u3000-\u30FF\uFF00-\uFFEF]{2}$/;

/** @typedef {{ size: number, weight: number, slant: string, mono: boolean }} StyleDefinition */

export class Glyphs {
  /** @type {StyleDefinition[]} */
  #styles = [];
  /** @type {(CanvasRenderingContext2D | undefined)[]} */
  #pages = [];
  /** @type {CanvasRenderingContext2D} */
  #ruler;
  #measured = -1; // the style the ruler's font is set to
  #five = new Float32Array(5);
  #ink = '';
  /** @type {Intl.Segmenter | null | undefined} */ #dictionary;
  /** @type {HTMLElement | undefined} */ #inPage;
  #laid = { line: '', font: '' }; // in there
  #range = document.createRange();

  #typeface;

  /** @param {import('./typeface.js').Typeface} typeface */
  constructor(typeface) {
    this.#typeface = typeface;
    this.#ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
    this.#ruler.textAlign = 'left';
  }

  /**
   * Most text is dark or light. What is drawn already stays as it is.
   * @param {boolean} light
   * @returns {boolean} whether that is new
   */
  setInk(light) {
    const ink = light ? '#e8eaed' : '#1b1b1f';
    if (this.#ink === ink) return false;
    this.#ink = ink;
    return true;
  }

  /**
   * @param {number} style
   * @param {number} size CSS pixels
   * @param {number} weight
   * @param {boolean} mono
   * @param {boolean} italic
   */
  defineStyle(style, size, weight, mono, italic) {
    this.#styles[style] = { size, weight, slant: italic ? 'italic ' : '', mono };
  }

  /**
   * The CSS font of a style, as the real fields use it too.
   * @param {number} style @param {number} [scale] pixels for each of the module's; by default CSS pixels
   */
  font(style, scale = this.#typeface.factor) {
    const s = this.#styles[style];
    return `${s.slant}${s.weight} ${s.size * scale}px ${s.mono ? this.#typeface.monospace : this.#typeface.families}`;
  }

  /** @param {number} style */
  #use(style) {
    if (this.#measured !== style) this.#ruler.font = this.font(style);
    this.#measured = style;
  }

  /** The module's pixels. @param {number} style */
  metrics(style) {
    this.#measured = -1; // fonts may have changed since
    this.#use(style);
    const m = this.#ruler.measureText('Hg');
    const size = this.#styles[style].size;
    const { factor } = this.#typeface;
    return { ascent: m.fontBoundingBoxAscent / factor || size * 0.93, descent: m.fontBoundingBoxDescent / factor || size * 0.24 };
  }

  /**
   * Advance, and ink to the left, right, above and below the pen. The array is used again by the next call.
   * @param {number} style
   * @param {string} text
   */
  measure(style, text) {
    this.#use(style);
    setDirection(this.#ruler, text);
    const m = this.#ruler.measureText(text);
    const { factor } = this.#typeface; // measured as large as it is shown: fonts differ a little at every size
    const five = this.#five;
    five[0] = this.#inPage && pairOfKana.test(text) ? this.#widthInPage(this.#inPage, style, text) : m.width / factor;
    five[1] = m.actualBoundingBoxLeft / factor;
    five[2] = m.actualBoundingBoxRight / factor;
    five[3] = m.actualBoundingBoxAscent / factor;
    five[4] = m.actualBoundingBoxDescent / factor;
    return five;
  }

  /** Must be called before anything is measured. @param {Node} parent where something unseen can be laid out */
  attach(parent) {
    const clip = document.createElement('div'); // a line may be longer than the page is wide
    clip.style.cssText = 'all: initial; position: absolute; width: 0; height: 0; overflow: hidden; visibility: hidden';
    clip.ariaHidden = 'true';
    const element = document.createElement('span');
    element.style.cssText = 'all: initial; position: absolute; white-space: pre; visibility: hidden; contain: content';
    clip.appendChild(element);
    parent.appendChild(clip);
    this.#inPage = element;
  }

  /**
   * A line of one direction as the page lays it out; the same as the last time is there still.
   * @param {HTMLElement} element @param {number} style @param {string} line
   */
  #lay(element, style, line) {
    const font = this.font(style);
    if (this.#laid.line === line && this.#laid.font === font) return;
    this.#laid = { line, font };
    element.style.font = font;
    element.style.direction = rightToLeft.test(line) ? 'rtl' : 'ltr';
    element.textContent = line;
  }

  /** @param {HTMLElement} element @param {number} style @param {string} text */
  #widthInPage(element, style, text) {
    this.#lay(element, style, text);
    const { width } = element.getBoundingClientRect();
    return (width - 1 / 128) / this.#typeface.factor; // it was rounded up to a 64th
  }

  /** Of what was laid out, CSS pixels. @param {HTMLElement} element @param {number} start @param {number} end UTF-16 units */
  #widthBetween(element, start, end) {
    // Each is rounded up to a 64th, so that the difference is right on the average, and sums are.
    return this.#widthBefore(element, end) - this.#widthBefore(element, start);
  }

  /** @param {HTMLElement} element @param {number} offset UTF-16 units */
  #widthBefore(element, offset) {
    const letters = element.firstChild;
    if (!letters || offset === 0) return 0;
    this.#range.setStart(letters, 0);
    this.#range.setEnd(letters, offset);
    return this.#range.getBoundingClientRect().width;
  }

  /**
   * The width of some units of a line: what a run begins with chooses fonts, and words lean on one another; a canvas,
   * which shapes word by word, does not look so far.
   * @param {number} style @param {string} line of one direction
   * @param {number} start @param {number} end UTF-16 units
   */
  widthWithin(style, line, start, end) {
    const element = this.#inPage;
    if (!element) return this.measure(style, line.slice(start, end))[0];
    this.#lay(element, style, line);
    return this.#widthBetween(element, start, end) / this.#typeface.factor;
  }

  /**
   * Which part of the width of some units of a line lies before one of them: letters that are cut apart, or out of what
   * stands around them, may have other forms.
   * @param {number} style @param {string} line of one direction
   * @param {number} start @param {number} end @param {number} offset UTF-16 units
   * @returns {number} 0 to 1
   */
  share(style, line, start, end, offset) {
    const element = this.#inPage;
    if (!element) return 0;
    this.#lay(element, style, line);
    const all = this.#widthBetween(element, start, end);
    return all > 0 ? this.#widthBetween(element, start, offset) / all : 0;
  }

  /**
   * Where words begin in text of a script without spaces (Thai, Lao, Khmer, Burmese): UTF-16 units, without 0. Nothing
   * where the browser has no dictionary to ask.
   * @param {string} text
   */
  words(text) {
    this.#dictionary ??= typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('th', { granularity: 'word' }) : null;
    if (!this.#dictionary) return [];
    return Array.from(this.#dictionary.segment(text), ({ index }) => index).slice(1);
  }

  /** @param {number} page @param {number} size */
  #page(page, size) {
    let context = this.#pages[page];
    if (!context) {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = size;
      context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: false }));
      context.fillStyle = '#fff';
      context.textBaseline = 'alphabetic';
      context.textAlign = 'left';
      this.#pages[page] = context;
    }
    return context;
  }

  /**
   * Draws `text` into the box (x, y, w, h) of a page, its pen at (penX, penY) of the box. Device pixels.
   * @param {number} page @param {number} size of the page
   * @param {number} style @param {string} text @param {number} scale device pixels per pixel of the module
   * @param {number} x @param {number} y @param {number} w @param {number} h @param {number} penX @param {number} penY
   */
  rasterise(page, size, style, text, scale, x, y, w, h, penX, penY) {
    const context = this.#page(page, size);
    context.save();
    context.beginPath();
    context.rect(x, y, w, h);
    context.clip();
    context.font = this.font(style, scale);
    setDirection(context, text);
    // Engines make light letters fatter than dark ones, so they are drawn in what they will look like, then made white.
    const tinted = !colours.test(text);
    if (tinted) context.fillStyle = this.#ink;
    context.fillText(text, x + penX, y + penY);
    if (tinted) {
      context.globalCompositeOperation = 'source-atop';
      context.fillStyle = '#fff';
      context.fillRect(x, y, w, h);
    }
    context.restore();
  }

  /** @param {number} page @param {number} size */
  clearPage(page, size) {
    this.#pages[page]?.clearRect(0, 0, size, size);
  }

  /**
   * Copies a part of a page into its texture.
   * @param {WebGL2RenderingContext} gl @param {WebGLTexture} texture @param {number} page
   * @param {number} x @param {number} y @param {number} w @param {number} h
   */
  upload(gl, texture, page, x, y, w, h) {
    const context = this.#pages[page];
    if (!context) return;
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false); // ImGui blends straight alpha
    gl.pixelStorei(gl.UNPACK_SKIP_PIXELS, x);
    gl.pixelStorei(gl.UNPACK_SKIP_ROWS, y);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, x, y, w, h, gl.RGBA, gl.UNSIGNED_BYTE, context.canvas);
    gl.pixelStorei(gl.UNPACK_SKIP_PIXELS, 0);
    gl.pixelStorei(gl.UNPACK_SKIP_ROWS, 0);
  }

  /** Gives the canvases' memory back. */
  destroy() {
    this.#inPage?.parentElement?.remove();
    for (const context of this.#pages) if (context) context.canvas.width = context.canvas.height = 0;
    this.#pages = [];
  }
}
