// @ts-check
// Text of many scripts, beside what the browser makes of the same words in the DOM. The pictures, build/e2e/text-*.png,
// are for the eye; what is asserted is that each line has its ink, as wide and as much as the DOM's, and that emoji
// have colours.
import assert from 'node:assert/strict';
import { embed } from './lib/embed.mjs';
import { drawWords, inkOf } from './lib/ink.mjs';
import { Picture } from './lib/png.mjs';
import { scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

const wrapped = 'Words that are too many for one line are wrapped at white space, and 漢字かな交じり文のように空白のない文章も折り返されます, ' +
  'as long words like Donaudampfschifffahrtsgesellschaftskapitänswitwenrente are.';
/** @type {[string, string][]} */
const lines = [
  ['Latin', 'Grüße aus Łódź: “façade”, naïve, fi ffi, Ångström'],
  ['Cyrillic', 'Привет, мир! Съешь ещё этих мягких булок'],
  ['Greek', 'Καλημέρα κόσμε'],
  ['Chinese', '你好，世界。今天天气很好'],
  ['Japanese', 'こんにちは、世界。カタカナも'],
  ['Korean', '안녕하세요 세계'],
  ['Arabic', 'مرحبا بالعالم'],
  ['Hebrew', 'שלום עולם'],
  ['Devanagari', 'नमस्ते दुनिया क्षत्रिय'],
  ['Thai', 'สวัสดีชาวโลก'],
  ['emoji', '🎉👩‍👩‍👧🇺🇦👍🏽❤️🏳️‍🌈🧑🏿‍🚀'],
  ['mixed', 'Hello 👋 world, ça va? 好的 👍 да!'],
];
const scripts = new Map(lines);

for (const scale of [1, 2]) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    scenario(`many scripts, at ${scale} device pixels per CSS pixel, ${colorScheme}`, async (scene) => {
      const chatServer = await scene.scriptedServer();
      const web = await scene.webServer();
      const tab = await scene.open(`${web.url}blank.html`, { viewport: { width: 1100, height: 640 }, deviceScaleFactor: scale, colorScheme });
      const chat = await embed(tab, { url: chatServer.url, nick: 'Ada' }, { style: 'position:fixed;left:0;top:0;bottom:0;width:560px' });
      await chat.connected();
      const peer = await chatServer.peer();
      const texts = ['The words that follow are to look as beside', ...scripts.values(), wrapped];
      for (const text of texts) chatServer.say(peer, 'general', text);
      const { rows } = await chat.shows(texts);
      const boxes = await drawWords(tab.page, texts, colorScheme === 'dark');
      await tab.page.mouse.move(900, 630);
      const picture = await until(async () => {
        const one = new Picture(await tab.page.screenshot());
        const two = new Picture(await tab.picture(`text-${scale}x-${colorScheme}`));
        return one.difference(two) === 0 && two;
      }, { what: 'the picture stands still' });

      for (const [index, [script, text]] of [...scripts].entries()) {
        const { rect } = rows[index + 1];
        assert.equal(rows[index + 1].text, text);
        // From where the text column begins to where the delivery marks stand.
        const drawn = inkOf(picture, { x: 60 * scale, y: rect.y * scale, width: 460 * scale, height: rect.height * scale });
        const box = boxes[index + 1];
        const dom = inkOf(picture, { x: (box.x - 4) * scale, y: box.y * scale, width: (box.width + 8) * scale, height: box.height * scale });
        const words = `${script}: drawn ${JSON.stringify(drawn)}, DOM ${JSON.stringify(dom)}`;
        assert.ok(drawn.width > 20 * scale, `there is ink. ${words}`);
        assert.ok(Math.abs(drawn.width - dom.width) <= 4 * scale, `as wide as in the DOM. ${words}`);
        assert.ok(drawn.amount > dom.amount * 0.75 && drawn.amount < dom.amount * 1.25, `as much ink as in the DOM. ${words}`);
        if (script === 'emoji') assert.ok(drawn.coloured > dom.coloured * 0.85 && drawn.coloured > 500, `emoji have their colours. ${words}`);
        if (script === 'Latin') assert.equal(drawn.coloured, 0, `letters have none. ${words}`);
      }
      // Long text takes as many lines as in the DOM, give or take one where the rules for breaking differ.
      const height = rows[rows.length - 1].rect.height;
      const domHeight = boxes[boxes.length - 1].height;
      assert.ok(Math.abs(height - domHeight) <= 22 + 6, `wrapped to ${height} px; ${domHeight} px in the DOM`);
    });
  }
}
