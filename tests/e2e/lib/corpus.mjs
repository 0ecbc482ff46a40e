// @ts-check
// Messages as people write them, of many languages, and worse: made from the sentences and pieces in
// tests/fixtures/text. The same seed makes the same messages.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { Random } from './random.mjs';

/**
 * @typedef {object} Language
 * @property {string} tag BCP 47
 * @property {string} name
 * @property {string} script ISO 15924
 * @property {'ltr' | 'rtl'} direction
 * @property {string[]} sentences
 */
/** @typedef {{ text: string, languages: string[], recipe: string }} Message `languages`: tags, each once */
/**
 * @typedef {object} CorpusOptions
 * @property {number} [seed]
 * @property {number} [count]
 * @property {boolean} [markup] false: nothing that a parser of chat markup could take for bold, a quote, a mention, …;
 *   addresses that become links stay
 * @property {boolean} [soup] true: nothing but code points in no order that makes sense; false: none of that
 */

const folder = path.join(root, 'tests/fixtures/text');
/** @param {string} name */
const fixture = (name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));

/** @type {Language[]} */
export const languages = fixture('sentences.json');
/** @type {Record<string, string[]>} */
export const pieces = fixture('pieces.json');

const address = /\b(?:https?|ftp|mailto|data):\S+|\bwww\.\S+/g;
const marks = [
  /\*|`|~~|\|\|/, // bold, italic, code, strike, spoiler
  /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u,
  /\\[!-/:-@[-`{-~]/, // an escape
  /\]\(|<[\w/]|&\w+;/, // a link, something like HTML
  /:[a-z_+][\w+-]*:/i, // a shortcode
  /(?<![\p{L}\p{N}_])@[\p{L}\p{N}_]/u,
  /^\s*(?:>|[-+•] |\d+[.)]\s|\w[.)]\s|#|-{3}|={3})/mu, // a block
];

/** Whether a parser of chat markup could find something in it. @param {string} text */
export function looksMarkedUp(text) {
  // What stands in an address is the address's own, but one in angle brackets is markup.
  return marks.some((mark) => mark.test(text.replace(address, 'x')));
}

/** Kinds of pieces that stand among words, and how often. */
const inserted = {
  emoji: 22, textEmoji: 5, emoticons: 4, urls: 12, emails: 4, code: 8, paths: 5, numbers: 14, hyphenated: 8, softHyphens: 5,
  noBreakSpaces: 6, spaces: 3, zeroWidth: 5, combining: 6, bidi: 4, rightToLeftMixed: 5, hashtags: 4, longWords: 8, punctuation: 10,
};
const insertedMarked = { ...inserted, mentions: 8, shortcodes: 3, markupInline: 40 };

const recipes = {
  sentence: 22, sentences: 14, mixed: 14, decorated: 24, short: 6, lines: 8, spaced: 6, glued: 5, address: 4, long: 2, soup: 3,
};
const recipesMarked = { ...recipes, marked: 16, block: 12 };

class Writer {
  /** @type {Set<string>} */ used = new Set();

  /** @param {Random} random @param {boolean} markup */
  constructor(random, markup) {
    this.random = random;
    this.markup = markup;
  }

  language() { return this.random.pick(languages); }

  /** @param {Language} [language] */
  sentence(language = this.language()) {
    this.used.add(language.tag);
    return this.random.pick(language.sentences);
  }

  /** @param {Language} [language] @param {number} [most] */
  sentences(language = this.language(), most = 4) {
    return Array.from({ length: this.random.between(2, most) }, () => this.sentence(language)).join(' ');
  }

  /** Sentences of several languages. */
  mixed() {
    return Array.from({ length: this.random.between(2, 4) }, () => this.chunk()).join(this.random.pick([' ', ' ', ' – ', ', ', ' / ', '']));
  }

  /** Some words of a sentence, which may be all. */
  chunk() {
    const words = this.sentence().split(' ');
    const from = this.random.below(words.length);
    return this.random.chance(0.4) ? words.join(' ') : words.slice(from, from + this.random.between(1, 6)).join(' ');
  }

  piece() {
    return this.random.pick(pieces[this.markup ? this.random.weighted(insertedMarked) : this.random.weighted(inserted)]);
  }

  /** Puts pieces among the words. @param {string} text @param {number} count */
  decorate(text, count) {
    const words = text.split(' ');
    for (let i = 0; i < count; ++i) {
      const at = this.random.between(0, words.length);
      const piece = this.piece();
      if (at > 0 && this.random.chance(0.25)) words[at - 1] += piece; // without a space, as people do
      else if (at < words.length && this.random.chance(0.08)) words[at] = piece + words[at];
      else if (at < words.length && this.random.chance(0.1)) words[at] = this.random.pick(['(#)', '"#"', '“#”', '[#]', '«#»', '（#）', '#:', '#!']).replace('#', () => piece);
      else words.splice(at, 0, piece);
    }
    return words.join(' ');
  }

  decorated() { return this.decorate(this.random.chance(0.6) ? this.sentence() : this.mixed(), this.random.between(1, 4)); }

