// @ts-check
// createChat on a page that has nothing else (blank.html of the test's web server).

/** @typedef {import('../../../web/embed/banter.js').ChatOptions} ChatOptions */

/**
 * Makes an element and starts a chat in it.
 * @param {import('./tab.mjs').Tab} tab
 * @param {Omit<ChatOptions, 'token'>} options
 * @param {{ id?: string, style?: string, tag?: 'div' | 'dialog', token?: () => string | Promise<string> }} [more] tag: a
 *   dialog is shown, and is modal; token: the option of that name, called here
 */
export async function embed(tab, options, { id = 'chat', style = 'position:fixed;inset:0', tag = 'div', token } = {}) {
  const giver = token ? `giveToken_${id}` : '';
  if (token) await tab.page.exposeFunction(giver, token);
  await tab.page.evaluate(async ({ options, id, style, tag, giver }) => {
    const module = '/embed/banter.js';
    const { createChat } = await import(module);
    const host = document.createElement(tag);
    host.id = id;
    host.style.cssText = style;
    document.body.append(host);
    if (host instanceof HTMLDialogElement) host.showModal();
    const all = giver ? { ...options, token: () => /** @type {any} */ (window)[giver]() } : options;
    Object.assign(host, { chat: await createChat(host, all) });
  }, { options, id, style, tag, giver });
  return tab.chat(`#${id}`);
}
