// @ts-check
// Text is right in other engines: as pixels beside the same words in the DOM, and where its lines end. The pictures,
// build/browsers/*-text-*.png, are for the eye.
import assert from 'node:assert/strict';
import { LineComparison } from '../../e2e/lib/compare_lines.mjs';
import { textLines } from '../../e2e/lib/dom_twin.mjs';
import { drawWords, inkOf } from '../../e2e/lib/ink.mjs';
import { Picture } from '../../e2e/lib/png.mjs';
import { until } from '../../e2e/lib/until.mjs';

/** @type {[string, string][]} */
const scripts = [
  ['Latin', 'Grüße aus Łódź: “façade”, naïve, fi ffi, Ångström'],
  ['Cyrillic', 'Привет, мир! Съешь ещё этих мягких булок'],
  ['Greek', 'Καλημέρα κόσμε'],
  ['Han', '你好，世界。今天天气很好'],
  ['Kana', 'こんにちは、世界。カタカナも'],
  ['Hangul', '안녕하세요 세계'],
  ['Arabic', 'مرحبا بالعالم'],
  ['Hebrew', 'שלום עולם'],
  ['Devanagari', 'नमस्ते दुनिया क्षत्रिय'],
  ['Thai', 'สวัสดีชาวโลก'],
  ['emoji', '🎉👩‍👩‍👧🇺🇦👍🏽❤️🏳️‍🌈🧑🏿‍🚀'],
  ['mixed', 'Hello 👋 world, ça va? 好的 👍 да!'],
];

/** @param {import('../lib/scenario.mjs').Person} person @param {{ url: string, style: string }} options */
async function embed({ window }, options) {
  await window.evaluate(async ({ url, style }) => {
    const module = '/embed/banter.js';
    const { createChat } = await import(module);
    const host = document.createElement('div');
    host.id = 'chat';
    host.style.cssText = style;
    document.body.append(host);
    Object.assign(host, { chat: await createChat(host, { url, nick: 'Ada', theme: 'light' }) });
  }, options);
}

const messages = [
  'Words that are too many for one line are wrapped at white space, as long words like Donaudampfschifffahrtsgesellschaftskapitän are.',
  'La plume de ma tante est sur le bureau de mon oncle ; « où est-elle ? » demanda-t-il, l’air étonné, à l’arrière-boutique.',
  'Съешь ещё этих мягких французских булок, да выпей же чаю, а потом приходи к нам в гости вечером.',
  'Η γρήγορη καφέ αλεπού πηδάει πάνω από το τεμπέλικο σκυλί και μετά κοιμάται όλη μέρα.',
  '吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗いじめじめした所でニャーニャー泣いていた事だけは記憶している。',
  '今天天气很好，我们一起去公园散步吧。公园里有很多花，还有一个很大的湖，湖边有人在钓鱼。',
  '동해물과 백두산이 마르고 닳도록 하느님이 보우하사 우리나라 만세, 무궁화 삼천리 화려강산',
  'ولدت جميع الناس أحرارا متساوين في الكرامة والحقوق وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا بروح الإخاء',
  'כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם, וכולם חוננו בתבונה ובמצפון',
  'सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है और उन्हें बुद्धि मिली है',
  'เราทุกคนเกิดมาอย่างอิสระ เราทุกคนมีความคิดและความเข้าใจเป็นของเราเอง เราทุกคนควรได้รับการปฏิบัติในทางเดียวกัน',
  'Look at https://example.org/a/long/path/to/some-page.html?with=a&query=string#and-a-fragment, then tell (if you can) what it is – 100 % sure?',
  'One line\nand another, with 🎉👩‍👩‍👧🇺🇦👍🏽 in a row of many words so that it has to wrap somewhere\n\n  indented after an empty line',
];
/** Of the text, CSS pixels. */
const widths = [150, 260, 380];

/**
 * @param {import('../lib/scenario.mjs').Scenario} scenario
 * @param {{ breaks: number, widths: number }} reached and may only rise: shares of the line breaks that agree with the
 *   DOM's, and of the lines as wide as in the DOM within a pixel
 */
