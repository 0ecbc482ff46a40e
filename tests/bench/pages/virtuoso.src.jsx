// @ts-check
// react-virtuoso: rows appended once a frame, follows the end.
import React, { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Virtuoso } from 'react-virtuoso';

/** @typedef {{from: string, message: string, ts: number}} Message */
/** @type {Message[]} */
const messages = [];
/** @type {(count: number) => void} */
let setShown = () => {};
/** @type {HTMLElement | Window | null} */
let scroller = null;
let armed = false;

bench.connect((event) => {
  messages.push(JSON.parse(event.data));
  if (armed) return;
  armed = true;
  requestAnimationFrame(() => {
    armed = false;
    setShown(messages.length);
  });
});

/** @param {number} index */
function row(index) {
  const message = messages[index];
  if (!message) return null;
  return (
    <div className="row">
      <time>{new Date(message.ts).toISOString().slice(11, 19)}</time>
      <b>{message.from}</b>
      <span>{message.message}</span>
    </div>
  );
}

function App() {
  const [count, setCount] = useState(0);
  setShown = setCount;
  useEffect(() => {
    if (count > 0) __probe.saw(count);
  }, [count]);
  return (
    <>
      <Virtuoso
        style={{ height: 600 }}
        totalCount={count}
        itemContent={row}
        followOutput="auto"
        scrollerRef={(element) => {
          scroller = element;
        }}
      />
      <input id="text" />
      <button>Send</button>
    </>
  );
}

bench.total = () => messages.length;
bench.log(() => /** @type {HTMLElement} */ (scroller), '.row');
createRoot(/** @type {HTMLElement} */ (document.getElementById('root'))).render(<App />);
