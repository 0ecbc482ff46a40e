// @ts-check
// A picture of texts as the DOM shows them, each line with the box that the twin says it has: for the eye to judge
// whether there are fonts, whether sentences look right, and whether boxes fit.
import { installTwin } from './dom_twin_page.mjs';
import { lineHeight, styles } from './dom_twin_styles.mjs';

/** @typedef {{ title: string, texts: string[], width?: number }} Sheet `width` of the column, CSS pixels */

/** Boxes are drawn behind the words; a message stands apart from the next. */
const extra = `
.list { padding: 0; }
.message { position: relative; margin: 0 0 8px; color: #1b1b1f; }
.box { position: absolute; z-index: -1; height: ${lineHeight - 2}px; background: #dfe9ff; }
`;

/**
 * Draws the texts below one another at the page's left edge, under a title.
 * @param {import('playwright-core').Page} page blank; its viewport is changed
 * @param {Sheet} sheet
 * @returns {Promise<Buffer>} PNG
 */
export async function contactSheet(page, { title, texts, width = 420 }) {
  await page.evaluate(installTwin);
  const height = await page.evaluate(({ title, texts, width, styles }) => {
    const { banterTwin } = /** @type {{ banterTwin: import('./dom_twin_page.mjs').Twin }} */ (/** @type {unknown} */ (globalThis));
    document.body.replaceChildren();
    document.body.style.cssText = 'margin:0;background:#fff';
    const heading = document.createElement('h1');
    heading.style.cssText = 'font:600 13px/20px sans-serif;margin:10px 20px;color:#555';
    heading.textContent = title;
    document.body.append(heading);
    const host = banterTwin.build(texts.map((text) => [{ kind: 'plain', spans: [{ text }] }]), { styles });
    host.style.cssText = 'left:20px;top:40px;isolation:isolate';
    const all = banterTwin.lines(host, width);
    const messages = /** @type {NodeListOf<HTMLElement>} */ (host.shadowRoot?.querySelectorAll('.message'));
    for (const [index, [lines]] of all.entries()) {
      const step = messages[index].offsetHeight / lines.length;
      messages[index].append(...lines.map((line, i) => {
        const box = document.createElement('div');
        box.className = 'box';
        Object.assign(box.style, { left: `${line.x}px`, top: `${i * step + 1}px`, width: `${line.width}px` });
        return box;
      }));
    }
    return host.offsetTop + /** @type {HTMLElement} */ (host.shadowRoot?.querySelector('.list')).offsetHeight;
  }, { title, texts, width, styles: styles + extra });
  await page.setViewportSize({ width: width + 40, height: Math.min(height + 20, 4000) });
  return page.screenshot();
}