  /** A word, or a piece, or two. */
  short() {
    if (this.random.chance(0.5)) return this.piece() + (this.random.chance(0.3) ? ` ${this.piece()}` : '');
    return this.random.pick(this.sentence().split(' '));
  }

  /** Lines as people end them, empty ones and indented ones among them. */
  lines() {
    let text = '';
    for (let left = this.random.between(2, 6); left > 0; --left) {
      if (this.random.chance(0.12)) text += this.random.pick(['\t', '  ', '    ', '\t\t', ' \t ', '\u3000', '\u00a0\u00a0']);
      if (!this.random.chance(0.12)) text += this.random.chance(0.3) ? this.decorated() : this.chunk();
      if (this.random.chance(0.15)) text += ' '.repeat(this.random.between(1, 5));
      if (left > 1) text += this.random.pick(['\n', '\n', '\n', '\n', '\n\n', '\n\n\n', '\r\n']);
    }
    return text + (this.random.chance(0.08) ? '\n' : '');
  }

  /** Tabs and too many spaces between words, and at the ends. */
  spaced() {
    const text = (this.random.chance(0.5) ? this.sentences() : this.decorated())
      .replace(/ /g, () => (this.random.chance(0.6) ? ' ' : this.random.pick(['  ', '   ', '\t', ' \t', '\t\t', '      ', '\u3000', ' \n', '\n ', ' \u00a0'])));
    const before = this.random.chance(0.2) ? this.random.pick([' ', '  ', '\t', '        ']) : '';
    const after = this.random.chance(0.5) ? this.random.pick([' ', '  ', '\t', ' '.repeat(40), ' \n', '\n ', '\u3000\u3000']) : '';
    return before + text + after;
  }

  /** Words and pieces with nothing in between: every pair of classes of line breaking meets. */
  glued() {
    let text = '';
    for (let left = this.random.between(3, 12); left > 0; --left) {
      text += this.random.chance(0.5) ? this.random.pick(this.sentence().split(' ')) : this.piece();
      if (this.random.chance(0.12)) text += ' ';
    }
    return text;
  }

  address() {
    const url = this.random.pick(pieces.urls);
    return this.random.pick([url, `${this.sentence()} ${url}`, `${url} ${this.sentence()}`, `${this.chunk()}: ${url}, ${this.chunk()}`, `(${url})`, `${url}\n${this.random.pick(pieces.urls)}`]);
  }

  /** Longer than a screen of a telephone. */
  long() {
    const own = this.language();
    return Array.from({ length: this.random.between(3, 6) }, () => (this.random.chance(0.7) ? this.sentences(own, 6) : this.decorated())).join(this.random.chance(0.5) ? ' ' : '\n\n');
  }

  /** Code points of every language and piece, in no order that makes sense. */
  soup() {
    let text = '';
    for (let left = this.random.between(8, 60); left > 0; --left) {
      const points = [...(this.random.chance(0.6) ? this.sentence() : this.piece())];
      const from = this.random.below(points.length);
      text += points.slice(from, from + this.random.between(1, 4)).join('');
    }
    return text;
  }

  /** Words of a sentence made bold, struck, … */
  marked() {
    const words = this.sentence().split(' ');
    for (let left = this.random.between(1, 3); left > 0; --left) {
      const mark = this.random.pick(['**', '*', '_', '~~', '`', '||', '***', '__']);
      const from = this.random.below(words.length);
      const to = Math.min(words.length - 1, from + this.random.below(5));
      words[from] = mark + words[from];
      words[to] += mark;
    }
    return this.random.chance(0.3) ? this.decorate(words.join(' '), 1) : words.join(' ');
  }

  /** Quotes, lists and code among paragraphs. */
  block() {
    const parts = [this.random.pick(pieces.markupBlocks)];
    if (this.random.chance(0.3)) parts.push(this.random.pick(pieces.markupBlocks));
    if (this.random.chance(0.25)) parts.push(`> ${this.random.chance(0.5) ? this.marked() : this.sentences()}`);
    if (this.random.chance(0.25)) parts.push(Array.from({ length: this.random.between(2, 5) }, (_, i) => `${this.random.chance(0.5) ? '-' : `${i + 1}.`} ${this.marked()}`).join('\n'));
    if (this.random.chance(0.7)) parts.splice(this.random.below(2), 0, this.random.chance(0.5) ? this.marked() : this.sentence());
    return parts.join(this.random.chance(0.7) ? '\n' : '\n\n');
  }
}

/** @param {CorpusOptions} [options] @returns {Message[]} */
export function corpus({ seed = 1, count = 2000, markup = true, soup } = {}) {
  const random = new Random(seed);
  const { soup: some, ...sense } = markup ? recipesMarked : recipes;
  const kinds = /** @type {Record<keyof typeof recipesMarked, number>} */ (soup ? { soup: 1 } : { ...sense, ...(soup === undefined && { soup: some }) });
  /** @type {Message[]} */
  const messages = [];
  while (messages.length < count) {
    const writer = new Writer(random, markup);
    const recipe = random.weighted(kinds);
    const text = writer[recipe]().replace(/\p{Cs}/gu, '\ufffd');
    if (text === '' || (!markup && looksMarkedUp(text))) continue;
    messages.push({ text, languages: [...writer.used], recipe });
  }
  return messages;
}