export function text(scenario, reached) {
  scenario('many scripts are drawn as the DOM draws them', async (scene) => {
    const web = await scene.server();
    const chatServer = await scene.scriptedServer();
    const person = await scene.open(`${web.url}blank.html`, { width: 1100, height: 640 });
    await embed(person, { url: chatServer.url, style: 'position:fixed;left:0;top:0;bottom:0;width:560px' });
    const { chat, window } = person;
    await chat.connected();
    const peer = await chatServer.peer();
    const texts = ['The words that follow are to look as beside', ...scripts.map(([, text]) => text)];
    for (const text of texts) chatServer.say(peer, 'general', text);
    const { rows } = await chat.shows(texts);
    await window.moveTo(900, 630);

    for (const theme of ['light', 'dark']) {
      await window.evaluate((theme) => /** @type {any} */ (document.getElementById('chat')).chat.setTheme(theme), theme);
      const boxes = await drawWords(window, texts, theme === 'dark');
      await chat.settled();
      const picture = await until(async () => {
        const one = new Picture(await window.screenshot());
        const two = new Picture(await person.picture(`text-${theme}`));
        return one.difference(two) === 0 && two;
      }, { what: 'the picture stands still', within: 60_000 });

      // A picture may have more pixels than the page has CSS pixels.
      const scale = picture.width / await window.evaluate(() => innerWidth);
      /** @param {import('../../e2e/lib/png.mjs').Box} box */
      const ink = ({ x, y, width, height }) => inkOf(picture, { x: x * scale, y: y * scale, width: width * scale, height: height * scale });
      for (const [index, [script]] of scripts.entries()) {
        const { rect } = rows[index + 1];
        const box = boxes[index + 1];
        // From where the text column begins to where the delivery marks stand.
        const drawn = ink({ x: 60, y: rect.y, width: 460, height: rect.height });
        const dom = ink({ x: box.x - 4, y: box.y, width: box.width + 8, height: box.height });
        const words = `${script}, ${theme}: drawn ${JSON.stringify(drawn)}, DOM ${JSON.stringify(dom)}`;
        assert.ok(drawn.width > 20 * scale, `there is ink. ${words}`);
        assert.ok(Math.abs(drawn.width - dom.width) <= 3 * scale, `as wide as in the DOM. ${words}`);
        assert.ok(drawn.amount > dom.amount * 0.88 && drawn.amount < dom.amount * 1.12, `as much ink as in the DOM. ${words}`);
        if (script === 'emoji') assert.ok(drawn.coloured > dom.coloured * 0.85 && drawn.coloured > 500, `emoji have their colours. ${words}`);
        if (script === 'Latin') assert.equal(drawn.coloured, 0, `letters have none. ${words}`);
      }
    }
  });

  scenario('lines end where the browser’s own do', async (scene) => {
    const web = await scene.server();
    const chatServer = await scene.scriptedServer();
    const person = await scene.open(`${web.url}blank.html`);
    const { chat, window } = person;
    // So high that every row is visible; the window need not be.
    await embed(person, { url: chatServer.url, style: 'position:absolute;left:0;top:0;height:3600px;width:400px' });
    await chat.connected();
    const peer = await chatServer.peer();
    for (const text of messages) chatServer.say(peer, 'general', text);
    const twins = await textLines(/** @type {any} */ (window), messages, widths, { direction: 'message' });
    const comparison = new LineComparison();
    for (const [index, width] of widths.entries()) {
      // Avatar, status and margins stand beside the text of a narrow chat (src/ui/row_layout.cpp).
      await window.evaluate((width) => { /** @type {HTMLElement} */ (document.getElementById('chat')).style.width = `${width}px`; }, width + 92);
      const { rows } = await chat.until('laid out', (s) => s.settled && s.rows.length === messages.length && s.rows[0].rect.width === width + 92);
      for (const [i, text] of messages.entries()) {
        assert.equal(rows[i].text, text);
        comparison.add({ text, twin: twins[index][i], drawn: rows[i].lines, label: `${width} px` });
      }
    }
    console.log(`${scene.engine.name}: ${comparison.report(40)}`);
    assert.equal(comparison.torn, 0, 'every text is covered by its lines');
    assert.equal(comparison.forcedAgreeing, comparison.forced, 'newlines');
    assert.ok(comparison.agreement >= reached.breaks, `${comparison.agreement} of the breaks agree`);
    assert.ok(1 - comparison.wide / comparison.lines >= reached.widths, `${comparison.wide} of ${comparison.lines} lines have another width`);
  });
}
