// @ts-check
// Each language of the corpus on the canvas, and beside it the same words in the DOM: build/e2e/twin-TAG.png, to be
// looked at. What can be said without eyes is said here: as many lines, as wide.
import assert from 'node:assert/strict';
import { languages } from './lib/corpus.mjs';
import { embed } from './lib/embed.mjs';
import { scenario } from './lib/scenario.mjs';

const width = 460; // of the chat, CSS pixels

scenario('every language beside its twin', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.blankTab(await scene.person({ viewport: { width: 2 * width, height: 760 }, deviceScaleFactor: 2 }));
  await tab.page.goto(`${web.url}blank.html`);
  const chat = await embed(tab, { url: chatServer.url, nick: 'Ada', theme: 'light' }, { style: `position:fixed;left:0;top:0;bottom:0;width:${width}px` });
  await chat.connected();
  const peer = await chatServer.peer();
  let total = 0;
  for (const { tag, sentences } of languages) {
    const texts = sentences.slice(0, 10);
    for (const text of texts) chatServer.say(peer, 'general', text);
    total += texts.length;
    const { rows } = await chat.until('they are drawn', (s) => s.settled && s.totals.messages === total && s.rows.at(-1)?.text === texts.at(-1));
    const shown = rows.filter(({ lines }) => lines.every(({ rect }) => rect.y > 60)).slice(-texts.length);
    const twins = await tab.page.evaluate(({ shown, width }) => {
      document.getElementById('twins')?.remove();
      const field = /** @type {Element} */ (document.querySelector('#chat > div')?.shadowRoot?.querySelector('textarea'));
      const { fontFamily } = getComputedStyle(field);
      const twins = document.createElement('div');
      twins.id = 'twins';
      twins.style.cssText = `position:fixed;left:${width}px;top:0;bottom:0;right:0;background:#fff;color:#1a1d21;font:15px/22px ${fontFamily};border-left:1px solid #ccc`;
      document.body.append(twins);
      return shown.map(({ text, x, y, room }) => {
        const div = document.createElement('div');
        div.dir = 'auto';
        div.style.cssText = `position:absolute;left:${x}px;top:${y}px;width:${room}px;white-space:pre-wrap;overflow-wrap:anywhere`;
        div.textContent = text;
        twins.append(div);
        const range = document.createRange();
        range.selectNodeContents(div);
        const lines = new Map();
        for (const { left, right, top } of range.getClientRects()) {
          const key = Math.round((top - div.getBoundingClientRect().top) / 22);
          const line = lines.get(key) ?? [Infinity, -Infinity];
          lines.set(key, [Math.min(line[0], left), Math.max(line[1], right)]);
        }
        return [...lines.values()].map(([left, right]) => right - left);
      });
    }, { width, shown: shown.map(({ text, lines }) => ({ text, x: 52, y: lines[0].rect.y, room: width - 92 })) });
    await tab.picture(`twin-${tag}`);
    for (const [i, { text, lines }] of shown.entries()) assert.equal(lines.length, twins[i].length, `${tag}: ${text}`);
  }
}, { within: 240_000 });
