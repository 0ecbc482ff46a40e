// @ts-check
// The selection of the log reaches the clipboard: by key, by the page, by the browser's own context menu. The canvas has
// nothing that a browser could select, so the copy event is answered here; it needs no permission.

import { isField } from './fields.js';

/** @typedef {{ text: string, html: string }} Copied */

/**
 * @typedef {object} SelectingEvents
 * @property {(clicks: number, shift: boolean, inField: boolean) => void} press of mouse or pen; `clicks`: as the system counts
 * @property {() => Copied | undefined} copy what is selected of the log
 */

const longestOffer = 1 << 16; // UTF-16 units in the field that stands for the selection; what is copied is all

/**
 * @param {HTMLElement} box
 * @param {SelectingEvents} events
 * @param {AbortSignal} signal
 * @returns {() => void} copies the selection, soon after a press
 */
export function watchSelecting(box, events, signal) {
  const on = { signal };
  const root = /** @type {ShadowRoot} */ (box.getRootNode());
  /** A real, selected text in place of what the canvas shows. @type {HTMLTextAreaElement | undefined} */
  let offer;
  /** Takes it away and gives the focus back. */
  let withdraw = () => {};

  // The count comes with mousedown, which follows pointerdown at once; that of a finger follows its tap.
  let touching = false;
  box.addEventListener('pointerdown', event => { touching = event.pointerType === 'touch'; }, { signal, capture: true });
  box.addEventListener('mousedown', event => {
    if (event.button === 0 && !touching) events.press(event.detail, event.shiftKey, isField(event.composedPath()[0]));
  }, { signal, capture: true });

  /** What this chat has to copy, if the event is about that. @param {ClipboardEvent} event */
  const wanted = event => {
    const path = event.composedPath();
    const target = path[0];
    if (event.defaultPrevented) return undefined;
    if (path.includes(box)) {
      // A selection in the composer is the browser's to copy.
      if (target !== offer && isField(target) && target.selectionStart !== target.selectionEnd) return undefined;
    } else if (![document, document.body].includes(/** @type {any} */ (target)) || !(document.getSelection()?.isCollapsed ?? true)) {
      return undefined; // somebody else's
    }
    return events.copy();
  };
  document.addEventListener('copy', event => {
    const copied = wanted(event);
    if (!copied || !event.clipboardData) return;
    event.clipboardData.setData('text/plain', copied.text);
    event.clipboardData.setData('text/html', copied.html);
    event.preventDefault();
  }, on);

  /** @param {number} x @param {number} y its middle, from the box's top left @param {string} text */
  const makeOffer = (x, y, text) => {
    const before = /** @type {HTMLElement | null} */ (root.activeElement);
    const field = document.createElement('textarea');
    const over = new AbortController();
    offer = field;
    field.className = 'offer';
    field.readOnly = true;
    field.tabIndex = -1;
    field.setAttribute('aria-hidden', 'true');
    field.value = text.slice(0, longestOffer);
    field.style.left = `${x - 20}px`;
    field.style.top = `${y - 20}px`;
    box.append(field);
    field.focus({ preventScroll: true });
    field.select();
    withdraw = () => {
      withdraw = () => {};
      over.abort();
      const held = root.activeElement === field;
      offer = undefined;
      field.remove();
      if (held) before?.focus({ preventScroll: true });
    };
    // The page is not told when a menu closes: whatever comes next says so.
    const until = { signal: over.signal, capture: true };
    for (const type of ['pointermove', 'pointerdown', 'keydown', 'wheel']) document.addEventListener(type, () => withdraw(), until);
    field.addEventListener('blur', () => { if (document.hasFocus()) withdraw(); }, until);
    document.addEventListener('copy', () => setTimeout(() => withdraw(), 0), until);
    signal.addEventListener('abort', () => over.abort(), { signal: over.signal });
  };

  /** Over the log, with something selected, the browser's menu has something to copy. @param {MouseEvent} event */
  const offerCopy = event => {
    const log = box.querySelector('.mirror > ul')?.getBoundingClientRect();
    const target = event.composedPath()[0];
    const { clientX: x, clientY: y } = event;
    if (offer || isField(target) || target instanceof HTMLAnchorElement) return;
    if (!log || x < log.left || x > log.right || y < log.top || y > log.bottom) return;
    const copied = events.copy();
    const place = box.getBoundingClientRect();
    if (copied) makeOffer(x - place.left, y - place.top, copied.text);
  };
  // Firefox asks what the menu is for before it tells of it, the others after.
  box.addEventListener('mousedown', event => { if (event.button === 2) offerCopy(event); }, on);
  box.addEventListener('contextmenu', offerCopy, on);

  return () => setTimeout(() => {
    if (signal.aborted) return;
    makeOffer(0, 0, ' '); // what is copied is what the copy event answers
    document.execCommand('copy');
    withdraw();
  }, 0);
}
