// @ts-check
// What people type in chats, as others see it: marks, blocks, links that lead somewhere, words that are hidden.
import assert from 'node:assert/strict';
import { address, scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

const everything = [
  'Hello **bold**, *italic*, ***both***, ~~gone~~, `inline code` and @Bob :tada:',
  '> quoted, with **weight**\n> in two lines\nand an answer',
  'a list:\n- one\n- two, which goes on for so long that it needs a second line on every screen that there is, or nearly so\n  - nested\n1. first\n2. second',
  '```\nfor (int i = 0; i < 10; ++i) {\n  sum += i;  // code keeps its spaces\n}\n```',
  'Look at https://example.org/path?q=1#top, www.example.com or mail someone@example.org',
  'The butler ||did it in the library|| of course',
  'مرحبا **بالعالم** `code`\n> اقتباس',
];

scenario('markup is shown, not its marks', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }), { viewport: { width: 760, height: 900 } });
  const ada = tab.chat();
  await ada.connected();
  for (const text of everything) {
    await ada.say(text);
    await ada.delivery(text, 'sent');
  }
  await ada.settled();
  await tab.picture('markup');
  await tab.page.emulateMedia({ colorScheme: 'dark' });
  await ada.settled();
  await tab.picture('markup-dark');

  await ada.item('Hello bold, italic, both, gone, inline code and @Bob 🎉').waitFor();
  await ada.item('The butler (hidden) of course').waitFor();
});

scenario('links are real, and exactly over their words', async (scene) => {
  const server = await scene.server();
  const context = await scene.person();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }), { context });
  const ada = tab.chat();
  await ada.connected();
  const text = 'see https://example.org/one, javascript:alert(1), **https://example.org/two** <a href="https://example.org/x">x</a>';
  await ada.say(text);
  await ada.delivery(text, 'sent');
  await ada.settled();
  const link = ada.log().getByRole('link', { name: 'https://example.org/one' });
  assert.equal(await link.getAttribute('href'), 'https://example.org/one');
  assert.equal(await link.getAttribute('target'), '_blank');
  assert.match(String(await link.getAttribute('rel')), /noopener.*noreferrer/);
  for (const found of await ada.log().getByRole('link').all()) {
    assert.match(String(await found.getAttribute('href')), /^https:\/\/example\.org\//);
  }
  // Over its words: it begins where "see " ends, within the line's box.
  const [row] = (await ada.snapshot()).rows.slice(-1);
  const box = await link.boundingBox();
  assert.ok(box);
  const before = await tab.page.evaluate(() => {
    const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
    ruler.font = getComputedStyle(document.body).font && '15px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';
    return [ruler.measureText('see ').width, ruler.measureText('https://example.org/one').width];
  });
  assert.ok(Math.abs(box.x - row.lines[0].rect.x - before[0]) < 1, `at ${box.x}, the line at ${row.lines[0].rect.x}`);
  assert.ok(Math.abs(box.width - before[1]) < 1.5);
  assert.ok(Math.abs(box.y - row.lines[0].rect.y) < 1);

  // A page that is there, for what a new tab asks for cannot be answered in the network's stead.
  const there = `${(await scene.webServer()).url}blank.html`;
  await ada.say(there);
  const real = await until(() => ada.log().getByRole('link', { name: there }).boundingBox(), { what: 'its place' });
  const opened = context.waitForEvent('page');
  await tab.page.mouse.click(real.x + real.width / 2, real.y + real.height / 2, { button: 'middle' });
  await (await opened).waitForURL(there);
});

scenario('what is hidden shows when it is asked for, by pointer and by keyboard', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  for (const text of ['one ||secret|| word', 'another ||surprise||']) {
    await ada.say(text);
    await ada.delivery(text, 'sent');
  }
  await ada.settled();
  const buttons = ada.log().getByRole('button', { name: 'Show what is hidden' });
  assert.equal(await buttons.count(), 2);
  const box = await buttons.first().boundingBox();
  assert.ok(box);
  await tab.page.mouse.click(box.x + 4, box.y + box.height / 2);
  await ada.item('one secret word').waitFor();
  assert.equal(await ada.item('surprise').count(), 0);
  await buttons.first().focus();
  await tab.page.keyboard.press('Enter');
  await ada.item('another surprise').waitFor();
});

scenario('nothing is HTML', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  const text = '<img src=x onerror="document.title=1"> <b>no</b> &amp; **<i>yes</i>**';
  await ada.say(text);
  await ada.delivery(text, 'sent');
  await ada.item('<img src=x onerror="document.title=1"> <b>no</b> &amp; <i>yes</i>').waitFor();
  assert.equal(await ada.log().locator('img, b, i').count(), 0);
  assert.notEqual(await tab.page.title(), '1');
});
