// @ts-check
// Input methods: what is composed is drawn underlined in place, with the caret where the method has it, and the real
// field lies exactly over it, for that is where the candidate window goes.
import assert from 'node:assert/strict';
import { inside } from './lib/field_twin.mjs';
import { address, scenario } from './lib/scenario.mjs';

/** @param {import('./lib/scenario.mjs').Scene} scene @param {import('playwright-core').BrowserContextOptions} [options] */
async function writing(scene, options) {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }), options);
  const ada = tab.chat();
  await ada.connected();
  await ada.composer().focus();
  const devtools = await tab.page.context().newCDPSession(tab.page);
  /** The text, where it is composed, and where the caret stands. @param {string} text @param {number} [start] @param {number} [end] @param {{ replacementStart?: number, replacementEnd?: number }} [options] */
  const compose = (text, start = text.length, end = start, options = {}) =>
    devtools.send('Input.imeSetComposition', { text, selectionStart: start, selectionEnd: end, ...options });
  /** @param {string} text */
  const commit = (text) => devtools.send('Input.insertText', { text });
  /** Enter as the input method takes it. */
  const enter = async () => {
    await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 });
    await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 });
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 });
  };
  return { tab, ada, compose, commit, enter };
}

/** @param {import('./lib/chat.mjs').Chat} chat @param {string} text @param {number} caret */
const composing = (chat, text, caret) => chat.until(`"${text}" with the caret at ${caret}`,
  (s) => s.composer.text === text && s.composer.selectionEnd === caret && s.composer.composition.length > 0 && s.settled);
/** @param {import('./lib/chat.mjs').Chat} chat @param {string} text */
const composed = (chat, text) => chat.until(`"${text}", nothing is composed`, (s) => s.composer.text === text && s.composer.composition.length === 0);

/** The real field is over what is drawn. @param {import('./lib/chat.mjs').Chat} chat @param {import('./lib/chat.mjs').Snapshot} s */
async function covers(chat, s) {
  const [box, host] = [await inside(chat), await chat.host.boundingBox()];
  assert.ok(box && host);
  for (const rect of [s.composer.caret, ...s.composer.composition]) {
    assert.ok(rect.x + host.x >= box.x - 1 && rect.x + rect.width + host.x <= box.x + box.width + 1, 'within the field, sideways');
    assert.ok(rect.y + host.y >= box.y - 1 && rect.y + rect.height + host.y <= box.y + box.height + 1, 'within the field, up and down');
  }
}

scenario('Japanese: kana, conversion by segments, another candidate, Enter', async (scene) => {
  const { tab, ada, compose, commit, enter } = await writing(scene);
  await tab.page.keyboard.type('Today: .');
  await tab.page.keyboard.press('ArrowLeft');
  const before = await ada.until('the caret is before the full stop', (s) => s.composer.selectionEnd === 7);
  for (const kana of ['ｋ', 'きょ', 'きょうは', 'きょうはいいてんき']) {
    await compose(kana);
    const s = await composing(ada, `Today: ${kana}.`, 7 + kana.length);
    const [line] = s.composer.composition;
    assert.equal(s.composer.composition.length, 1);
    assert.ok(Math.abs(line.x - before.composer.caret.x) <= 1, 'it begins where the caret was');
    assert.ok(Math.abs(line.x + line.width - s.composer.caret.x) <= 1, 'the caret is at its end');
    await covers(ada, s);
  }
  // Conversion: the method selects the segment that is being chosen.
  await compose('今日はいい天気', 0, 3);
  const first = await ada.until('the first segment', (s) => s.composer.text === 'Today: 今日はいい天気.' && s.composer.selection.length === 1);
  assert.ok(first.composer.selection[0].width < first.composer.composition[0].width);
  assert.equal(first.composer.selection[0].x, first.composer.composition[0].x);
  await tab.picture('ime-japanese');
  await compose('京は良い天気', 2, 4);
  const second = await ada.until('the second segment', (s) => s.composer.text === 'Today: 京は良い天気.' && s.composer.selectionStart === 9);
  assert.ok(second.composer.selection[0].x > second.composer.composition[0].x);
  assert.equal((await ada.snapshot()).composer.composition.length, 1, 'all of it is still being composed');
  await enter();
  assert.equal((await ada.snapshot()).totals.messages, 0, 'Enter is the input method’s');
  await commit('今日はいい天気');
  await composed(ada, 'Today: 今日はいい天気.');
  await tab.page.keyboard.press('Enter');
  await ada.delivery('Today: 今日はいい天気.', 'sent');
});

