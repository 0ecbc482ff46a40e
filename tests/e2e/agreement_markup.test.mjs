// @ts-check
// Messages with markup, laid out by the chat and by the DOM: bold, code, quotes and lists must break and be as wide as
// the elements that a page would have for them. What is a mark and what is text is known here from how it was written.
import assert from 'node:assert/strict';
import { languages } from './lib/corpus.mjs';
import { besides, markupLines, sourceOffset } from './lib/dom_twin.mjs';
import { Random } from './lib/random.mjs';
import { address, scenario } from './lib/scenario.mjs';

/** @typedef {import('./lib/dom_twin.mjs').Block} Block */
/** @typedef {import('./lib/dom_twin.mjs').Span & { at: number }} Span */

const widths = [120, 240, 390, 640, 900];
/** As in agreement.test.mjs. @param {number} width */
const windowFor = (width) => (width + 92 < 480 ? width + 92 : width + 116);
const tall = 12_000;
const seed = Number(process.env.BANTER_SEED ?? 1);
const count = Number(process.env.BANTER_TEXTS ?? 300);
const reached = { agreement: 0.99, wide: 0.02 };

/** @type {[string, import('./lib/dom_twin_page.mjs').Mark[]][]} */
const marks = [['**', ['b']], ['*', ['i']], ['***', ['b', 'i']], ['~~', ['s']], ['`', ['code']]];
const letters = /^[\p{L}\p{M}]+$/u;

class Message {
  source = '';
  /** @type {(Block & { spans: Span[] })[]} */ blocks = [];

  /** @param {Random} random */
  constructor(random) {
    this.random = random;
    // Of one language, so that all of its blocks run one way.
    const language = random.pick(languages.filter(({ sentences }) => sentences.some((s) => s.split(' ').filter((w) => letters.test(w)).length > 3)));
    const kinds = random.weighted({ paragraph: 50, quote: 15, item: 15, 'paragraph,quote': 10, 'paragraph,item': 10, 'paragraph,code': 10 }).split(',');
    for (const [index, kind] of kinds.entries()) {
      if (index > 0) this.source += '\n';
      if (kind === 'code') this.#code();
      else this.#words(kind, random.pick(language.sentences));
    }
  }

