// @ts-check
// Mouse, pen, finger and wheel on the chat's box: what is pressed and what is scrolled. Text fields keep their own
// pointer: a caret is placed by the browser. A link keeps its press: where that leads is the browser's too.
import { Fling } from './fling.js';
import { inLink } from './mirror.js';

/** As banter_pointer() counts. `longpress`: a finger has rested for half a second; true from the chat: it keeps the finger. */
const kind = { move: 0, down: 1, up: 2, gone: 3, longpress: 4 };

/** As banter_touch_begins() answers: on what stands still, on what scrolls, on what it drags. */
const target = { still: 0, scroller: 1, handle: 2 };

const slop = 6; // CSS pixels: a tap's finger is not quite still
const longPress = 500; // ms
const gripFor = 1500; // ms after the log has moved its scrollbar can be gripped
const sameWheel = 150; // ms: wheel events this close are one gesture

/**
 * Places and distances are in the chat's own pixels: CSS pixels over the typeface's factor.
 * @typedef {object} PointerEvents
 * @property {(kind: number, x: number, y: number, touch: boolean) => boolean} pointer
 * @property {(x: number, y: number, delta: number) => boolean} wheel true: the chat scrolled
 * @property {(x: number, y: number, delta: number) => boolean} canScroll what wheel() would answer
 * @property {(x: number, y: number, scrolled: boolean) => number} touchBegins one of `target`; `scrolled` just now
 */

/**
 * @param {HTMLElement} box
 * @param {{ factor: number }} typeface
 * @param {PointerEvents} events
 * @param {AbortSignal} signal
 */
