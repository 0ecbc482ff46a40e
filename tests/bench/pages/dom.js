// @ts-check
// A careful DOM client: parse on arrival, one fragment a frame, textContent only, follows the end, keeps all.
/** @typedef {{from: string, message: string, ts: number}} Message */
const log = /** @type {HTMLElement} */ (document.getElementById('log'));
/** @type {Message[]} */
let pending = [];
let shown = 0;

/** @param {Message} message */
function row(message) {
  const div = document.createElement('div');
  const time = document.createElement('time');
  const author = document.createElement('b');
  const text = document.createElement('span');
  div.className = 'row';
  time.textContent = new Date(message.ts).toISOString().slice(11, 19);
  author.textContent = message.from;
  text.textContent = message.message;
  div.append(time, author, text);
  return div;
}

function flush() {
  const fragment = document.createDocumentFragment();
  for (const message of pending) fragment.append(row(message));
  shown += pending.length;
  pending = [];
  log.append(fragment);
  log.scrollTop = log.scrollHeight;
  __probe.saw(shown);
}

bench.connect((event) => {
  if (pending.length === 0) requestAnimationFrame(flush);
  pending.push(JSON.parse(event.data));
});
bench.total = () => shown;
bench.log(() => log, '.row');
