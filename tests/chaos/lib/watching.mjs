// @ts-check
// What runs inside of the pages: it notes what the chat tells, and reads what the browser keeps.

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./history.mjs').SeenRow} SeenRow */

/** Notes every row from now on. The page has its chat. @param {Page} page */
export function watch(page) {
  return page.evaluate(() => {
    const { chat } = /** @type {any} */ (document.getElementById('chat'));
    const notes = { rows: /** @type {object[]} */ ([]), texts: new Set(), lostAt: 0, longest: 0 };
    Object.assign(window, { notes });
    chat.on('message', (/** @type {any} */ { id, author, text, state, error }) => {
      notes.rows.push({ id, author, text, state, error });
      notes.texts.add(text);
    });
    chat.on('state', (/** @type {any} */ { state }) => {
      if (state !== 'open') notes.lostAt ||= Date.now();
      else if (notes.lostAt) {
        notes.longest = Math.max(notes.longest, Date.now() - notes.lostAt);
        notes.lostAt = 0;
      }
    });
  });
}

/**
 * Takes the notes, with the part of the log that is on the screen, and what this browser keeps in its outbox. A row that
 * failed has its reason in the notes only.
 * @param {Page} page
 * @returns {Promise<{ rows: SeenRow[], screen: SeenRow[], kept: { id: string, text: string }[], longest: number }>}
 */
export function takeNotes(page) {
  return page.evaluate(async () => {
    const { notes } = /** @type {any} */ (window);
    const { chat } = /** @type {any} */ (document.getElementById('chat'));
    const kept = await new Promise((resolve, reject) => {
      const request = indexedDB.open('banter');
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const all = request.result.transaction('outbox').objectStore('outbox').getAll();
        all.onsuccess = () => { request.result.close(); resolve(all.result.filter(({ what }) => what === undefined).map(({ id, text }) => ({ id, text }))); };
      };
    });
    const screen = chat.snapshot().rows.map((/** @type {any} */ { id, author, text, state }) =>
      ({ id, author, text, state, error: state === 'failed' ? 'said elsewhere' : '' }));
    return { rows: notes.rows.splice(0), screen, kept, longest: notes.longest };
  });
}

/** @param {Page} page @param {string} text @returns {Promise<boolean>} the page has it as a row */
export function knows(page, text) {
  return page.evaluate((words) => {
    const { chat } = /** @type {any} */ (document.getElementById('chat'));
    return /** @type {any} */ (window).notes.texts.has(words) || chat.snapshot().rows.some((/** @type {any} */ row) => row.text === words);
  }, text);
}

/**
 * Sends from the page's script, and in the same task does away with the page.
 * @param {Page} page @param {string[]} texts @param {boolean} reload
 */
export function sendAll(page, texts, reload) {
  return page.evaluate(({ texts, reload }) => {
    const { chat } = /** @type {any} */ (document.getElementById('chat'));
    for (const text of texts) chat.send(text);
    if (reload) location.reload();
  }, { texts, reload });
}
