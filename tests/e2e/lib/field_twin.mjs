// @ts-check
// Where the browser has the carets and selections of a textarea: an element with the textarea's own styles that can be
// asked for rectangles, which a textarea cannot.

/** @typedef {{ x: number, y: number, width: number, height: number }} Rect */
/**
 * @typedef {object} Carets
 * @property {number} offset UTF-16 units
 * @property {Rect} drawn
 * @property {{ x: number, y: number }[]} real where a caret at this offset may stand: more than one where directions meet
 */

/**
 * Every caret of the composer's text: where it is drawn, and where it is. CSS pixels from the chat's top left.
 * @param {import('./chat.mjs').Chat} chat
 * @returns {Promise<Carets[]>}
 */
export async function carets(chat) {
  await install(chat);
  return chat.host.evaluate((/** @type {any} */ host) => /** @type {any} */ (globalThis).fieldTwin(host).carets());
}

/**
 * What is drawn as selected, and what is, as intervals of lines.
 * @param {import('./chat.mjs').Chat} chat @param {[number, number][]} ranges
 * @returns {Promise<{ drawn: [number, number, number][], real: [number, number, number][] }[]>} line top, left, right
 */
export async function selections(chat, ranges) {
  await install(chat);
  return chat.host.evaluate((/** @type {any} */ host, ranges) => /** @type {any} */ (globalThis).fieldTwin(host).selections(ranges), ranges);
}

/** The part of the composer's field that shows text, on the page. @param {import('./chat.mjs').Chat} chat */
export async function inside(chat) {
  const box = await chat.composer().boundingBox();
  if (!box) return box;
  const [left, right, top, bottom] = await chat.composer().evaluate((field) => {
    const { paddingLeft, paddingRight, paddingTop, paddingBottom } = getComputedStyle(field);
    return [paddingLeft, paddingRight, paddingTop, paddingBottom].map(parseFloat);
  });
  return { x: box.x + left, y: box.y + top, width: box.width - left - right, height: box.height - top - bottom };
}

/** @param {import('./chat.mjs').Chat} chat */
const install = (chat) => chat.page.evaluate(installTwin);

function installTwin() {
  /** @type {any} */ (globalThis).fieldTwin = (/** @type {any} */ host) => {
    /** @param {Element | ShadowRoot} root @returns {HTMLTextAreaElement | null} */
    const find = (root) => {
      const here = root.querySelector('textarea');
      if (here) return here;
      for (const child of root.querySelectorAll('*')) {
        const there = child.shadowRoot && find(child.shadowRoot);
        if (there) return there;
      }
      return null;
    };
    const field = /** @type {HTMLTextAreaElement} */ (find(host.shadowRoot ?? host));
    const text = field.value;
    const style = getComputedStyle(field);
    const twin = document.createElement('div');
    twin.dir = 'auto';
    for (const name of ['font', 'letter-spacing', 'word-spacing', 'white-space', 'overflow-wrap', 'word-break', 'line-break', 'tab-size',
      'text-align', 'unicode-bidi', 'direction', 'text-indent', 'hyphens', 'font-kerning', 'text-rendering']) {
      twin.style.setProperty(name, style.getPropertyValue(name));
    }
    const [left, right, above] = [style.paddingLeft, style.paddingRight, style.paddingTop].map(parseFloat);
    twin.style.cssText += `;position:absolute;left:0;top:0;margin:0;padding:0;border:0;width:${field.clientWidth - left - right}px;visibility:hidden`;
    const node = document.createTextNode(text.endsWith('\n') ? `${text}\u200B` : text); // so that the last line has a place
    twin.append(node);
    const range = document.createRange();
    const origin = host.getBoundingClientRect();
    const outside = field.getBoundingClientRect();
    const place = { left: outside.left + left, top: outside.top + above };
    /** @param {number} start @param {number} end */
    const rectangles = (start, end) => {
      range.setStart(node, start);
      range.setEnd(node, end);
      const from = twin.getBoundingClientRect();
      return [...range.getClientRects()].map((r) => ({
        left: r.left - from.left + place.left - origin.left, right: r.right - from.left + place.left - origin.left,
        y: r.top + r.height / 2 - from.top + place.top - origin.top - field.scrollTop,
      }));
    };
    /** @param {number} start @param {number} end */
    const drawn = (start, end) => {
      field.setSelectionRange(start, end);
      field.dispatchEvent(new Event('select'));
      return host.chat.snapshot().composer;
    };
    /** @template T @param {() => T} use */
    const shown = (use) => {
      document.body.append(twin);
      const before = /** @type {const} */ ([field.selectionStart, field.selectionEnd]);
      try {
        return use();
      } finally {
        drawn(...before);
        twin.remove();
      }
    };
    const bounds = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map((s) => s.index);
    return {
      carets: () => shown(() => [...bounds, text.length].map((offset, index) => {
        const around = [];
        if (index > 0) around.push(...rectangles(bounds[index - 1], offset));
        if (offset < text.length) around.push(...rectangles(offset, bounds[index + 1] ?? text.length));
        const real = [...rectangles(offset, offset).map((r) => ({ x: r.left, y: r.y })), ...around.flatMap((r) => [{ x: r.left, y: r.y }, { x: r.right, y: r.y }])];
        return { offset, drawn: drawn(offset, offset).caret, real };
      })),
      /** @param {[number, number][]} ranges */
      selections: (ranges) => shown(() => ranges.map(([start, end]) => {
        /** @param {[number, number, number][]} boxes top, left, right; joined where they touch */
        const joined = (boxes) => {
          /** @type {[number, number, number][]} */
          const out = [];
          for (const box of boxes.filter(([, left, right]) => right - left > 0.1).sort((a, b) => (a[0] - b[0]) || (a[1] - b[1]))) {
            const last = out.at(-1);
            if (last && last[0] === box[0] && box[1] <= last[2] + 1) last[2] = Math.max(last[2], box[2]);
            else out.push([...box]);
          }
          return out;
        };
        return {
          drawn: joined(drawn(start, end).selection.map((/** @type {Rect} */ r) => [Math.round(r.y), r.x, r.x + r.width])),
          // A line's middle is within half a pixel of the drawn one's, whatever fonts are on it.
          real: joined(rectangles(start, end).map((r) => [Math.round((r.y - 11 - (place.top - origin.top - field.scrollTop)) / 22) * 22 + Math.round(place.top - origin.top - field.scrollTop), r.left, r.right])),
        };
      })),
    };
  };
}
