// @ts-check
// Up in an empty composer gives the last own message another text, for everybody and for good.
import assert from 'node:assert/strict';
import { expectNoViolations } from './lib/access.mjs';
import { address, scenario } from './lib/scenario.mjs';
import { connectionErrors } from './lib/tab.mjs';
import { until } from './lib/until.mjs';

/** @param {import('./lib/chat.mjs').Chat} chat */
const editField = (chat) => chat.host.getByRole('textbox', { name: 'Edit your message' });

scenario('the last own message is edited, and everybody sees it', async (scene) => {
  const server = await scene.server();
  const context = await scene.person();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }), { context });
  const bobs = await scene.open(address(server.url, { nick: 'Bob' }));
  const [ada, bob] = [tab.chat(), bobs.chat()];
  await Promise.all([ada.connected(), bob.connected()]);
  await ada.say('See you at fife');
  await ada.delivery('See you at fife', 'sent');
  await bob.shows(['See you at fife']);
  await bob.say('Fife?');
  await ada.shows(['See you at fife', 'Fife?']);

  await ada.composer().focus();
  await tab.page.keyboard.press('ArrowUp');
  await editField(ada).waitFor();
  await until(async () => (await editField(ada).inputValue()) === 'See you at fife', { what: 'its text' });
  await ada.until('it is drawn', (s) => s.composer.text === 'See you at fife' && s.composer.selectionEnd === 15 && s.settled);
  await expectNoViolations(tab, 'editing');
  await tab.picture('editing');
  await tab.page.keyboard.press('Backspace');
  await tab.page.keyboard.press('Backspace');
  await tab.page.keyboard.type('ve');
  await tab.page.keyboard.press('Enter');
  await ada.composer().waitFor();
  await until(() => ada.composer().evaluate((field) => field.getRootNode() instanceof ShadowRoot && /** @type {ShadowRoot} */ (field.getRootNode()).activeElement === field), { what: 'one goes on writing' });
  for (const chat of [ada, bob]) {
    const { rows } = await chat.until('the text is there', (s) => s.settled && s.rows.some(({ text, edited }) => text === 'See you at five' && edited));
    assert.deepEqual(rows.map(({ text }) => text), ['See you at five', 'Fife?']);
  }
  await ada.item(/See you at five \(sent, edited\)$/).waitFor();
  await bob.item(/See you at five \(edited\)$/).waitFor();
  await bobs.picture('edited');
  await tab.page.reload();
  await ada.until('it stays', (s) => s.rows[0]?.text === 'See you at five' && s.rows[0].edited);
});

scenario('who was away is told of edits', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const context = await scene.person();
  const bobs = await scene.open(address(server.url, { nick: 'Bob' }), { context });
  for (const one of [tab, bobs]) one.allow(...connectionErrors, /ERR_INTERNET_DISCONNECTED/);
  const [ada, bob] = [tab.chat(), bobs.chat()];
  await Promise.all([ada.connected(), bob.connected()]);
  await ada.say('one');
  await ada.delivery('one', 'sent');
  await bob.shows(['one']);
  await server.kill();
  await bob.until('it is away', (s) => s.connection.state !== 'open');
  await context.setOffline(true);
  await server.start();
  await ada.connected(30_000);
  await ada.composer().focus();
  await tab.page.keyboard.press('ArrowUp');
  await editField(ada).fill('two');
  await editField(ada).press('Enter');
  await ada.until('it is saved', (s) => s.rows[0]?.text === 'two');
  const { rows, connection } = await bob.snapshot();
  assert.deepEqual([rows[0].text, connection.state === 'open'], ['one', false], 'nobody told him');
  await context.setOffline(false);
  await bob.connected(30_000);
  await bob.until('he is told', (s) => s.rows.length === 1 && s.rows[0].text === 'two' && s.rows[0].edited);
}, { within: 90_000 });

scenario('what is being edited can be left, and a draft is not touched', async (scene) => {
  const server = await scene.server();
  const tab = await scene.open(address(server.url, { nick: 'Ada' }));
  const ada = tab.chat();
  await ada.connected();
  await ada.composer().focus();
  await tab.page.keyboard.press('ArrowUp'); // there is nothing to edit
  await ada.say('mine');
  await ada.delivery('mine', 'sent');
  await tab.page.keyboard.type('a draft');
  await tab.page.keyboard.press('ArrowUp');
  await ada.until('one writes on', (s) => s.composer.text === 'a draft');
  await ada.composer().fill('');
  await tab.page.keyboard.press('ArrowUp');
  await editField(ada).waitFor();
  await tab.page.keyboard.type(' and more');
  await tab.page.keyboard.press('Escape');
  await ada.composer().waitFor();
  const { rows, composer } = await ada.until('all is as before', (s) => s.settled && s.composer.text === '');
  assert.deepEqual([rows.at(-1)?.text, rows.at(-1)?.edited, composer.text], ['mine', false, '']);
  await tab.page.keyboard.press('ArrowUp');
  await editField(ada).waitFor();
  await editField(ada).fill('  ');
  await until(() => ada.host.getByRole('button', { name: 'Save' }).isDisabled(), { what: 'nothing is no text' });
  await ada.click('Cancel editing');
  await ada.composer().waitFor();
});
