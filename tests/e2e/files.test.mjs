// @ts-check
// Files and images that are pasted or dropped are handed to the page; text is pasted by the browser.
import assert from 'node:assert/strict';
import { address, scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

/**
 * Pastes into the composer, or drops on the chat, what a clipboard could hold. Says whether it was taken from the browser.
 * @param {import('./lib/chat.mjs').Chat} chat @param {'paste' | 'drop'} type @param {{ files?: [string, string][], text?: string }} data
 */
const hand = (chat, type, { files = [], text }) => chat.composer().evaluate((field, { type, files, text }) => {
  const data = new DataTransfer();
  for (const [name, mime] of files) data.items.add(new File(['\u0089PNG'], name, { type: mime }));
  if (text !== undefined) data.setData('text/plain', text);
  const init = { bubbles: true, cancelable: true, composed: true };
  if (type === 'paste') return !field.dispatchEvent(new ClipboardEvent('paste', { ...init, clipboardData: data }));
  const over = !field.dispatchEvent(new DragEvent('dragover', { ...init, dataTransfer: data }));
  return !field.dispatchEvent(new DragEvent('drop', { ...init, dataTransfer: data })) && over;
}, { type, files, text });

scenario('files go to whoever listens', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  const stop = await ada.host.evaluateHandle((/** @type {any} */ host) => {
    host.handed = [];
    return host.chat.on('files', (/** @type {{ files: File[], source: string }} */ { files, source }) =>
      host.handed.push([source, ...files.map((file) => `${file.name} ${file.type} ${file.size}`)]));
  });
  const handed = (/** @type {number} */ count) => until(() => ada.host.evaluate((/** @type {any} */ host, count) => host.handed.length === count && host.handed, count), { what: `${count} times` });
  assert.equal(await hand(ada, 'paste', { files: [['screen.png', 'image/png']] }), true);
  assert.deepEqual(await handed(1), [['paste', 'screen.png image/png 5']]);
  assert.equal(await hand(ada, 'drop', { files: [['a.txt', 'text/plain'], ['b.pdf', 'application/pdf']] }), true);
  assert.deepEqual((await handed(2))[1], ['drop', 'a.txt text/plain 5', 'b.pdf application/pdf 5']);
  // Text is the browser's, also when an office program adds its picture.
  assert.equal(await hand(ada, 'paste', { text: 'words' }), false);
  assert.equal(await hand(ada, 'paste', { text: 'words', files: [['words.png', 'image/png']] }), false);
  assert.equal(await hand(ada, 'drop', { text: 'words' }), false);
  assert.equal((await handed(2)).length, 2);
  assert.equal(await ada.host.getByRole('group', { name: /cannot send files/ }).count(), 0);

  await stop.evaluate((stop) => stop());
  assert.equal(await hand(ada, 'drop', { files: [['c.txt', 'text/plain']] }), true, 'the browser must not open it in place of the page');
  await ada.host.getByRole('group', { name: /cannot send files/ }).waitFor();
  await tab.picture('files-refused');
  assert.equal(await ada.host.evaluate((/** @type {any} */ host) => host.handed.length), 2);
});

scenario('text is pasted into the composer', async (scene) => {
  const server = await scene.server();
  const context = await scene.person();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const tab = await scene.open(address(server.url, { nick: 'Ada' }), { context });
  const ada = tab.chat();
  await ada.connected();
  await tab.page.evaluate(() => navigator.clipboard.writeText('from elsewhere\nsecond line'));
  await ada.composer().focus();
  await tab.page.keyboard.type('[]');
  await tab.page.keyboard.press('ArrowLeft');
  await tab.page.keyboard.press('Control+v');
  await ada.until('it is pasted', (s) => s.composer.text === '[from elsewhere\nsecond line]' && s.composer.selectionEnd === 27);
  await tab.page.keyboard.press('Control+z');
  await ada.until('undo takes it back', (s) => s.composer.text === '[]');
});

scenario('the element’s event can be taken', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(`${server.url}examples/two-chats.html?nick=Ada`, { viewport: { width: 1100, height: 720 } });
  const chat = tab.chat('banter-chat >> nth=0');
  await chat.connected();
  const notice = chat.host.getByRole('group', { name: /cannot send files/ });
  await chat.host.evaluate((/** @type {any} */ host) => {
    host.addEventListener('files', (/** @type {CustomEvent} */ event) => {
      host.handed = `${event.detail.source} ${event.detail.files[0].name}`;
      event.preventDefault();
    }, { once: true });
  });
  await hand(chat, 'paste', { files: [['one.png', 'image/png']] });
  await until(() => chat.host.evaluate((/** @type {any} */ host) => host.handed === 'paste one.png'), { what: 'the event came' });
  assert.equal(await notice.count(), 0);
  await hand(chat, 'paste', { files: [['two.png', 'image/png']] });
  await notice.waitFor();
});
