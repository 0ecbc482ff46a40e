// @ts-check
// Carets and selections are drawn where the textarea has them: for many scripts, at every offset, also when it has
// scrolled. One clicks on what is drawn.
import assert from 'node:assert/strict';
import { carets, inside, selections } from './lib/field_twin.mjs';
import { languages } from './lib/corpus.mjs';
import { address, scenario } from './lib/scenario.mjs';

/** @type {Record<string, string>} */
const texts = {
  Latin: 'The quick brown fox — “jumps” over the lazy dog, AVATAR, fi fl ffi, To. Wa. Ty.',
  wrapped: 'Several words that go on and on until the line is full and the next one begins, and then one more of them, for good measure and the third line.',
  'long word': `${'Donaudampfschifffahrtsgesellschaft'.repeat(5)} and more`,
  Arabic: 'مرحبا بالعالم، كيف حالك اليوم؟ هذا نص طويل بما يكفي ليملأ أكثر من سطر واحد في هذا الحقل الصغير، أليس كذلك يا صديقي العزيز؟',
  Hebrew: 'שלום עולם, מה שלומך היום? זה טקסט ארוך מספיק כדי למלא יותר משורה אחת בשדה הקטן הזה, נכון? ועוד כמה מילים כדי שיהיה די.',
  mixed: 'Latin then שלום עולם and English, مرحبا 123 and back (again), with שלוש 45 more.',
  'mixed from the right': 'שלום world, מה 12 apples נשמע? and more English here to wrap the line over, בסדר גמור תודה רבה לך.',
  Thai: 'สวัสดีชาวโลก วันนี้อากาศดีมาก เราไปเดินเล่นกันเถอะ แล้วค่อยกลับมากินข้าวเย็นด้วยกันที่บ้านของฉันนะครับ',
  Japanese: '吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗いじめじめした所でニャーニャー泣いていた事だけは記憶している。',
  Chinese: '你好，世界！今天天气很好，我们出去散步吧。然后回家吃晚饭，好吗？English 混排 123 也要对齐，不要有误差，直到第二行为止。',
  Korean: '안녕하세요 세계! 오늘은 날씨가 정말 좋네요. 우리 같이 산책하러 갈까요? 그리고 나서 저녁을 먹으러 집에 돌아갑시다.',
  Hindi: 'नमस्ते दुनिया, आज मौसम बहुत अच्छा है। चलो टहलने चलते हैं और फिर घर जाकर खाना खाते हैं।',
  emoji: 'Hi 👋🏽 family 👨‍👩‍👧‍👦 flags 🇩🇪🇯🇵 hearts ❤️‍🔥 keycap 1️⃣ end',
  tabs: 'a\tb\tccc\tdddddddddd\te\n\tindented\t\ttwice',
  lines: 'one\n\nthree with spaces   \n   four\nfive',
  'ends with a newline': 'one\ntwo\n',
  combining: 'e\u0301a\u0308o\u0302 Z\u0335\u0321a\u0334 x',
};

/** @param {import('./lib/scenario.mjs').Scene} scene @param {number} [width] */
async function composer(scene, width = 560) {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }), { viewport: { width, height: 640 } });
  const ada = tab.chat();
  await ada.connected();
  await ada.composer().focus();
  return { tab, ada };
}

/** @param {import('./lib/chat.mjs').Chat} chat @param {string} text */
async function write(chat, text) {
  await chat.composer().fill(text);
  await chat.until('it is drawn', (s) => s.composer.text === text && s.settled);
}

/** @param {import('./lib/field_twin.mjs').Carets[]} all */
const astray = (all) => all.filter(({ drawn, real }) =>
  !real.some(({ x, y }) => Math.abs(x - drawn.x) <= 2 && Math.abs(y - (drawn.y + drawn.height / 2)) <= 6));

scenario('every caret is drawn where it is', async (scene) => {
  const { tab, ada } = await composer(scene);
  for (const [name, text] of Object.entries(texts)) {
    await write(ada, text);
    const all = await carets(ada);
    assert.ok(all.length > 4);
    assert.deepEqual(astray(all).map(({ offset, drawn, real }) => ({ offset, x: drawn.x, y: drawn.y + drawn.height / 2, real })), [], name);
    await tab.picture(`caret-${name.replaceAll(' ', '-')}`);
  }
}, { within: 180_000 });

scenario('every caret of every language', async (scene) => {
  const { ada } = await composer(scene, 480);
  /** @type {string[]} */
  const wrong = [];
  for (const { name, sentences } of languages) {
    await write(ada, sentences.slice(0, 3).join(' '));
    const off = astray(await carets(ada));
    if (off.length) wrong.push(`${name}: ${off.length}, as ${JSON.stringify(off[0])}`);
  }
  assert.deepEqual(wrong, []);
}, { within: 300_000 });

