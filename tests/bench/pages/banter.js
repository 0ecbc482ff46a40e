// @ts-check
// Banter, as a developer embeds it. ?dialect=plain (default) or banter.
import { createChat } from '/embed/banter.js';

const host = /** @type {HTMLElement} */ (document.getElementById('chat'));
const dialect = new URLSearchParams(location.search).get('dialect') === 'banter' ? 'banter' : 'plain';
const chat = await createChat(host, { url: bench.url, room: 'general', nick: 'bench', dialect });
const total = () => chat.snapshot().totals.messages;

const waitUntilOpen = () => {
  if (chat.snapshot().connection.state === 'open') bench.ready = true;
  else requestAnimationFrame(waitUntilOpen);
};
waitUntilOpen();

// The chat tells nobody how much it shows, so a burst is watched once a frame; a steady rate is
// not, and is asked for its total at the end. Shown is what was drawn: rows are named in the order they came in, and
// the last is at the end of the log.
const drawn = () => Number(chat.snapshot().rows.at(-1)?.id ?? 0);
const { go } = bench;
bench.go = (n, options = {}) => {
  const sent = go(n, options);
  const { burst } = __probe;
  // Looked at when a frame has been handed over for display: what is drawn then needs no other.
  const after = new MessageChannel();
  after.port1.onmessage = () => {
    __probe.saw(Math.min(total(), drawn()), async () => performance.now());
    if (!burst.done && __probe.burst === burst) watch();
  };
  const watch = () => requestAnimationFrame(() => after.port2.postMessage(0));
  if (!options.rate) watch();
  return sent;
};
bench.total = total;
bench.frames = () => chat.snapshot().totals.frames;
bench.area = () => host.getBoundingClientRect().toJSON();
bench.unmeasured = () => chat.snapshot().totals.unmeasured;
bench.position = () => {
  const { rows } = chat.snapshot();
  return rows.length === 0 ? null : JSON.stringify(rows[0]);
};
