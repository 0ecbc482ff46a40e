// @ts-check
// The canvas's size in device pixels, the page's colours and motion, whether it can be seen.

/** @typedef {[number, number, number, number, number, number, number, number]} SystemColors 0xRRGGBB, in this order */
const systemColors = ['Canvas', 'CanvasText', 'LinkText', 'ButtonFace', 'ButtonText', 'Highlight', 'HighlightText', 'GrayText'];

/**
 * @typedef {object} SurfaceEvents
 * @property {(width: number, height: number, deviceWidth: number, deviceHeight: number, scale: number) => void} resized CSS pixels
 *   over the typeface's factor, and device pixels for each of them
 * @property {(dark: boolean, reducedMotion: boolean, forced: SystemColors | undefined) => void} appearance
 * @property {(visible: boolean) => void} visible
 */

export class Surface {
  /** @type {HTMLCanvasElement} */ #canvas;
  /** @type {SurfaceEvents} */ #events;
  #typeface;
  /** @type {[number, number, number, number]} width, height, CSS pixels, and the same in device pixels */ #size = [1, 1, 1, 1];
  #onScreen = true;
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #still = matchMedia('(prefers-reduced-motion: reduce)');
  #forced = matchMedia('(forced-colors: active)');
  /** @type {import('./banter.js').Theme} */ #theme;

  /**
   * @param {HTMLElement} box
   * @param {HTMLCanvasElement} canvas
   * @param {SurfaceEvents} events
   * @param {AbortSignal} signal
   * @param {import('./banter.js').Theme} theme
   * @param {{ factor: number }} typeface
   */
  constructor(box, canvas, events, signal, theme, typeface) {
    this.#typeface = typeface;
    this.#canvas = canvas;
    this.#events = events;
    const on = { signal };

    this.#theme = theme;
    for (const query of [this.#dark, this.#still, this.#forced]) query.addEventListener('change', () => this.#tellAppearance(), on);
    this.#tellAppearance();

    const sizes = new ResizeObserver(entries => this.#measured(entries[entries.length - 1]));
    try {
      sizes.observe(canvas, { box: 'device-pixel-content-box' });
    } catch {
      sizes.observe(canvas); // Safari knows no device pixels here: rounded below
    }
    const screens = new IntersectionObserver(entries => {
      this.#onScreen = entries[entries.length - 1].isIntersecting;
      this.#tellVisible();
    });
    screens.observe(box);
    document.addEventListener('visibilitychange', () => this.#tellVisible(), on);
    this.#tellVisible();
    signal.addEventListener('abort', () => { sizes.disconnect(); screens.disconnect(); }, { once: true });
    this.#rescaled(signal);
  }

  /** @param {import('./banter.js').Theme} theme */
  setTheme(theme) {
    this.#theme = theme;
    this.#tellAppearance();
  }

  #tellAppearance() {
    const dark = this.#theme === 'dark' || (this.#theme !== 'light' && this.#dark.matches);
    this.#events.appearance(dark, this.#still.matches, this.#forced.matches ? this.#systemColors() : undefined);
  }

  #systemColors() {
    const { style } = this.#canvas;
    const colors = systemColors.map(name => {
      style.color = name;
      const [red = 0, green = 0, blue = 0] = getComputedStyle(this.#canvas).color.match(/[\d.]+/g)?.map(Number) ?? [];
      return red << 16 | green << 8 | blue;
    });
    style.color = '';
    return /** @type {SystemColors} */ (colors);
  }

  /** The typeface has another factor. */
  refresh() {
    this.#tellAppearance();
    this.#resize(...this.#size);
  }

  /** Another zoom or screen: the box may keep its size in CSS pixels. @param {AbortSignal} signal */
  #rescaled(signal) {
    const { width, height } = this.#canvas.getBoundingClientRect();
    this.#resize(width, height, width * devicePixelRatio, height * devicePixelRatio);
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', () => this.#rescaled(signal), { once: true, signal });
  }

  #tellVisible() {
    this.#events.visible(!document.hidden && this.#onScreen);
  }

  /** @param {ResizeObserverEntry} entry */
  #measured(entry) {
    const { width, height } = entry.contentRect;
    const exact = entry.devicePixelContentBoxSize?.[0];
    // The box knows how the browser rounded. It does not know of a scale that developer tools pretend: then it was
    // rounded to whole CSS pixels.
    /** @param {number | undefined} device @param {number} css */
    const near = (device, css) => {
      if (device === undefined) return css * devicePixelRatio;
      if (Math.abs(device - css * devicePixelRatio) <= 1) return device;
      return (Math.abs(device - css) <= 1 ? device : css) * devicePixelRatio;
    };
    this.#resize(width, height, near(exact?.inlineSize, width), near(exact?.blockSize, height));
  }

  /** @param {number} width @param {number} height @param {number} deviceWidth @param {number} deviceHeight */
  #resize(width, height, deviceWidth, deviceHeight) {
    this.#size = [width, height, deviceWidth, deviceHeight];
    const w = Math.max(1, Math.round(deviceWidth));
    const h = Math.max(1, Math.round(deviceHeight));
    if (this.#canvas.width !== w) this.#canvas.width = w;
    if (this.#canvas.height !== h) this.#canvas.height = h;
    const f = this.#typeface.factor;
    this.#events.resized(Math.max(1, width / f), Math.max(1, height / f), w, h, devicePixelRatio * f);
  }
}
