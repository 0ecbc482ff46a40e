// @ts-check
// The ceiling: what Chromium hands to a page that parses and counts, and does nothing else.
let count = 0;
bench.connect((event) => {
  const data = JSON.parse(event.data);
  count += Array.isArray(data) ? data.length : 1;
  __probe.saw(count);
});
bench.total = () => count;
