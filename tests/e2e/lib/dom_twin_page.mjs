// @ts-check
// The DOM twin's part in the page. `installTwin` is sent there as source: it may use nothing from outside itself.

/** @typedef {'b' | 'i' | 's' | 'code' | 'a' | 'mention' | 'spoiler'} Mark */
/** @typedef {{ text: string, marks?: Mark[] }} Span `marks` from the outermost to the innermost */
/**
 * @typedef {object} Block
 * @property {'plain' | 'paragraph' | 'quote' | 'item' | 'code'} kind plain: a message without markup
 * @property {Span[]} spans
 * @property {number} [level] of an item: 1 or more
 */
/**
 * @typedef {object} TwinLine
 * @property {number} start UTF-16 units from the start of the block's text
 * @property {number} end where the next line starts: spaces and the newline that hang at the end belong to the line
 * @property {number} x of the left edge of what is visible, CSS pixels from the left edge of the message
 * @property {number} width of what is visible: without the spaces that hang at the end
 */
/** @typedef {{ build(messages: Block[][], options: BuildOptions): HTMLElement, lines(host: HTMLElement, width: number): TwinLine[][][] }} Twin */
/** @typedef {{ styles: string, lang?: string, direction?: 'paragraph' | 'message' }} BuildOptions */

/** Makes `globalThis.banterTwin`, once. */
export function installTwin() {
  /** @type {Record<Mark, [tag: string, className: string]>} */
  const elements = { b: ['b', ''], i: ['i', ''], s: ['s', ''], code: ['code', ''], a: ['a', ''], mention: ['span', 'mention'], spoiler: ['span', 'spoiler'] };
  // What hangs at the end of a line with white-space: pre-wrap.
  const hangs = /[ \t\n\r\u3000]/;
  const range = document.createRange();

  /** @param {Block} block */
  function buildBlock(block) {
    const element = document.createElement('div');
    element.dir = block.kind === 'code' ? 'ltr' : 'auto';
    element.className = block.kind === 'plain' ? 'plain' : `block ${block.kind}`;
    if (block.level) element.style.setProperty('--level', String(block.level));
    for (const { text, marks = [] } of block.spans) {
      if (text === '') continue;
      /** @type {Node} */
      let node = document.createTextNode(text);
      for (const mark of [...marks].reverse()) {
        const [tag, className] = elements[mark];
        const around = document.createElement(tag);
        if (className) around.className = className;
        around.append(node);
        node = around;
      }
      element.append(node);
    }
    return element;
  }

  /** Where a block's characters are: its text nodes, and what each starts with. @param {Element} block */
  function textNodes(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    /** @type {{ node: Text, start: number, end: number }[]} */
    const nodes = [];
    let start = 0;
    while (walker.nextNode()) {
      const node = /** @type {Text} */ (walker.currentNode);
      nodes.push({ node, start, end: start + node.length });
      start += node.length;
    }
    return nodes;
  }

  /** @param {Element} block @param {number} origin left edge of the message @returns {TwinLine[]} */
  function linesOf(block, origin) {
    const nodes = textNodes(block);
    if (nodes.length === 0) return [{ start: 0, end: 0, x: 0, width: 0 }];
    const length = nodes[nodes.length - 1].end;
    const text = nodes.map(({ node }) => node.data).join('');
    const half = parseFloat(getComputedStyle(block).lineHeight) / 2;
    let last = 0; // the node that was asked last: most questions are about the same

    /** The rectangle of the cluster that has this unit. @param {number} at @returns {DOMRect | undefined} */
    function rectangle(at) {
      while (at >= nodes[last].end) ++last;
      while (at < nodes[last].start) --last;
      const { node, start } = nodes[last];
      range.setStart(node, at - start);
      range.setEnd(node, at - start + 1);
      const all = range.getClientRects();
      // What follows a soft hyphen at the end of a line has the hyphen's rectangle too, before its own.
      return all[all.length - 1];
    }

    /** The vertical middle of a unit; one that has no place stands where the one before it does. @param {number} at @param {number} first */
    function middle(at, first) {
      for (; at >= first; --at) {
        const box = rectangle(at);
        if (box) return box.top + box.height / 2;
      }
      return undefined;
    }

    /** @type {TwinLine[]} */
    const lines = [];
    let guess = 16;
    for (let start = 0; start < length;) {
      const box = rectangle(start);
      const height = box && box.top + box.height / 2;
      // Units stand on lines in logical order, so the next line is found by halving.
      /** @param {number} at */
      const below = (at) => {
        const other = middle(at, start);
        return height !== undefined && other !== undefined && other > height + half;
      };
      let here = start;
      let end = start + guess;
      while (end < length && !below(end)) {
        here = end;
        end += guess;
        guess *= 2;
      }
      end = Math.min(end, length);
      while (end - here > 1) {
        const at = (here + end) >> 1;
        if (below(at)) end = at;
        else here = at;
      }
      guess = Math.max(8, end - start);

      let visible = end;
      while (visible > start && hangs.test(text[visible - 1])) --visible;
      let left = Infinity;
      let right = -Infinity;
      for (const { node, start: from, end: to } of nodes) {
        if (to <= start || from >= visible) continue;
        range.setStart(node, Math.max(0, start - from));
        range.setEnd(node, Math.min(to, visible) - from);
        for (const part of range.getClientRects()) {
          if (part.width === 0 || Math.abs(part.top + part.height / 2 - Number(height)) > half) continue;
          left = Math.min(left, part.left);
          right = Math.max(right, part.right);
        }
      }
      const width = right > left ? Math.round((right - left) * 64) / 64 : 0;
      const x = Math.round(((width > 0 ? left : (box?.left ?? origin)) - origin) * 64) / 64;
      lines.push({ start, end, x, width });
      start = end;
    }
    return lines;
  }

  /** @type {Twin} */
  const twin = {
    /** Elements for messages, in a shadow root of their own, at the end of the body. */
    build(messages, { styles, lang, direction = 'paragraph' }) {
      const host = document.createElement('div');
      if (lang !== undefined) host.lang = lang;
      const shadow = host.attachShadow({ mode: 'open' });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(styles);
      shadow.adoptedStyleSheets = [sheet];
      const list = document.createElement('div');
      list.className = direction === 'message' ? 'list of-one-direction' : 'list';
      list.append(...messages.map((blocks) => {
        const message = document.createElement('div');
        message.className = 'message';
        message.append(...blocks.map(buildBlock));
        return message;
      }));
      shadow.append(list);
      document.body.append(host);
      return host;
    },

    /** The lines of each block of each message, laid out `width` CSS pixels wide. */
    lines(host, width) {
      const list = /** @type {HTMLElement} */ (host.shadowRoot?.querySelector('.list'));
      list.style.width = `${width}px`;
      const origin = list.getBoundingClientRect().left;
      return [...list.children].map((message) => [...message.children].map((block) => linesOf(block, origin)));
    },
  };
  const page = /** @type {{ banterTwin?: Twin }} */ (globalThis);
  page.banterTwin ??= twin;
}
