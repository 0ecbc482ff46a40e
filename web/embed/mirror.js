// @ts-check
// The accessibility mirror in the DOM: invisible, real elements over the pixels they stand for, and
// the real text fields. The canvas itself is aria-hidden.
import { Flag, Role, keys } from './roles.js';
import { wellFormed } from './text.js';

/**
 * What the mirror reports.
 * @typedef {object} MirrorEvents
 * @property {(id: number) => void} activate
 * @property {(id: number) => void} submit
 * @property {(id: number, key: number) => void} key
 * @property {(id: number, visible: boolean) => void} focus 0: nothing has it
 * @property {(id: number, value: string, start: number, end: number, compositionStart: number, compositionEnd: number, scrollTop: number, line: number) => void} field
 */

/** @typedef {HTMLTextAreaElement | HTMLInputElement} Field */

const anyField = -1;
const anyLine = -1;
const lineEnd = -2;
const longestDraft = 1 << 17; // UTF-16 units, twice the longest message: what is too long to send is refused in words, not cut

export class Mirror {
  /** @type {HTMLElement} */ #root;
  /** @type {HTMLElement} */ #announcer;
  /** @type {MirrorEvents} */ #events;
  /** @type {AbortSignal} */ #signal;
  /** @type {Map<number, HTMLElement>} */ #elements = new Map();
  /** @type {Map<number, number>} */ #parents = new Map();
  /** @type {Map<number, [number, number]>} from the chat's top left */ #places = new Map();
  /** @type {Map<number, string>} what was asked before the field was there */ #early = new Map();
  /** A node that is to be focused as soon as it is there; `anyField`: the first text field. */
  #focusWhenThere = 0;
  /** … but not when something else has the focus by then. */ #onlyIfFree = false;
  #compositionStart = -1;
  #composed = ''; // what is being composed
  /** Which side of a soft break the caret is on, as FieldState::line has it. */ #line = anyLine;
  #lineHeight = 22;
  #announcements = 0;
  #fieldFont = '';

  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} announcer
   * @param {MirrorEvents} events
   * @param {AbortSignal} signal ends every listener
   */
  constructor(root, announcer, events, signal) {
    this.#root = root;
    this.#announcer = announcer;
    this.#events = events;
    this.#signal = signal;
    const on = { signal };
    root.addEventListener('click', event => this.#clicked(event), on);
    root.addEventListener('keydown', event => this.#pressed(event), on);
    root.addEventListener('focusin', event => this.#focused(event), on);
    root.addEventListener('focusout', event => {
      const to = /** @type {Node | null} */ (event.relatedTarget);
      if (!to || !root.contains(to)) this.#events.focus(0, false);
    }, on);
  }

  /** @param {string} font CSS font of the fields @param {number} [lineHeight] CSS pixels */
  setFieldFont(font, lineHeight = 22) {
    this.#lineHeight = lineHeight;
    this.#fieldFont = `${font.replace(/(\d)px /, `$1px/${lineHeight}px `)}`;
    for (const element of this.#elements.values()) if (isField(element)) element.style.font = this.#fieldFont;
  }

  /** @param {EventTarget | null} target */
  #idOf(target) {
    return target instanceof HTMLElement ? Number(target.dataset.node || 0) : 0;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const target = event.target;
    if (target instanceof HTMLElement && !isField(target) && this.#idOf(target)) this.#events.activate(this.#idOf(target));
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const id = this.#idOf(event.target);
    if (isField(event.target)) {
      // While an input method composes, Enter is its own (keyCode 229 is how some say so).
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
        event.preventDefault();
        this.#events.submit(id);
      } else if (event.key === 'Escape' && !event.isComposing) {
        this.#events.key(id, keys.Escape);
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in keys && event.target instanceof HTMLElement && (!(event.target instanceof HTMLButtonElement) || event.key === 'Escape')) {
      if (event.key !== 'Escape') event.preventDefault();
      this.#events.key(id, keys[event.key]);
    }
  }

  /** @param {FocusEvent} event */
  #focused(event) {
    const target = event.target;
    if (target instanceof HTMLElement) this.#events.focus(this.#idOf(target), target.matches(':focus-visible'));
  }

  /** @param {Field} field */
  #report(field) {
    const start = field.selectionStart ?? 0;
    const end = field.selectionEnd ?? 0;
    const [from, to] = this.#composition(field.value, end);
    this.#events.field(this.#idOf(field), wellFormed(field.value), start, end, from, to, field.scrollTop, this.#line);
  }

  /** Where what is composed stands. The caret may be within it, and it may have begun on words that were there. */
  #composition(/** @type {string} */ value, /** @type {number} */ end) {
    const length = this.#composed.length;
    if (this.#compositionStart < 0 || !length) return [0, 0];
    const from = [this.#compositionStart, end - length].find(at => at >= 0 && value.startsWith(this.#composed, at));
    return from === undefined ? [0, 0] : [from, from + length];
  }

  /** @param {Field} field */
  #watch(field) {
    const on = { signal: this.#signal };
    const report = () => this.#report(field);
    for (const type of ['input', 'select', 'selectionchange', 'scroll', 'keyup', 'pointerup', 'focus']) {
      field.addEventListener(type, report, on);
    }
    const element = /** @type {HTMLElement} */ (field);
    element.addEventListener('compositionstart', () => {
      this.#compositionStart = field.selectionStart ?? 0;
      this.#composed = '';
    }, on);
    element.addEventListener('compositionupdate', event => { this.#composed = event.data; }, on); // input follows
    element.addEventListener('compositionend', () => { this.#compositionStart = -1; report(); }, on);
    /** @param {PointerEvent} event */
    const pressed = event => { this.#line = Math.max(0, Math.floor((event.offsetY + field.scrollTop) / this.#lineHeight)); };
    element.addEventListener('pointerdown', pressed, on);
    element.addEventListener('pointerup', pressed, { ...on, capture: true });
    element.addEventListener('beforeinput', () => { this.#line = anyLine; }, on);
    element.addEventListener('keydown', event => {
      if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
      this.#line = event.key === 'End' && !event.ctrlKey && !event.metaKey ? lineEnd : anyLine;
    }, on);
  }

  /** @param {number} role @param {number} flags @param {number} id */
  #create(role, flags, id) {
    /** @type {HTMLElement} */
    let element;
    if (role === Role.textbox) {
      const multiline = (flags & Flag.multiline) !== 0;
      const field = document.createElement(multiline ? 'textarea' : 'input');
      field.spellcheck = true;
      field.setAttribute('autocomplete', multiline ? 'off' : 'nickname');
      field.setAttribute('enterkeyhint', multiline ? 'send' : 'go');
      field.dir = 'auto';
      field.maxLength = multiline ? longestDraft : 200;
      field.style.font = this.#fieldFont;
      this.#watch(field);
      element = field;
    } else {
      const tags = { [Role.heading]: 'h2', [Role.list]: 'ul', [Role.listitem]: 'li', [Role.button]: 'button' };
      element = document.createElement(tags[role] || 'div');
      if (role === Role.button) /** @type {HTMLButtonElement} */ (element).type = 'button';
      if (role === Role.list) element.setAttribute('role', 'list'); // Safari drops it from lists without markers
      if (role === Role.status || role === Role.alert || role === Role.group) {
        element.setAttribute('role', role === Role.status ? 'status' : role === Role.alert ? 'alert' : 'group');
        // The state counts seconds; what matters of it is said by the announcer.
        if (role === Role.status) element.setAttribute('aria-live', 'off');
      }
    }
    element.dataset.node = String(id);
    return element;
  }

  /**
   * A node is new or has changed.
   * @param {number} id @param {number} parent @param {number} role @param {number} flags @param {number} position
   * @param {number} setSize @param {number} x @param {number} y @param {number} w @param {number} h @param {string} name
   */
  put(id, parent, role, flags, position, setSize, x, y, w, h, name) {
    let element = this.#elements.get(id);
    if (!element) {
      element = this.#create(role, flags, id);
      this.#elements.set(id, element);
      this.#parents.set(id, parent);
      (this.#elements.get(parent) || this.#root).append(element);
      this.#begin(id, element);
    }
    const [dx, dy] = this.#places.get(parent) ?? [0, 0];
    this.#places.set(id, [x, y]);
    const style = element.style;
    style.left = `${x - dx}px`;
    style.top = `${y - dy}px`;
    style.width = `${Math.max(0, w)}px`;
    style.height = `${Math.max(0, h)}px`;
    if (isField(element)) {
      set(element, 'aria-label', name);
      set(element, 'placeholder', name);
      set(element, 'aria-invalid', flags & Flag.invalid ? 'true' : null);
    } else if (role === Role.list || role === Role.group) {
      set(element, 'aria-label', name);
    } else {
      setText(element, name);
    }
    if (role === Role.button) /** @type {HTMLButtonElement} */ (element).disabled = (flags & Flag.disabled) !== 0;
    if (flags & Flag.expandable) set(element, 'aria-expanded', String((flags & Flag.expanded) !== 0));
    if (flags & Flag.focusable) element.tabIndex = 0; // a list that scrolls
    set(element, 'aria-posinset', position > 0 ? String(position) : null);
    set(element, 'aria-setsize', position > 0 ? String(setSize) : null);
  }

  /** What was asked for an element before it was there. @param {number} id @param {HTMLElement} element */
  #begin(id, element) {
    const early = this.#early.get(id);
    if (isField(element)) {
      if (early !== undefined) element.value = early;
      this.#report(element);
    }
    this.#early.delete(id);
    if (this.#focusWhenThere === id || (this.#focusWhenThere === anyField && isField(element))) {
      this.#focusWhenThere = 0;
      if (this.#onlyIfFree && !this.#nothingFocused()) return;
      // Not before the browser has laid it out: a focus in the frame of its creation is lost in some engines.
      queueMicrotask(() => element.focus({ preventScroll: true }));
    }
  }

  /** @param {number} id */
  remove(id) {
    const element = this.#elements.get(id);
    if (!element) return;
    const held = element.contains(/** @type {ShadowRoot} */ (this.#root.getRootNode()).activeElement);
    if (isField(element)) this.#early.set(id, element.value); // a draft outlives its field
    element.remove();
    this.#elements.delete(id);
    this.#parents.delete(id);
    this.#places.delete(id);
    if (!held) return;
    if (isField(element)) this.#compositionStart = -1; // its end will not be told
    this.#events.focus(0, false);
    // Not to the page's start: one goes on where one writes. After this round, when the field may be there, and
    // unless one has gone elsewhere meanwhile.
    queueMicrotask(() => { if (this.#nothingFocused()) this.#focusAnyField(true); });
  }

  /** @param {number[]} ids every node, in reading order */
  reorder(ids) {
    /** @type {Map<HTMLElement, Element | null>} */
    const next = new Map(); // parent → the child that should come now
    for (const id of ids) {
      const element = this.#elements.get(id);
      if (!element) continue;
      const parent = this.#elements.get(this.#parents.get(id) || 0) || this.#root;
      const expected = next.has(parent) ? next.get(parent) : parent.firstElementChild;
      // Moving an element would take its focus away: only those that stand elsewhere are moved.
      if (expected !== element) parent.insertBefore(element, expected ?? null);
      next.set(parent, element.nextElementSibling);
    }
  }

  /** @param {number} id @param {string} value */
  setField(id, value) {
    const field = this.#elements.get(id);
    if (!field || !isField(field)) {
      this.#early.set(id, value);
      return;
    }
    field.value = value;
    this.#compositionStart = -1;
    this.#report(field);
  }

  /** @param {number} id */
  focus(id) {
    const element = this.#elements.get(id);
    if (element) {
      element.focus({ preventScroll: true });
    } else {
      this.#focusWhenThere = id;
      this.#onlyIfFree = false;
    }
  }

  /** Focuses the text field there is: the composer, or the nickname while that is asked for. */
  focusField() { this.#focusAnyField(false); }

  /** @param {boolean} onlyIfFree should it come later, then only if nothing else has the focus by then */
  #focusAnyField(onlyIfFree) {
    const field = [...this.#elements.values()].find(isField);
    if (field) {
      field.focus({ preventScroll: true });
    } else {
      this.#focusWhenThere = anyField;
      this.#onlyIfFree = onlyIfFree;
    }
  }

  /** Neither anything of the page nor of the chat. */
  #nothingFocused() {
    const { activeElement, body } = document;
    const inside = /** @type {ShadowRoot} */ (this.#root.getRootNode()).activeElement;
    return !inside && (!activeElement || activeElement === body || activeElement === document.documentElement);
  }

  /** @param {string} words */
  announce(words) {
    // The same words twice would not be said: a no-break space makes them new.
    this.#announcer.textContent = words + (this.#announcements++ % 2 ? '\u00A0' : '');
  }
}

/** @param {unknown} element @returns {element is Field} */
function isField(element) {
  return element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement;
}

/** The element's own words, before any children. @param {HTMLElement} element @param {string} words */
function setText(element, words) {
  const first = element.firstChild;
  if (first instanceof Text) {
    if (first.data !== words) first.data = words;
  } else {
    element.prepend(words);
  }
}

/** @param {HTMLElement} element @param {string} name @param {string | null} value null removes it */
function set(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
