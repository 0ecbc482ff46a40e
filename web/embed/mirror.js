// @ts-check
// The accessibility mirror in the DOM: invisible, real elements over the pixels they stand for, and
// the real text fields. The canvas itself is aria-hidden.
import { Fields, isField } from './fields.js';
import { Flag, Role, keys } from './roles.js';

/**
 * What the mirror reports.
 * @typedef {object} MirrorEvents
 * @property {(id: number) => void} activate
 * @property {(id: number) => void} submit
 * @property {(id: number, key: number, extend: boolean, byWord: boolean) => boolean} key true: it meant something
 * @property {(id: number, visible: boolean) => void} focus 0: nothing has it
 * @property {(id: number, value: string, start: number, end: number, compositionStart: number, compositionEnd: number, scrollTop: number, line: number) => void} field
 */

const anyField = -1;

export class Mirror {
  /** @type {HTMLElement} */ #root;
  /** @type {HTMLElement} */ #announcer;
  /** @type {MirrorEvents} */ #events;
  /** @type {Map<number, HTMLElement>} */ #elements = new Map();
  /** @type {Map<number, number>} */ #parents = new Map();
  /** @type {Map<number, [number, number, number, number]>} x, y, w, h from the chat's top left, the module's pixels */ #places = new Map();
  /** @type {WeakMap<Element, string>} an element's own words */ #words = new WeakMap();
  /** @type {Map<number, string>} what was asked before the field was there */ #early = new Map();
  /** A node that is to be focused as soon as it is there; `anyField`: the first text field. */
  #focusWhenThere = 0;
  /** … but not when something else has the focus by then. */ #onlyIfFree = false;
  #announcements = 0;
  #typeface;
  #fields;

  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} announcer
   * @param {MirrorEvents} events
   * @param {import('./typeface.js').Typeface} typeface
   * @param {AbortSignal} signal ends every listener
   */
  constructor(root, announcer, events, typeface, signal) {
    this.#typeface = typeface;
    this.#root = root;
    this.#announcer = announcer;
    this.#events = events;
    this.#fields = new Fields(typeface, (field, ...state) => events.field(this.#idOf(field), ...state), signal);
    const on = { signal };
    root.addEventListener('click', event => this.#clicked(event), on);
    root.addEventListener('keydown', event => this.#pressed(event), on);
    root.addEventListener('focusin', event => this.#focused(event), on);
    // A selection that is dragged is told to the document alone.
    document.addEventListener('selectionchange', () => {
      const active = /** @type {ShadowRoot} */ (root.getRootNode()).activeElement;
      if (isField(active) && root.contains(active)) this.#fields.report(active);
    }, { signal });
    root.addEventListener('focusout', event => {
      const to = /** @type {Node | null} */ (event.relatedTarget);
      if (!to || !root.contains(to)) this.#events.focus(0, false);
    }, on);
  }

  /** The typeface has changed: every place and field follows. @param {string} font CSS font of the fields */
  setFieldFont(font) {
    this.#fields.setFont(font);
    for (const [id, element] of this.#elements) {
      if (isField(element)) this.#fields.dress(element);
      this.#place(id, element);
    }
  }

  /** @param {number} id @param {HTMLElement} element */
  #place(id, element) {
    const place = this.#places.get(id);
    if (!place) return;
    const [dx, dy] = this.#places.get(this.#parents.get(id) || 0) ?? [0, 0];
    const f = this.#typeface.factor;
    const around = isField(element) ? this.#fields.around() : 0;
    const { style } = element;
    style.left = `${(place[0] - dx - around) * f}px`;
    style.top = `${(place[1] - dy - around) * f}px`;
    style.width = `${Math.max(0, place[2] + 2 * around) * f}px`;
    style.height = `${Math.max(0, place[3] + 2 * around) * f}px`;
    if (isField(element)) style.padding = `${around * f}px`;
  }

  /** @param {EventTarget | null} target */
  #idOf(target) {
    return target instanceof HTMLElement ? Number(target.dataset.node || 0) : 0;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const target = event.target;
    if (inLink(target)) return; // the browser's
    if (target instanceof HTMLElement && !isField(target) && this.#idOf(target)) this.#events.activate(this.#idOf(target));
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const { target, key, shiftKey } = event;
    const id = this.#idOf(target);
    const field = isField(target);
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
    const command = event.ctrlKey !== event.metaKey && !event.altKey; // Ctrl, or Cmd
    const byWord = event.ctrlKey !== (shiftKey && event.altKey) && !event.metaKey; // Ctrl; or Option on a Mac, to select
    // While an input method composes, keys are its own (keyCode 229 is how some say so).
    if (event.isComposing || event.keyCode === 229) return;
    /** @param {number} at @param {number} code */
    const used = (at, code) => { if (this.#events.key(at, code, shiftKey, byWord)) event.preventDefault(); };
    if (bare ? key === '?' && !field : key === '/' && !event.altKey) {
      used(id, keys.Help);
    } else if (field && key === 'Enter') {
      if (shiftKey || !bare) return;
      event.preventDefault();
      this.#events.submit(id);
    } else if (key === 'Escape' && bare) {
      used(id, keys.Escape); // a dialog of the host page that holds the chat stays open
    } else if (isField(target)) {
      // In an empty field there is nowhere to go up to: what was written last is written anew.
      if (bare && !shiftKey && key === 'ArrowUp' && !target.value) used(id, keys[key]);
      // There is nothing to leaf through but the log.
      if (bare && !shiftKey && /^Page(Up|Down)$/.test(key) && target.scrollHeight <= target.clientHeight) used(id, keys[key]);
    } else if (command && !shiftKey && key.toLowerCase() === 'a') {
      used(id, keys.SelectAll);
    } else if (key in keys && (bare || (byWord && (shiftKey ? !/^Page/.test(key) : /^(Home|End)$/.test(key)))) && target instanceof Element) {
      // What scrolls around the control does so with its keys as well.
      const scroller = target.closest('[tabindex]');
      if (scroller) used(this.#idOf(scroller), keys[key]);
    }
  }

  /** @param {FocusEvent} event */
  #focused(event) {
    const target = event.target;
    if (target instanceof HTMLElement) this.#events.focus(this.#idOf(target), target.matches(':focus-visible'));
  }

  /** @param {number} role @param {number} flags @param {number} id */
  #create(role, flags, id) {
    /** @type {HTMLElement} */
    let element;
    if (role === Role.textbox) {
      element = this.#fields.create((flags & Flag.multiline) !== 0);
    } else {
      const tags = { [Role.heading]: 'h2', [Role.list]: 'ul', [Role.listitem]: 'li', [Role.button]: 'button', [Role.link]: 'a', [Role.paragraph]: 'p', [Role.piece]: 'span' };
      element = document.createElement(tags[role] || 'div');
      if (role === Role.button) /** @type {HTMLButtonElement} */ (element).type = 'button';
      if (element instanceof HTMLAnchorElement) {
        element.rel = 'noopener noreferrer';
        element.target = '_blank';
      }
      if (role === Role.piece) element.setAttribute('aria-hidden', 'true');
      if (role === Role.list) element.setAttribute('role', 'list'); // Safari drops it from lists without markers
      if (role === Role.alert) element.id = 'alert'; // there is one, and it is about the field that is wrong
      const named = { [Role.status]: 'status', [Role.alert]: 'alert', [Role.group]: 'group', [Role.dialog]: 'dialog' }[role];
      if (named) {
        element.setAttribute('role', named);
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
   * @param {string} href @param {string} lang
   */
  put(id, parent, role, flags, position, setSize, x, y, w, h, name, href, lang) {
    let element = this.#elements.get(id);
    if (!element) {
      element = this.#create(role, flags, id);
      this.#elements.set(id, element);
      this.#parents.set(id, parent);
      (this.#elements.get(parent) || this.#root).append(element);
      this.#begin(id, element);
    }
    this.#places.set(id, [x, y, w, h]);
    this.#place(id, element);
    if (isField(element)) {
      set(element, 'aria-label', name);
      set(element, 'placeholder', name);
      set(element, 'aria-invalid', flags & Flag.invalid ? 'true' : null);
      set(element, 'aria-describedby', flags & Flag.invalid ? 'alert' : null);
    } else if (role === Role.list || role === Role.group || role === Role.dialog) {
      set(element, 'aria-label', name);
    } else if (this.#words.get(element) !== name) {
      this.#words.set(element, name);
      this.#compose(element);
      if (role === Role.link && element.parentElement) this.#compose(element.parentElement);
    }
    if (role === Role.link) set(element, 'href', harmless(href) ? href : null);
    set(element, 'lang', lang || null);
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
      this.#fields.report(element);
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
    const heir = element.parentElement?.closest('[tabindex]'); // the list that goes on without it
    const held = element.contains(/** @type {ShadowRoot} */ (this.#root.getRootNode()).activeElement);
    if (isField(element)) this.#early.set(id, element.value); // a draft outlives its field
    element.remove();
    this.#elements.delete(id);
    this.#parents.delete(id);
    this.#places.delete(id);
    if (!held) return;
    if (isField(element)) this.#fields.endComposition(); // its end will not be told
    this.#events.focus(0, false);
    // Not to the page's start: one goes on where one writes. After this round, when the field may be there, and
    // unless one has gone elsewhere meanwhile.
    queueMicrotask(() => {
      if (!this.#nothingFocused()) return;
      if (heir instanceof HTMLElement && heir.isConnected) heir.focus({ preventScroll: true });
      else this.#focusAnyField(true);
    });
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
    for (const parent of next.keys()) this.#compose(parent);
  }

  /** An element's own words, before its other children; a link stands where they have its own. @param {HTMLElement} element */
  #compose(element) {
    const words = this.#words.get(element);
    if (words === undefined) return;
    let from = 0;
    let next = element.firstChild;
    /** @param {string} part */
    const text = part => {
      if (part && next instanceof Text) {
        if (next.data !== part) next.data = part;
        next = next.nextSibling;
      } else if (part) {
        element.insertBefore(new Text(part), next);
      }
      while (next instanceof Text) {
        const stale = next;
        next = next.nextSibling;
        stale.remove();
      }
    };
    for (const link of element.querySelectorAll(':scope > a')) {
      const name = this.#words.get(link) ?? '';
      const at = words.indexOf(name, from);
      if (at < 0) continue;
      text(words.slice(from, at));
      if (next === link) next = link.nextSibling;
      else element.insertBefore(link, next);
      from = at + name.length;
    }
    text(words.slice(from));
  }

  /** @param {number} id @param {string} value */
  setField(id, value) {
    const field = this.#elements.get(id);
    if (!field || !isField(field)) {
      this.#early.set(id, value);
      return;
    }
    field.value = value;
    this.#fields.endComposition();
    this.#fields.report(field);
  }

  /** @param {number} id */
  focus(id) {
    const element = this.#elements.get(id);
    if (element) {
      element.focus({ preventScroll: true });
    } else {
      this.#focusWhenThere = id;
      this.#onlyIfFree = !(/** @type {ShadowRoot} */ (this.#root.getRootNode()).activeElement);
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

/** @param {EventTarget | null} target */
export function inLink(target) {
  return target instanceof Element && target.closest('a') !== null;
}

/** What a stranger's words may lead to; the module has looked already. @param {string} href */
export function harmless(href) {
  try {
    return ['http:', 'https:', 'mailto:'].includes(new URL(href).protocol);
  } catch {
    return false; // not absolute, or not an address at all
  }
}

/** @param {HTMLElement} element @param {string} name @param {string | null} value null removes it */
function set(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
