// @ts-check
// What nobody sees is not drawn: a page at rest, a hidden tab, a chat that is scrolled away.
import assert from 'node:assert/strict';
import { embed } from './lib/embed.mjs';
import { Picture } from './lib/png.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { pause, until } from './lib/until.mjs';

/** @param {import('./lib/chat.mjs').Chat} chat */
async function frames(chat) { return (await chat.snapshot()).totals.frames; }

/** Waits until no frame was drawn for this long, which must happen. @param {import('./lib/chat.mjs').Chat} chat @param {number} quiet ms */
async function settles(chat, quiet, within = 15_000) {
  let count = await frames(chat);
  let since = Date.now();
  await until(async () => {
    const now = await frames(chat);
    if (now !== count) since = Date.now();
    count = now;
    return Date.now() - since >= quiet;
  }, { what: `no frame for ${quiet} ms`, within, every: 100 });
  return count;
}

scenario('a page at rest draws no frames', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  await ada.say('hello');
  await ada.delivery('hello', 'sent');
  // The caret blinks for 5.3 s after the last key, then it stands.
  await ada.settled();
  const first = await frames(ada);
  await ada.until('the caret blinks, again and again', (s) => s.totals.frames >= first + 4, 4_000);
  const still = await settles(ada, 2_000);
  assert.ok(still > 0);
  // And wakes: a key, the pointer over a button, a message.
  await tab.page.keyboard.press('a');
  await ada.until('a key is drawn', (s) => s.totals.frames > still);
  // Without the focus there is no caret at all.
  await tab.page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement?.shadowRoot?.activeElement).blur());
  const blurred = await settles(ada, 2_000, 6_000);
  const box = await ada.button('Log').boundingBox();
  assert.ok(box);
  const look = async () => new Picture(await tab.page.screenshot({ clip: box }));
  const before = await look();
  assert.equal((await look()).difference(before), 0, 'nothing moves');
  assert.equal(await frames(ada), blurred, 'and a picture of it costs no frame');
  await tab.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await until(async () => (await look()).difference(before) > 100, { what: 'the button looks pressable under the pointer' });
});

scenario('an open connection log is drawn once a second, and a closed one is at rest', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  await tab.page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement?.shadowRoot?.activeElement).blur());
  await settles(ada, 2_000);
  await ada.click('Log');
  await ada.logPanel().waitFor();
  const drawn = await settles(ada, 500); // what opening it brought is over
  const since = Date.now();
  await ada.until('its clock goes on', (s) => s.totals.frames >= drawn + 4, 10_000);
  assert.ok(Date.now() - since > 2_000, 'not more often than once a second or so');
  await ada.click('Close the connection log');
  await settles(ada, 3_000);
});

scenario('a hidden tab takes messages in without drawing', async (scene) => {
  const server = await scene.server();
  const browser = await scene.plainBrowser();
  const hidden = await browser.tab(address(server.url, { nick: 'Ada' }));
  const chat = 'document.getElementById("chat").chat';
  const snapshot = () => hidden.ask(`${chat}.snapshot()`);
  await until(() => hidden.ask('document.getElementById("chat")?.chat?.snapshot().connection.state === "open"'), { what: 'connected', within: 15_000 });
  // Nor is the clock of the connection log.
  const buttons = '[...document.querySelector("#chat > div").shadowRoot.querySelectorAll("button")]';
  await hidden.ask(`${buttons}.find((button) => /^Log/.test(button.ariaLabel ?? button.textContent)).click()`);
  await until(async () => (await snapshot()).logOpen, { what: 'the log is open' });
  await browser.tab('about:blank');
  await until(() => hidden.ask('document.hidden'), { what: 'the tab is hidden' });

  const bob = (await scene.open(address(server.url, { nick: 'Bob' }))).chat();
  await bob.connected();
  const before = (await snapshot()).totals.frames;
  for (let i = 1; i <= 5; ++i) {
    await bob.say(`message ${i}`);
    await until(async () => (await snapshot()).totals.messages === i, { what: `message ${i} is taken in`, within: 5_000 });
  }
  assert.equal((await snapshot()).totals.frames, before, 'and nothing was drawn');
  // What it says itself goes out as well.
  await hidden.ask(`${chat}.send("from the back")`);
  await bob.delivery('from the back', 'received');
  assert.equal((await snapshot()).totals.frames, before);

  await hidden.show();
  await until(async () => {
    const { rows, totals } = await snapshot();
    return totals.frames > before && rows.length === 6 && rows[5].text === 'from the back';
  }, { what: 'the rows are drawn when the tab shows again' });
});

scenario('a chat that is scrolled away does not draw', async (scene) => {
  const chatServer = await scene.scriptedServer();
  const web = await scene.webServer();
  const tab = await scene.open(`${web.url}blank.html`);
  const chat = await embed(tab, { url: chatServer.url, nick: 'Ada' }, { style: 'height:400px;margin-bottom:3000px' });
  await chat.connected();
  const peer = await chatServer.peer();
  await tab.page.mouse.move(20, 600);
  await tab.page.evaluate(() => scrollTo(0, 2000));
  const away = await settles(chat, 500);
  chatServer.say(peer, 'general', 'unseen');
  await chat.until('it is taken in', (s) => s.totals.messages === 1);
  await pause(400); // longer than the step that stands in for a missing frame waits
  assert.equal(await frames(chat), away);
  await tab.page.evaluate(() => scrollTo(0, 0));
  await chat.shows(['unseen']);
});
