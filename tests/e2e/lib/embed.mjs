// @ts-check
// createChat on a page that has nothing else (blank.html of the test's web server).

/** @typedef {import('../../../web/embed/banter.js').ChatOptions} ChatOptions */

/**
 * Makes an element and starts a chat in it.
 * @param {import('./tab.mjs').Tab} tab
 * @param {ChatOptions} options
 * @param {{ id?: string, style?: string }} [element]
 */
export async function embed(tab, options, { id = 'chat', style = 'position:fixed;inset:0' } = {}) {
  await tab.page.evaluate(async ({ options, id, style }) => {
    const module = '/embed/banter.js';
    const { createChat } = await import(module);
    const host = document.createElement('div');
    host.id = id;
    host.style.cssText = style;
    document.body.append(host);
    Object.assign(host, { chat: await createChat(host, options) });
  }, { options, id, style });
  return tab.chat(`#${id}`);
}
