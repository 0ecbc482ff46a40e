// @ts-check
// Pointer, wheel and touch on the chat's box. Text fields keep their own pointer: a caret is placed
// by the browser. A link keeps its press: where that leads is the browser's too.
import { inLink } from './mirror.js';

const kind = { move: 0, down: 1, up: 2, gone: 3 };

/**
 * @typedef {object} PointerEvents
 * @property {(kind: number, x: number, y: number, touch: boolean) => void} pointer
 * @property {(x: number, y: number, delta: number) => boolean} wheel true: the chat scrolled
 */

/**
 * @param {HTMLElement} box
 * @param {PointerEvents} events
 * @param {AbortSignal} signal
 */
export function watchPointer(box, events, signal) {
  const on = { signal };
  let touchY = 0;
  let touching = -1; // pointerId of the finger that scrolls

  /** @param {PointerEvent | WheelEvent} event */
  const place = event => {
    const rect = box.getBoundingClientRect();
    return { x: event.clientX - rect.left, y: event.clientY - rect.top };
  };
  /** @param {Event} event */
  const inField = event => event.composedPath()[0] instanceof HTMLTextAreaElement || event.composedPath()[0] instanceof HTMLInputElement;

  box.addEventListener('pointermove', event => {
    const { x, y } = place(event);
    if (event.pointerId === touching) {
      if (Math.abs(y - touchY) >= 1) events.wheel(x, y, touchY - y);
      touchY = y;
    }
    events.pointer(kind.move, x, y, event.pointerType === 'touch');
  }, on);
  box.addEventListener('pointerdown', event => {
    if (event.button !== 0 || inField(event)) return;
    const { x, y } = place(event);
    if (event.pointerType === 'touch') {
      touching = event.pointerId;
      touchY = y;
    }
    if (inLink(event.composedPath()[0])) return;
    box.setPointerCapture(event.pointerId);
    events.pointer(kind.down, x, y, event.pointerType === 'touch');
  }, on);
  /** @param {PointerEvent} event */
  const released = event => {
    const { x, y } = place(event);
    if (event.pointerId === touching) touching = -1;
    events.pointer(kind.up, x, y, event.pointerType === 'touch');
    if (event.pointerType === 'touch') events.pointer(kind.gone, 0, 0, true);
  };
  box.addEventListener('pointerup', event => { if (event.button === 0) released(event); }, on);
  box.addEventListener('pointercancel', event => {
    events.pointer(kind.gone, 0, 0, true); // first away from what was pressed: a cancelled press is no click
    released(event);
  }, on);
  box.addEventListener('pointerleave', () => events.pointer(kind.gone, 0, 0, false), on);
  // A press on the canvas must not take the focus from the field one is writing in.
  box.addEventListener('mousedown', event => { if (!inField(event)) event.preventDefault(); }, on);

  box.addEventListener('wheel', event => {
    if (event.ctrlKey || event.metaKey) return; // the page's zoom
    const field = event.composedPath()[0];
    if (field instanceof HTMLTextAreaElement && field.scrollHeight > field.clientHeight) return;
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 22 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? box.clientHeight : 1;
    const { x, y } = place(event);
    // At the end of the log the host page may scroll.
    if (event.deltaY !== 0 && events.wheel(x, y, event.deltaY * unit)) event.preventDefault();
  }, { signal, passive: false });
}
