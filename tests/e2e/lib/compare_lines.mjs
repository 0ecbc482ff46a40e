// @ts-check
// Counts where Banter's lines and the browser's own agree, and says where they do not. Pure.

/** @typedef {{ start: number, end: number, width: number }} Line UTF-16 units; CSS pixels of what is visible */
/** @typedef {{ start: number, end: number, rect: { x: number, y: number, width: number, height: number } }} DrawnLine as snapshot() has it */
/**
 * @typedef {object} Case
 * @property {string} text
 * @property {Line[]} twin the DOM's
 * @property {(Line | DrawnLine)[]} drawn Banter's
 * @property {string} [label] where it comes from: a width, a number
 */
/** @typedef {{ label: string, script: string, words: string }} Disagreement */

const scripts = [
  'Latin', 'Cyrillic', 'Greek', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Devanagari', 'Bengali', 'Tamil', 'Telugu', 'Thai', 'Lao',
  'Khmer', 'Myanmar', 'Ethiopic', 'Hiragana', 'Katakana', 'Hangul', 'Han',
].map((name) => ({ name, is: new RegExp(`\\p{Script=${name}}`, 'u') }));
const emoji = /[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}\u{1F3FB}-\u{1F3FF}]/u;

/** The script of the characters around an offset, the nearest first. @param {string} text @param {number} at */
export function scriptAround(text, at) {
  const after = [...text.slice(at, at + 12)];
  const before = [...text.slice(Math.max(0, at - 12), at)].reverse();
  for (let i = 0; i < 12; ++i) {
    for (const point of [after[i], before[i]]) {
      if (point === undefined) continue;
      const script = scripts.find(({ is }) => is.test(point));
      if (script) return script.name;
      if (emoji.test(point)) return 'emoji';
    }
  }
  return 'other';
}

