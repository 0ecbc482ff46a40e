// @ts-check
// The real text fields under the drawn ones: they are created and watched here, and what the browser, the input method
// and the person make of them is reported.
import { wellFormed } from './text.js';

/** @typedef {HTMLTextAreaElement | HTMLInputElement} Field */

/** @typedef {(field: Field, value: string, start: number, end: number, compositionStart: number, compositionEnd: number, scrollTop: number, line: number) => void} Report */

const fieldPadding = 11; // the module's pixels between a field's text and what is drawn around it
const lineHeight = 22; // the module's pixels
const anyLine = -1;
const lineEnd = -2;
const longestDraft = 1 << 17; // UTF-16 units, twice the longest message: what is too long to send is refused in words, not cut

export class Fields {
  #typeface;
  #tell;
  #signal;
  #font = '';
  #lineHeight = lineHeight; // CSS pixels
  #compositionStart = -1;
  #composed = ''; // what is being composed
  /** Which side of a soft break the caret is on, as FieldState::line has it. */ #line = anyLine;

  /**
   * @param {import('./typeface.js').Typeface} typeface
   * @param {Report} tell
   * @param {AbortSignal} signal ends every listener
   */
  constructor(typeface, tell, signal) {
    this.#typeface = typeface;
    this.#tell = tell;
    this.#signal = signal;
  }

  /** @param {boolean} multiline the composer, or else the nickname */
  create(multiline) {
    const field = document.createElement(multiline ? 'textarea' : 'input');
    field.spellcheck = true;
    field.setAttribute('autocomplete', multiline ? 'off' : 'nickname');
    field.enterKeyHint = multiline ? 'send' : 'go';
    field.inputMode = 'text';
    field.autocapitalize = multiline ? 'sentences' : 'words';
    field.dir = 'auto';
    field.maxLength = multiline ? longestDraft : 200;
    this.dress(field);
    this.#watch(field);
    return field;
  }

  /** The typeface has changed; the fields that are there are to be dressed again. @param {string} font CSS */
  setFont(font) {
    this.#lineHeight = lineHeight * this.#typeface.factor;
    this.#font = `${font.replace(/(\d)px /, `$1px/${this.#lineHeight}px `)}`;
  }

  /** @param {Field} field */
  dress(field) { field.style.font = this.#font; }

  /** What is drawn around a field belongs to it where a finger points. The module's pixels. */
  around() { return this.#typeface.target > 0 ? fieldPadding : 0; }

  /** What was composed is no longer there, or will not be told to end. */
  endComposition() { this.#compositionStart = -1; }

  /** @param {Field} field */
  report(field) {
    const start = field.selectionStart ?? 0;
    const end = field.selectionEnd ?? 0;
    const [from, to] = this.#composition(field.value, end);
    this.#tell(field, wellFormed(field.value), start, end, from, to, field.scrollTop / this.#typeface.factor, this.#line);
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
    const report = () => this.report(field);
    for (const type of ['input', 'select', 'selectionchange', 'scroll', 'keyup', 'pointerup', 'focus']) {
      field.addEventListener(type, report, on);
    }
    const element = /** @type {HTMLElement} */ (field);
    element.addEventListener('compositionstart', () => {
      this.#compositionStart = field.selectionStart ?? 0;
      this.#composed = '';
    }, on);
    element.addEventListener('compositionupdate', event => { this.#composed = event.data; }, on); // input follows
    element.addEventListener('compositionend', () => { this.endComposition(); report(); }, on);
    /** @param {PointerEvent} event */
    const pressed = event => { this.#line = Math.max(0, Math.floor((event.offsetY - this.around() * this.#typeface.factor + field.scrollTop) / this.#lineHeight)); };
    element.addEventListener('pointerdown', pressed, on);
    element.addEventListener('pointerup', pressed, { ...on, capture: true });
    element.addEventListener('beforeinput', () => { this.#line = anyLine; }, on);
    element.addEventListener('keydown', event => {
      if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
      this.#line = event.key === 'End' && !event.ctrlKey && !event.metaKey ? lineEnd : anyLine;
    }, on);
  }
}

/** @param {unknown} element @returns {element is Field} */
export function isField(element) {
  return element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement;
}