scenario('Korean: syllables grow of their letters', async (scene) => {
  const { tab, ada, compose, commit, enter } = await writing(scene);
  for (const [done, syllables] of /** @type {[string, string[]][]} */ ([['', ['ㅎ', '하', '한']], ['한', ['ㄱ', '그', '글']]])) {
    for (const syllable of syllables) {
      await compose(syllable);
      const s = await composing(ada, done + syllable, done.length + 1);
      assert.ok(s.composer.composition[0].width < 24, 'only the syllable is underlined');
      await covers(ada, s);
    }
    if (done) await enter();
    assert.equal((await ada.snapshot()).totals.messages, 0);
    await commit(syllables[2]);
    await composed(ada, done + syllables[2]);
  }
  await tab.page.keyboard.press('Enter');
  await ada.delivery('한글', 'sent');
});

scenario('Chinese: pinyin, a caret within it, cancelled and chosen', async (scene) => {
  const { tab, ada, compose, commit } = await writing(scene);
  await compose("ni'hao");
  await composing(ada, "ni'hao", 6);
  await compose("ni'hao", 2);
  const within = await composing(ada, "ni'hao", 2);
  const [line] = within.composer.composition;
  assert.ok(within.composer.caret.x > line.x + 4 && within.composer.caret.x < line.x + line.width - 4, 'the caret is within the composition');
  await tab.picture('ime-chinese');
  await compose('');
  await composed(ada, '');
  await tab.page.keyboard.press('Enter');
  assert.equal((await ada.snapshot()).totals.messages, 0, 'there is nothing to send');
  await compose("ni'hao");
  await commit('你好');
  await composed(ada, '你好');
  await tab.page.keyboard.press('Enter');
  await ada.delivery('你好', 'sent');
});

scenario('a composition over lines, in a field that has scrolled, is where the field is', async (scene) => {
  const { tab, ada, compose, commit } = await writing(scene, { viewport: { width: 420, height: 640 } });
  await ada.composer().fill('line\n'.repeat(12));
  await ada.until('it has grown', (s) => s.settled && s.composer.text.length === 60);
  const long = 'これはとても長い文章なので、一行には収まらない。そして続く。';
  await compose(long);
  const s = await composing(ada, 'line\n'.repeat(12) + long, 60 + long.length);
  assert.ok(s.composer.composition.length >= 2, 'a line under each line');
  assert.ok(await ada.composer().evaluate((/** @type {HTMLTextAreaElement} */ field) => field.scrollTop) > 0);
  await covers(ada, s);
  await tab.picture('ime-lines');
  await commit(long);
  await composed(ada, 'line\n'.repeat(12) + long);
});

scenario('words that were there are composed again, as soft keyboards do it', async (scene) => {
  const { tab, ada, compose, commit } = await writing(scene);
  await tab.page.keyboard.type('hello wrld again');
  await ada.until('it is there', (s) => s.composer.text === 'hello wrld again');
  // The keyboard takes the word that the person tapped into its composition, and corrects it.
  await compose('wrld', 4, 4, { replacementStart: 6, replacementEnd: 10 });
  const word = await composing(ada, 'hello wrld again', 10);
  assert.equal(word.composer.composition.length, 1);
  assert.ok(word.composer.composition[0].width < 60, 'the word alone is underlined');
  assert.ok(Math.abs(word.composer.caret.x - word.composer.composition[0].x - word.composer.composition[0].width) <= 1);
  await tab.picture('ime-word');
  await compose('world', 5);
  await composing(ada, 'hello world again', 11);
  await commit('world');
  await composed(ada, 'hello world again');
  // A suggestion for an earlier word, without a composition.
  await ada.composer().evaluate((/** @type {HTMLTextAreaElement} */ field) => field.setSelectionRange(0, 5));
  await commit('Goodbye');
  const replaced = await composed(ada, 'Goodbye world again');
  assert.equal(replaced.composer.selectionEnd, 7);
  await tab.page.keyboard.press('Enter');
  await ada.delivery('Goodbye world again', 'sent');
});

scenario('dead keys', async (scene) => {
  const { tab, ada, compose, commit } = await writing(scene);
  await tab.page.keyboard.type('caf');
  // As macOS and Linux have it: the accent is composed, then becomes the letter.
  await compose('´');
  await composing(ada, 'caf´', 4);
  await commit('é');
  await composed(ada, 'café');
  // As Windows has it: a key that is named Dead and writes nothing, then the letter.
  const devtools = await tab.page.context().newCDPSession(tab.page);
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Dead', code: 'Quote', windowsVirtualKeyCode: 222 });
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Dead', code: 'Quote', windowsVirtualKeyCode: 222 });
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'ú', code: 'KeyU', text: 'ú', unmodifiedText: 'ú', windowsVirtualKeyCode: 85 });
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'ú', code: 'KeyU', windowsVirtualKeyCode: 85 });
  await composed(ada, 'caféú');
  await tab.page.keyboard.press('Enter');
  await ada.delivery('caféú', 'sent');
});