/** Text that can be read and pasted into a test: what cannot be seen is escaped. @param {string} text */
export function escaped(text) {
  return text.replace(/[^\P{C}]|[^\P{Z} ]|\p{M}|["\\]|\p{Emoji_Modifier}/gu, (point) => {
    if (point === '\n') return '\\n';
    if (point === '\t') return '\\t';
    if (point === '"' || point === '\\') return `\\${point}`;
    return [...Array(point.length).keys()].map((i) => `\\u${point.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
  });
}

/** The text around an offset, with a bar there. @param {string} text @param {number} at @param {number} [reach] UTF-16 units */
function around(text, at, reach = 12) {
  const from = Math.max(0, at - reach);
  const to = Math.min(text.length, at + reach);
  return `${from > 0 ? '…' : ''}${escaped(text.slice(from, at))}‖${escaped(text.slice(at, to))}${to < text.length ? '…' : ''}`;
}

/** @param {Line | DrawnLine} line */
const widthOf = (line) => ('rect' in line ? line.rect.width : line.width);

export class LineComparison {
  /** How many breaks there are that the text does not demand: the more of the two sides' in each text. */ breaks = 0;
  /** … and how many of them are at the same place on both sides. */ agreeing = 0;
  /** Breaks that newlines demand … */ forced = 0;
  /** … and those that Banter has. */ forcedAgreeing = 0;
  /** Lines with the same text on both sides … */ lines = 0;
  /** … and those whose widths differ by more than the tolerance. */ wide = 0;
  /** Texts whose drawn lines leave something out, or have it twice. */ torn = 0;
  /** @type {Disagreement[]} the first of each text */ disagreements = [];
  /** @type {Map<string, number>} texts that disagree, by script */ byScript = new Map();
  #texts = 0;
  #widest = 0;

  /** @param {{ tolerance?: number }} [options] CSS pixels that the width of a line may differ by */
  constructor({ tolerance = 1 } = {}) {
    this.tolerance = tolerance;
  }

  /** How much of the breaks agrees, 0 … 1. */
  get agreement() { return this.breaks === 0 ? 1 : this.agreeing / this.breaks; }

  /** @param {Case} one */
  add({ text, twin, drawn, label = '' }) {
    ++this.#texts;
    if (!tiles(text, drawn)) {
      ++this.torn;
      this.#disagree(text, 0, label, `lines do not cover the text: ${JSON.stringify(drawn.map(({ start, end }) => [start, end]))} of ${text.length}`);
    }
    const theirs = breaksOf(text, twin);
    const ours = breaksOf(text, drawn);
    this.breaks += Math.max(theirs.soft.size, ours.soft.size);
    for (const at of theirs.soft) if (ours.soft.has(at)) ++this.agreeing;
    this.forced += theirs.forced.size;
    for (const at of theirs.forced) if (ours.forced.has(at)) ++this.forcedAgreeing;
    this.#firstBreak(text, label, theirs.all, ours.all);

    const byStart = new Map(drawn.map((line) => [line.start, line]));
    for (const line of twin) {
      const own = byStart.get(line.start);
      if (!own || own.end !== line.end) continue;
      ++this.lines;
      const difference = widthOf(own) - line.width;
      this.#widest = Math.max(this.#widest, Math.abs(difference));
      if (Math.abs(difference) <= this.tolerance) continue;
      ++this.wide;
      const words = `width ${widthOf(own).toFixed(2)}, DOM ${line.width.toFixed(2)} (${difference > 0 ? '+' : ''}${difference.toFixed(2)}): "${escaped(text.slice(line.start, line.end))}"`;
      this.#disagree(text, line.start, label, words);
    }
  }

  /** @param {string} text @param {string} label @param {number[]} theirs @param {number[]} ours */
  #firstBreak(text, label, theirs, ours) {
    const index = theirs.findIndex((at, i) => at !== ours[i]);
    const first = index >= 0 ? index : ours.length > theirs.length ? theirs.length : -1;
    if (first < 0) return;
    const [their, our] = [theirs[first], ours[first]];
    const words = [
      their === undefined ? 'DOM has no further break' : `DOM breaks at ${their} "${around(text, their)}"`,
      our === undefined ? 'Banter has no further break' : `Banter at ${our} "${around(text, our)}"`,
    ].join(', ');
    this.#disagree(text, Math.min(their ?? Infinity, our ?? Infinity), label, words);
  }

  /** @param {string} text @param {number} at @param {string} label @param {string} words */
  #disagree(text, at, label, words) {
    const script = scriptAround(text, at);
    this.byScript.set(script, (this.byScript.get(script) ?? 0) + 1);
    this.disagreements.push({ label, script, words });
  }

  /** For a person. @param {number} [most] disagreements to tell */
  report(most = 20) {
    const percent = (this.agreement * 100).toFixed(3);
    const lines = [
      `${this.#texts} texts: ${this.agreeing} of ${this.breaks} breaks agree (${percent} %), ${this.forcedAgreeing} of ${this.forced} newlines; ` +
        `${this.wide} of ${this.lines} lines differ by more than ${this.tolerance} px, at most by ${this.#widest.toFixed(2)} px` +
        `${this.torn > 0 ? `; ${this.torn} texts are not covered by their lines` : ''}`,
    ];
    if (this.byScript.size > 0) {
      const scripts = [...this.byScript].sort((a, b) => b[1] - a[1]);
      lines.push(`disagreements: ${scripts.map(([script, count]) => `${script} ${count}`).join(', ')}`);
    }
    for (const { label, script, words } of this.disagreements.slice(0, most)) lines.push(`- ${label === '' ? '' : `${label}, `}${script}: ${words}`);
    if (this.disagreements.length > most) lines.push(`- and ${this.disagreements.length - most} more`);
    return lines.join('\n');
  }
}

/** @param {string} text @param {{ start: number, end: number }[]} lines */
function tiles(text, lines) {
  if (lines.length === 0) return text === '';
  return lines[0].start === 0 && lines[lines.length - 1].end === text.length && lines.every((line, i) => i === 0 || line.start === lines[i - 1].end);
}

/** Where lines but the first begin. @param {string} text @param {{ start: number }[]} lines */
function breaksOf(text, lines) {
  const all = lines.slice(1).map((line) => line.start);
  return {
    all,
    soft: new Set(all.filter((at) => text[at - 1] !== '\n')),
    forced: new Set(all.filter((at) => text[at - 1] === '\n')),
  };
}