  /** @param {string} kind @param {string} sentence */
  #words(kind, sentence) {
    // Nothing but what is marked on purpose may look like a mark.
    const words = sentence.replace(/[*_`~|<>:@&\\#\n]|\]\(/g, '').replace(/^[-+•>\d]+[.)]?\s*/, 'x').split(' ').filter((word) => word !== '');
    this.source += kind === 'quote' ? '> ' : kind === 'item' ? '- ' : '';
    /** @type {Span[]} */
    const spans = [];
    const put = (/** @type {string} */ text, /** @type {import('./lib/dom_twin_page.mjs').Mark[]} */ own = []) => {
      spans.push({ text, marks: own, at: this.source.length });
      this.source += text;
    };
    for (let i = 0; i < words.length;) {
      if (i > 0) put(' ');
      let end = i;
      while (end < words.length && end - i < 4 && letters.test(words[end])) ++end;
      if (end > i && this.random.chance(0.4)) {
        end = i + 1 + this.random.below(end - i);
        const [sign, own] = this.random.pick(marks);
        this.source += sign;
        put(words.slice(i, end).join(' '), own);
        this.source += sign;
      } else {
        put(words[i]);
        end = i + 1;
      }
      i = end;
    }
    this.blocks.push({ kind: /** @type {Block['kind']} */ (kind), spans, ...(kind === 'item' ? { level: 1 } : {}) });
  }

  #code() {
    const lines = ['for (int i = 0; i < 10; ++i) {', '  sum += values[i] * weights[i];', '}', 'return sum / static_cast<double>(count);'];
    this.source += '```\n';
    const text = lines.slice(0, this.random.between(1, lines.length)).join('\n');
    this.blocks.push({ kind: 'code', spans: [{ text, at: this.source.length }] });
    this.source += `${text}\n\`\`\``;
  }
}

scenario('lines of marked-up messages break where the browser breaks them', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(address(web.url, { nick: 'Ada', url: chatServer.url }), { viewport: { width: 1016, height: tall }, deviceScaleFactor: 0.125 });
  const chat = tab.chat();
  await chat.connected();
  const peer = await chatServer.peer();
  const random = new Random(seed);
  /** @type {Map<string, Message>} */
  const messages = new Map();
  while (messages.size < count) {
    const message = new Message(random);
    messages.set(message.source, message);
  }
  for (const source of messages.keys()) chatServer.say(peer, 'general', source);
  await chat.until('all are there', (s) => s.totals.messages === messages.size, 60_000);

  const all = [...messages.values()];
  let breaks = 0;
  let agreeing = 0;
  let lines = 0;
  let wide = 0;
  /** @type {string[]} */
  const complaints = [];
  /** @type {Map<string, { start: number, width: number }[]>[]} */
  const shown = [];
  for (const width of widths) {
    await tab.resize(windowFor(width), tall);
    /** @type {Map<string, { start: number, width: number }[]>} */
    const drawn = new Map();
    shown.push(drawn);
    // By guessed heights all of it might fit into so high a window, and then its start is its end.
    await chat.until('all is measured', (s) => s.settled && s.totals.unmeasured === 0);
    await chat.log().focus();
    await tab.page.keyboard.press('Home');
    await chat.until('at the start', (s) => s.rows.some((row) => row.text === all[0].source));
    for (;;) {
      const { rows, atEnd } = await chat.settled();
      for (const { text, lines: own } of rows) drawn.set(text, own.map(({ start, rect }) => ({ start, width: rect.width })));
      if (atEnd) break;
      const last = rows[rows.length - 1];
      await tab.page.keyboard.press('PageDown');
      await chat.until('a page further', (s) => s.atEnd || s.rows.at(-1)?.id !== last.id);
    }
  }
  const theirs = await markupLines(await besides(tab.page), all.map(({ blocks }) => blocks), widths, { direction: 'message' });
  for (const [w, width] of widths.entries()) {
    for (const [i, message] of all.entries()) {
      const own = shown[w].get(message.source) ?? [];
      const twinLines = theirs[w][i].flatMap((block, b) => block.map((line) => ({ start: sourceOffset(message.blocks[b].spans, line.start), width: line.width })));
      const starts = new Map(own.map((line) => [line.start, line.width]));
      breaks += Math.max(own.length, twinLines.length);
      for (const [index, line] of twinLines.entries()) {
        const mine = starts.get(line.start);
        if (mine === undefined) {
          complaints.push(`${width} px: the DOM breaks at ${line.start} of ${JSON.stringify(message.source)}, we at ${[...starts.keys()]}`);
          continue;
        }
        ++agreeing;
        if (twinLines[index + 1] && !starts.has(twinLines[index + 1].start)) continue;
        ++lines;
        if (Math.abs(mine - line.width) <= 1) continue;
        ++wide;
        complaints.push(`${width} px: ${mine} wide, in the DOM ${line.width}: ${JSON.stringify(message.source.slice(line.start, line.start + 60))}`);
      }
    }
  }
  console.log(`${messages.size} messages with markup: ${agreeing} of ${breaks} lines begin where the DOM's do (${((agreeing / breaks) * 100).toFixed(3)} %), ${wide} of ${lines} have another width`);
  for (const words of complaints.slice(0, Number(process.env.BANTER_REPORT ?? 12))) console.log(`- ${words}`);
  assert.ok(agreeing / breaks >= reached.agreement, `${agreeing} of ${breaks}`);
  assert.ok(wide / lines <= reached.wide, `${wide} of ${lines}`);
}, { within: 300_000 });
