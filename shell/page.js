// @ts-check
// The standalone page: the first user of the embed module. Configured by its address:
// ?url= ?room= ?nick= ?dialect=plain|banter ?theme=light|dark
// ?font-family= ?font-size=
// ?message= the number of the one to show first
import { createChat } from './embed/banter.js';

const query = new URLSearchParams(location.search);
const main = /** @type {HTMLElement} */ (document.getElementById('chat'));
/** @param {string} name */
const asked = name => query.get(name) || undefined;

const names = ['idle', 'connecting', 'slow', 'waiting', 'offline', 'stopped'];
try {
  const room = asked('room') ?? 'general';
  const chat = await createChat(main, {
    url: asked('url') ?? new URL('ws', document.baseURI).href,
    room,
    nick: asked('nick'),
    dialect: /** @type {import('./embed/banter.js').Dialect | undefined} */ (asked('dialect')),
    theme: /** @type {'light' | 'dark' | undefined} */ (asked('theme')),
    font: { family: asked('font-family'), size: query.has('font-size') ? Number(asked('font-size')) : undefined },
    messageField: asked('messageField'),
    nickField: asked('nickField'),
  });
  document.title = `#${room} – Banter`;
  let message = Number(asked('message') ?? 0);
  chat.on('state', ({ state }) => {
    if (state === 'open' && message) {
      chat.show(message).catch(error => console.error(error)); // the log stays at its end
      message = 0;
    }
    document.title = `${names.includes(state) ? '(offline) ' : ''}#${room} – Banter`;
  });
  chat.focus();
  // For tests and the curious: the running chat of this page.
  Object.assign(main, { chat });
} catch (error) {
  const problem = document.createElement('div');
  problem.className = 'problem';
  problem.setAttribute('role', 'alert');
  const head = document.createElement('h2');
  head.textContent = 'The chat could not start';
  const body = document.createElement('p');
  body.textContent = error instanceof Error ? error.message : String(error);
  problem.append(head, body);
  main.replaceChildren(problem);
  console.error(error);
}