export function watchPointer(box, typeface, events, signal) {
  const on = { signal };

  /** @param {{ clientX: number, clientY: number }} at */
  const place = at => {
    const rect = box.getBoundingClientRect();
    return { x: (at.clientX - rect.left) / typeface.factor, y: (at.clientY - rect.top) / typeface.factor };
  };
  /** @param {Event} event */
  const inField = event => event.composedPath()[0] instanceof HTMLTextAreaElement || event.composedPath()[0] instanceof HTMLInputElement;

  // ---- one finger ----
  // `pressing`: it may become a tap, a long press or a scroll. `ours`: a scroll once it leaves the slop; the page stays.
  // `scrolling`: the log follows it. `kept`: its moves are the chat's, as a mouse's are. `gone`: the page has it.
  /** @type {'gone' | 'pressing' | 'ours' | 'scrolling' | 'kept'} */
  let finger = 'gone';
  let start = { x: 0, y: 0 };
  let last = 0; // y up to which the log has followed
  let timer = 0;
  let scrolledAt = -Infinity;

  /** @param {number} x @param {number} y @param {number} delta @param {number} time */
  const scroll = (x, y, delta, time) => {
    const moved = events.wheel(x, y, delta);
    if (moved) scrolledAt = time;
    return moved;
  };
  const fling = new Fling((delta, time) => scroll(start.x, start.y, delta, time), signal);

  /** What was pressed is not clicked. */
  const letGo = () => {
    clearTimeout(timer);
    events.pointer(kind.gone, 0, 0, true);
    events.pointer(kind.up, 0, 0, true);
    events.pointer(kind.gone, 0, 0, true);
  };

  /** @param {PointerEvent} event */
  const fingerDown = event => {
    const { x, y } = place(event);
    start = { x, y };
    last = y;
    const on = events.touchBegins(x, y, event.timeStamp - scrolledAt < gripFor);
    // What stops a log that runs is no press, but on a button over it.
    if (fling.stop() && on === target.scroller) {
      finger = 'ours';
      return;
    }
    finger = on === target.handle ? 'kept' : 'pressing';
    events.pointer(kind.down, x, y, true);
    if (finger === 'kept') return;
    timer = window.setTimeout(() => {
      if (finger === 'pressing' || finger === 'ours') {
        if (events.pointer(kind.longpress, start.x, start.y, true)) finger = 'kept';
      }
    }, longPress);
  };

  box.addEventListener('pointermove', event => {
    if (event.pointerType === 'touch' && finger !== 'kept') return;
    const { x, y } = place(event);
    events.pointer(kind.move, x, y, event.pointerType === 'touch');
  }, on);
  box.addEventListener('pointerdown', event => {
    if (event.button !== 0 || inField(event)) return;
    if (event.pointerType === 'touch') {
      if (event.isPrimary) fingerDown(event);
      return;
    }
    const { x, y } = place(event);
    if (inLink(event.composedPath()[0])) return;
    box.setPointerCapture(event.pointerId);
    events.pointer(kind.down, x, y, false);
  }, on);
  box.addEventListener('pointerup', event => {
    if (event.button !== 0) return;
    const { x, y } = place(event);
    if (event.pointerType !== 'touch') {
      events.pointer(kind.up, x, y, false);
      return;
    }
    if (!event.isPrimary || inField(event)) return;
    clearTimeout(timer);
    if (finger === 'pressing' || finger === 'ours' || finger === 'kept') {
      events.pointer(kind.up, x, y, true);
      events.pointer(kind.gone, 0, 0, true);
    }
    if (finger !== 'scrolling') finger = 'gone'; // else touchend knows how fast it was
  }, on);
  box.addEventListener('pointercancel', event => { // the page scrolls or zooms
    if (event.pointerType !== 'touch' || finger !== 'gone') letGo();
    finger = 'gone';
  }, on);
  box.addEventListener('pointerleave', () => events.pointer(kind.gone, 0, 0, false), on);
  // A press on the canvas must not take the focus from the field one is writing in.
  box.addEventListener('mousedown', event => { if (!inField(event)) event.preventDefault(); }, on);

  box.addEventListener('touchstart', event => {
    if (event.touches.length < 2 || finger === 'gone') return;
    if (finger !== 'scrolling') letGo(); // two fingers zoom the page
    finger = 'gone';
  }, { signal, passive: true });
  box.addEventListener('touchmove', event => {
    if (finger === 'gone') return;
    const touch = event.touches[0];
    const { x, y } = place(touch);
    if (finger === 'pressing') {
      // The first move decides for as long as the finger stays: the log, if it can go that way, or else the page.
      const [dx, dy] = [x - start.x, y - start.y];
      if (dx === 0 && dy === 0) return;
      if (Math.abs(dx) > Math.abs(dy) || !events.canScroll(start.x, start.y, -dy)) {
        letGo();
        finger = 'gone';
        return;
      }
      finger = 'ours';
    }
    if (event.cancelable) event.preventDefault();
    if (finger === 'kept') return;
    if (finger === 'ours') {
      if (Math.hypot(x - start.x, y - start.y) * typeface.factor < slop) return;
      letGo();
      finger = 'scrolling';
      fling.begin(start.y, event.timeStamp);
    }
    fling.follow(y, event.timeStamp);
    scroll(start.x, start.y, last - y, event.timeStamp);
    last = y;
  }, { signal, passive: false });
  for (const type of /** @type {const} */ (['touchend', 'touchcancel'])) {
    box.addEventListener(type, event => {
      if (finger === 'scrolling' && type === 'touchend') fling.release(event.timeStamp);
      if (event.touches.length === 0) finger = 'gone';
    }, { signal, passive: true });
  }
  box.addEventListener('keydown', () => fling.stop(), on);
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });

  // ---- the wheel ----
  let wheeled = -Infinity;
  box.addEventListener('wheel', event => {
    if (event.ctrlKey || event.metaKey) return; // the page's zoom
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) return; // nothing here goes sideways
    const field = event.composedPath()[0];
    if (field instanceof HTMLTextAreaElement && field.scrollHeight > field.clientHeight) return;
    fling.stop();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 22 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? box.clientHeight : 1;
    const { x, y } = place(event);
    // At the end of the log the host page may scroll, but not with what is left of the swing that came there.
    if (event.deltaY !== 0 && scroll(x, y, event.deltaY * unit / typeface.factor, event.timeStamp)) wheeled = event.timeStamp;
    else if (event.timeStamp - wheeled < sameWheel) wheeled = event.timeStamp;
    else return;
    event.preventDefault();
  }, { signal, passive: false });
}