scenario('a click places the caret where it is drawn', async (scene) => {
  const { tab, ada } = await composer(scene);
  const host = await ada.host.boundingBox();
  assert.ok(host);
  for (const [name, text] of Object.entries(texts)) {
    await write(ada, text);
    const all = await carets(ada);
    const step = Math.max(1, Math.floor(all.length / 9));
    const top = Math.min(...all.map(({ drawn }) => drawn.y));
    const shown = await inside(ada);
    assert.ok(shown);
    for (let i = 0; i < all.length; i += step) {
      const { offset, drawn } = all[i];
      if (drawn.y < top || drawn.y + host.y < shown.y - 1 || drawn.y + host.y + 22 > shown.y + shown.height + 1) continue;
      // The last pixel of the field is not the field's.
      await tab.page.mouse.click(Math.min(host.x + drawn.x, shown.x + shown.width - 1), host.y + drawn.y + 11);
      const chosen = await ada.composer().evaluate((/** @type {HTMLTextAreaElement} */ field) => field.selectionStart);
      const { composer } = await ada.until('the caret is there',
        (s) => s.composer.selectionStart === chosen && s.composer.selectionEnd === chosen && s.settled);
      // Several offsets may have one place: a soft break, the border of two directions, characters without width.
      const apart = Math.hypot(composer.caret.x - drawn.x, composer.caret.y - drawn.y);
      const there = all.find((one) => one.offset === chosen)?.real.some(({ x, y }) => Math.abs(x - drawn.x) <= 2 && Math.abs(y - drawn.y - 11) <= 6);
      assert.ok(chosen === offset || apart <= 2 || there, `${name}: a click at ${offset} (${drawn.x}) came to ${chosen} (${composer.caret.x}, ${composer.caret.y - drawn.y} lower)`);
    }
  }
}, { within: 240_000 });

scenario('selections are drawn over what is selected', async (scene) => {
  const { tab, ada } = await composer(scene);
  for (const [name, text] of Object.entries(texts)) {
    await write(ada, text);
    const bounds = (await carets(ada)).map(({ offset }) => offset);
    /** @type {[number, number][]} */
    const ranges = [];
    for (let i = 0; i < bounds.length; i += 3) for (const j of [i + 1, i + 4, i + 11, i + 40]) {
      // A newline that is selected is drawn, as browsers do it, with a width of its own.
      if (j < bounds.length && !/\n/.test(text.slice(bounds[i], bounds[j]))) ranges.push([bounds[i], bounds[j]]);
    }
    for (const [index, { drawn, real }] of (await selections(ada, ranges)).entries()) {
      const same = drawn.length === real.length && drawn.every((box, i) => box.every((value, k) => Math.abs(value - real[i][k]) <= 2));
      assert.ok(same, `${name}, ${ranges[index]}: drawn ${JSON.stringify(drawn)}, selected ${JSON.stringify(real)}`);
    }
  }
  await write(ada, texts.mixed);
  await ada.composer().evaluate((/** @type {HTMLTextAreaElement} */ field) => field.setSelectionRange(3, 15));
  await ada.until('two boxes', (s) => s.composer.selection.length === 2 && s.settled);
  await tab.picture('selection-mixed');
}, { within: 180_000 });

scenario('carets and clicks are true after the field has scrolled', async (scene) => {
  const { tab, ada } = await composer(scene);
  const text = Array.from({ length: 30 }, (_, i) => `line ${i} ${'word '.repeat(i % 7)}`).join('\n');
  await write(ada, text);
  const field = ada.composer();
  const host = await ada.host.boundingBox();
  const box = await inside(ada);
  assert.ok(host && box);
  for (const top of [0, 100, 313]) {
    await field.evaluate((/** @type {HTMLTextAreaElement} */ element, top) => { element.scrollTop = top; }, top);
    await ada.until('it is drawn', (s) => s.settled);
    const all = await carets(ada);
    // Setting a selection does not scroll, and the drawn text is where the real one is.
    const scrolled = await field.evaluate((/** @type {HTMLTextAreaElement} */ element) => element.scrollTop);
    assert.equal(scrolled, top);
    assert.deepEqual(astray(all), []);
    const line = all.find(({ drawn }) => drawn.y + host.y >= box.y && drawn.x > box.x - host.x + 60);
    assert.ok(line);
    await tab.page.mouse.click(host.x + line.drawn.x, host.y + line.drawn.y + 11);
    await ada.until('the click is where it was', (s) => s.composer.selectionStart === line.offset);
  }
  await tab.page.mouse.move(box.x + 50, box.y + 50);
  await tab.page.mouse.wheel(0, -10_000);
  await ada.until('the wheel scrolls the field', (s) => s.settled);
  const start = (await carets(ada))[0];
  assert.ok(Math.abs(start.drawn.y + host.y - box.y) <= 1, 'the first line is at the top');
});

scenario('a caret at a soft break stands on the side where one put it', async (scene) => {
  const { tab, ada } = await composer(scene);
  await write(ada, texts.wrapped);
  const box = await inside(ada);
  assert.ok(box);
  await tab.page.keyboard.press('Control+Home');
  const first = await ada.until('at the start', (s) => s.composer.selectionEnd === 0);
  await tab.page.keyboard.press('End');
  const end = await ada.until('at the end of the first line', (s) => s.composer.selectionEnd > 0);
  assert.equal(end.composer.caret.y, first.composer.caret.y, 'still on the first line');
  assert.ok(end.composer.caret.x > box.width / 2);
  await tab.page.keyboard.press('Home');
  await ada.until('back at its start', (s) => s.composer.selectionEnd === 0);
  await tab.page.mouse.click(box.x + box.width - 2, box.y + 11);
  const clicked = await ada.until('a click beyond the end', (s) => s.composer.selectionEnd > 0);
  assert.equal(clicked.composer.caret.y, first.composer.caret.y);
  await tab.page.mouse.click(box.x + 1, box.y + 33);
  await ada.until('a click at the start of the second', (s) => s.composer.caret.y === first.composer.caret.y + 22);
});
