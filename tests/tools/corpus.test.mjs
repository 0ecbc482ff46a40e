// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corpus, languages, looksMarkedUp, pieces } from '../e2e/lib/corpus.mjs';
import { Random } from '../e2e/lib/random.mjs';

test('the sentences are of many languages and scripts', () => {
  assert.ok(languages.length >= 26);
  assert.ok(new Set(languages.map(({ script }) => script)).size >= 20);
  assert.equal(new Set(languages.map(({ tag }) => tag)).size, languages.length);
  for (const { tag, sentences, direction } of languages) {
    assert.deepEqual(Intl.getCanonicalLocales(tag), [tag]);
    assert.ok(sentences.length >= 12, tag);
    assert.equal(new Set(sentences).size, sentences.length, `${tag}: a sentence twice`);
    const lengths = sentences.map((sentence) => sentence.length);
    assert.ok(Math.min(...lengths) < 25 && Math.max(...lengths) > 35, `${tag}: short and long ones`);
    for (const sentence of sentences) {
      assert.equal(sentence, sentence.trim().normalize('NFC'), tag);
      const letter = /\p{L}/u.exec(sentence)?.[0] ?? '';
      assert.equal(/[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(letter), direction === 'rtl', sentence);
    }
  }
});

test('a language is written in its script', () => {
  /** @type {Record<string, string>} */
  const composed = { Hans: 'Han', Hant: 'Han', Jpan: 'Hiragana', Kore: 'Hangul' };
  for (const { tag, script, sentences } of languages) {
    const own = new RegExp(`\\p{Script=${composed[script] ?? script}}`, 'gu');
    const text = sentences.join('');
    const letters = text.match(/\p{L}/gu) ?? [];
    const share = (text.match(own) ?? []).length / letters.length;
    assert.ok(share > (script === 'Jpan' ? 0.4 : 0.9), `${tag}: ${share}`);
  }
});

test('pieces are not empty, not twice, and well-formed', () => {
  for (const [kind, list] of Object.entries(pieces)) {
    assert.ok(list.length > 0, kind);
    assert.equal(new Set(list).size, list.length, kind);
    for (const piece of list) {
      assert.notEqual(piece, '', kind);
      assert.doesNotMatch(piece, /\p{Cs}/u, kind);
    }
  }
});

test('a seed makes the same messages, another seed others', () => {
  assert.deepEqual(corpus({ seed: 7, count: 300 }), corpus({ seed: 7, count: 300 }));
  assert.deepEqual(corpus({ seed: 7, count: 400 }).slice(0, 300), corpus({ seed: 7, count: 300 }));
  assert.notDeepEqual(corpus({ seed: 7, count: 300 }), corpus({ seed: 8, count: 300 }));
});

test('the generator makes the same numbers on every machine', () => {
  const random = new Random(1);
  assert.deepEqual([random.next(), random.next(), random.below(10), random.between(5, 6), random.chance(0.5), random.pick(['a', 'b', 'c'])], [52107484, 3520520, 8, 5, false, 'b']);
  assert.equal(new Random(3).weighted({ never: 0, always: 1 }), 'always');
});

for (const markup of [true, false]) {
  test(`messages ${markup ? 'with' : 'without'} markup have everything that text may be`, () => {
    const messages = corpus({ count: 2000, markup });
    assert.equal(messages.length, 2000);
    const used = new Set(messages.flatMap((message) => message.languages));
    assert.equal(used.size, languages.length);
    const has = (/** @type {RegExp} */ what) => messages.filter(({ text }) => what.test(text)).length;
    for (const what of [
      /\p{Emoji_Presentation}/u, /\u200d/, /\ufe0f/, /\ufe0e/, /\p{Regional_Indicator}/u, /https?:\/\/\S{20}/, /@\S+\.\S/, /\t/, / {2}/, /[^\n]\n[^\n]/, /\n\n/, /\r\n/,
      / $/, /^ /, /\S{60}/, /\u00ad/, /\u00a0/, /\u202f/, /\u200b/, /\u3000/, /\p{M}{3}/u, /[\u2066-\u2069\u202a-\u202e]/, /#\p{L}/u,
      /[a-z][^\n]*[\p{Script=Hebrew}\p{Script=Arabic}][^\n]*[a-z]/u, /\p{Script=Han}[a-z]|[a-z]\p{Script=Han}/u, /\(\)|->|::/,
    ]) assert.ok(has(what) >= 3, `${what}: ${has(what)}`);
    for (const { text } of messages) {
      assert.notEqual(text, '');
      assert.ok(text.length < 5000);
      assert.doesNotMatch(text, /[\p{Cs}\0]/u);
      if (!markup) assert.ok(!looksMarkedUp(text), text);
    }
    const marked = has(/\*\*|~~|`|\|\||^> /m);
    assert.ok(markup ? marked > 400 : marked === 0, String(marked));
  });
}

test('what a parser of markup could take for something is known', () => {
  for (const text of ['**a**', '*a*', '_a_', '`a`', '~~a~~', '||a||', '> a', 'x\n- a', '1. a', '\\*', '[a](b)', '<b>', ':tada:', '@ada hi', '# a', '<https://a.example>']) {
    assert.ok(looksMarkedUp(text), text);
  }
  for (const text of ['snake_case', 'https://a.example/_b_/*c', 'a@b.example', '10:30:15', 'a > b', 'well - yes', '3.14', 'std::vector', '~/x', 'a|b', 'C:\\temp', '#1 fan'.slice(1), '-5']) {
    assert.ok(!looksMarkedUp(text), text);
  }
});
