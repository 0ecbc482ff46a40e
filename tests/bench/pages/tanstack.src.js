// @ts-check
// @tanstack/virtual-core without a framework: measured rows, drawn once a frame, follows the end.
import { Virtualizer, elementScroll, observeElementOffset, observeElementRect } from '@tanstack/virtual-core';

/** @typedef {{from: string, message: string, ts: number}} Message */
const log = /** @type {HTMLElement} */ (document.getElementById('log'));
const inner = document.createElement('div');
inner.style.position = 'relative';
log.append(inner);

/** @type {Message[]} */
const messages = [];
/** @type {Map<number, HTMLElement>} by index */
const rows = new Map();
let armed = false;
let drawing = false;
let atEnd = true;

const options = () => ({
  count: messages.length,
  getScrollElement: () => log,
  estimateSize: () => 22,
  overscan: 8,
  scrollToFn: elementScroll,
  observeElementRect,
  observeElementOffset,
  onChange: () => {
    if (!drawing) arm();
  },
});
/** @type {Virtualizer<HTMLElement, HTMLElement>} */
const virtualizer = new Virtualizer(options());
virtualizer._didMount();
virtualizer._willUpdate();

/** @param {number} index @param {Message} message */
function row(index, message) {
  const div = document.createElement('div');
  const time = document.createElement('time');
  const author = document.createElement('b');
  const text = document.createElement('span');
  div.className = 'row';
  div.dataset.index = String(index);
  div.style.cssText = 'position:absolute;left:0;right:0';
  time.textContent = new Date(message.ts).toISOString().slice(11, 19);
  author.textContent = message.from;
  text.textContent = message.message;
  div.append(time, author, text);
  return div;
}

function draw() {
  armed = false;
  drawing = true;
  virtualizer.setOptions(options());
  virtualizer._willUpdate();
  inner.style.height = `${virtualizer.getTotalSize()}px`;
  if (atEnd) log.scrollTop = log.scrollHeight;
  const keep = new Set();
  for (const { index, start } of virtualizer.getVirtualItems()) {
    const message = messages[index];
    if (!message) continue;
    keep.add(index);
    let div = rows.get(index);
    if (!div) {
      div = row(index, message);
      rows.set(index, div);
      inner.append(div);
      virtualizer.measureElement(div);
    }
    div.style.transform = `translateY(${start}px)`;
  }
  for (const [index, div] of rows) {
    if (keep.has(index)) continue;
    div.remove();
    rows.delete(index);
  }
  drawing = false;
  __probe.saw(messages.length);
}

function arm() {
  if (armed) return;
  armed = true;
  requestAnimationFrame(draw);
}

log.addEventListener('scroll', () => {
  atEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 30;
  arm();
});
bench.connect((event) => {
  messages.push(JSON.parse(event.data));
  arm();
});
bench.total = () => messages.length;
bench.log(() => log, '.row');
