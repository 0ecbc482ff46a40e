// @ts-check
// Text of many scripts, beside what the browser makes of the same words in the DOM. The pictures, build/e2e/text-*.png,
// are for the eye; what is asserted is that each line has its ink, as wide and as much as the DOM's, and that emoji
// have colours.
import assert from 'node:assert/strict';
import { embed } from './lib/embed.mjs';
import { colourful, Picture } from './lib/png.mjs';
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

/** Where there is ink: what differs from the background. @param {Picture} picture @param {import('./lib/png.mjs').Box} box */
function inkOf(picture, box) {
  const paper = picture.pixel(Math.floor(box.x), Math.floor(box.y));
  let left = Infinity;
  let right = -Infinity;
  let amount = 0; // darkness summed: independent of how edges are smoothed
  let coloured = 0;
  for (let y = Math.floor(box.y); y < box.y + box.height && y < picture.height; ++y) {
    for (let x = Math.floor(box.x); x < box.x + box.width; ++x) {
      const pixel = picture.pixel(x, y);
      const contrast = Math.max(Math.abs(pixel[0] - paper[0]), Math.abs(pixel[1] - paper[1]), Math.abs(pixel[2] - paper[2]));
      amount += contrast / 255;
      if (contrast < 90) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      if (colourful(...pixel)) ++coloured;
    }
  }
  return { width: Math.max(0, right - left + 1), amount, coloured };
}

/** Paragraphs of the same words, font, width and colour, on the right half. @param {import('playwright-core').Page} page @param {string[]} words */
const drawTwin = (page, words) => page.evaluate((words) => {
  const chat = /** @type {HTMLElement} */ (document.getElementById('chat'));
  const field = /** @type {HTMLElement} */ (chat.firstElementChild?.shadowRoot?.querySelector('textarea'));
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const twin = document.createElement('div');
  const { fontFamily } = getComputedStyle(field);
  twin.style.cssText = `position:fixed;left:580px;right:0;top:0;bottom:0;padding:20px;color:${dark ? '#e8eaed' : '#1b1b1f'};background:${dark ? '#17181c' : '#fff'};font:15px/22px ${fontFamily}`;
  twin.append(...words.map((text) => {
    const paragraph = document.createElement('p');
    paragraph.dir = 'auto';
    paragraph.style.cssText = 'margin:0 0 3px;width:444px;overflow-wrap:anywhere';
    paragraph.textContent = text;
    return paragraph;
  }));
  document.body.append(twin);
  return [...twin.children].map((paragraph) => {
    const { x, y, width, height } = paragraph.getBoundingClientRect();
    return { x, y, width, height };
  });
}, words);

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
      const boxes = await drawTwin(tab.page, texts);
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
