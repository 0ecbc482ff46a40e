// @ts-check
// What the browser's own layout makes of the same words: where its lines begin and end, and how wide they are.
import { installTwin } from './dom_twin_page.mjs';
import { styles } from './dom_twin_styles.mjs';

/** @typedef {import('./dom_twin_page.mjs').Block} Block */
/** @typedef {import('./dom_twin_page.mjs').Span} Span */
/** @typedef {import('./dom_twin_page.mjs').TwinLine} TwinLine */
/**
 * @typedef {object} TwinOptions
 * @property {string} [lang] BCP 47; default: the document's, as the chat has it
 * @property {'paragraph' | 'message'} [direction] what has the direction of its first strong character: each line the
 *   person ended (default), or the whole message
 */

/**
 * Lays out messages of blocks at several widths.
 * @param {import('playwright-core').Page} page
 * @param {Block[][]} messages
 * @param {number[]} widths CSS pixels
 * @param {TwinOptions} [options]
 * @returns {Promise<TwinLine[][][][]>} by width, message, block
 */
export async function markupLines(page, messages, widths, options = {}) {
  await page.evaluate(installTwin);
  // As a string both ways: Playwright takes its time over large objects.
  const json = await page.evaluate(({ messages, widths, options }) => {
    const { banterTwin: twin } = /** @type {{ banterTwin: import('./dom_twin_page.mjs').Twin }} */ (/** @type {unknown} */ (globalThis));
    const host = twin.build(JSON.parse(messages), options);
    host.style.visibility = 'hidden';
    try {
      return JSON.stringify(widths.map((width) => twin.lines(host, width)));
    } finally {
      host.remove();
    }
  }, { messages: JSON.stringify(messages), widths, options: { styles, ...options } });
  return JSON.parse(json);
}

/**
 * Lays out texts without markup at several widths.
 * @param {import('playwright-core').Page} page
 * @param {string[]} texts an empty one has one empty line
 * @param {number[]} widths CSS pixels
 * @param {TwinOptions} [options]
 * @returns {Promise<TwinLine[][][]>} by width, text
 */
export async function textLines(page, texts, widths, options = {}) {
  const messages = texts.map((text) => /** @type {Block[]} */ ([{ kind: 'plain', spans: [{ text }] }]));
  const all = await markupLines(page, messages, widths, options);
  return all.map((each) => each.map(([lines]) => lines));
}

/**
 * An empty page in the process of another. Chromium draws what a script's letters fall back to from a memory of what it
 * was asked before, of each process, so that one text may have two widths in two of them.
 * @param {import('playwright-core').Page} page
 */
export async function besides(page) {
  const opened = page.waitForEvent('popup');
  await page.evaluate(() => { open(new URL('blank.html', document.baseURI)); });
  const twin = await opened;
  await twin.waitForLoadState();
  return twin;
}

/**
 * Where in a message's source an offset of a block's text stands, when each span says where it was found.
 * @param {(Span & { at: number })[]} spans
 * @param {number} offset UTF-16 units of the block's text; at a border the later span counts
 */
export function sourceOffset(spans, offset) {
  let from = 0;
  for (const { text, at } of spans) {
    if (offset < from + text.length) return at + offset - from;
    from += text.length;
  }
  const last = spans[spans.length - 1];
  return last ? last.at + last.text.length : 0;
}
