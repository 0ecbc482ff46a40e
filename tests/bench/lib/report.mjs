// @ts-check
// Medians as a table for people.

/**
 * @typedef {Record<string, number | null>} Figures
 * @typedef {{label: string, cases: Record<string, Figures>, error?: string}} Result  of one peer
 */

const MISSING = '–';

/** @param {number | null | undefined} x @param {string} [unit] */
const show = (x, unit = '') => (x === null || x === undefined ? MISSING : `${x.toLocaleString('en-US')}${unit}`);

/** Several figures in one cell. @param {(number | null | undefined)[]} xs @param {string} [unit] */
const several = (xs, unit = '') =>
  xs.every((x) => x === null || x === undefined) ? MISSING : xs.map((x) => show(x)).join(' / ') + unit;

/** @param {Figures} f */
function shownPerSecond(f) {
  const seconds = ((f.ms ?? 0) / 1000).toFixed(1);
  const how = f.ms ? `${show(f.n)} in ${seconds} s` : `${show(f.shown)} of ${show(f.n)} at the limit`;
  return `${show(f.perSecond)} (${how})`;
}

/** @type {[label: string, section: string, cell: (f: Figures) => string][]} */
const ROWS = [
  ['cold start: usable after', 'cold', (f) => show(f.usableMs, ' ms')],
  ['… at 10 Mbit/s, 40 ms', 'cold', (f) => show(f.usableSlowMs, ' ms')],
  ['… bytes loaded, brotli', 'cold', (f) => show(f.bytes)],
  ['burst: messages/s shown', 'burst', shownPerSecond],
  ['1,000 msg/s: frames/s', 'steady', (f) => show(f.fps)],
  ['… frame p50 / p99 / max', 'steady', (f) => several([f.frameP50, f.frameP99, f.frameMax], ' ms')],
  ['… renderer CPU, of a core', 'steady', (f) => show(f.cpuRenderer, ' %')],
  ['… GPU process CPU', 'steady', (f) => show(f.cpuGpu, ' %')],
  ['… long tasks: number / total', 'steady', (f) => several([f.longTasks, f.longTasksMs], ' ms')],
  ['… key delay p50 / p99', 'steady', (f) => several([f.keyP50, f.keyP99], ' ms')],
  ['… shown of sent', 'steady', (f) => several([f.shown, f.sent])],
  ['idle: renderer / GPU process CPU', 'steady', (f) => several([f.idleCpuRenderer, f.idleCpuGpu], ' %')],
  ['… frames asked for / drawn', 'steady', (f) => several([f.idleFramesAsked, f.idleFramesDrawn])],
  ['full: JS heap / private bytes a message', 'burst', (f) => several([f.heapPerMessage, f.privatePerMessage], ' B')],
  ['… jump to start / to end', 'burst', (f) => several([f.jumpUpMs, f.jumpDownMs], ' ms')],
  ['… wheel frame p50 / p99 / max', 'burst', (f) => several([f.glideP50, f.glideP99, f.glideMax], ' ms')],
];

/** @param {string[]} cells */
const line = (cells) => `| ${cells.join(' | ')} |`;

/** @param {Result[]} results one column each */
export function peersTable(results) {
  const cells = ROWS.map(([label, section, cell]) => [
    label,
    ...results.map(({ cases }) => (cases[section] ? cell(cases[section]) : 'failed')),
  ]);
  const head = ['', ...results.map(({ label }) => label)];
  return [line(head), line(head.map(() => '---')), ...cells.map(line)].join('\n');
}

/** @param {(Result & {ceiling?: Result})[]} results one row each; ceiling: what such a feed could come to */
export function feedsTable(results) {
  const rows = results.map(({ label, cases, ceiling }) => {
    const f = cases.burst;
    const most = ceiling?.cases.burst?.perSecond;
    const share = f?.perSecond && most ? `${Math.round((f.perSecond / most) * 100)} %` : '';
    const cells = f ? [show(f.perSecond), share, show(f.cpuRenderer, ' %'), show(f.cpuGpu, ' %')] : ['failed', '', '', ''];
    return line([label, ...cells]);
  });
  const head = ['', 'messages/s', 'of its ceiling', 'renderer CPU', 'GPU process CPU'];
  return [line(head), line(head.map(() => '---')), ...rows].join('\n');
}

/** @param {Result} result */
export function floodTable({ label, cases }) {
  const f = cases.flood;
  if (!f) return `${label}: failed`;
  /** @type {[string, string][]} */
  const rows = [
    ['frames/s of the page / drawn by the chat', several([f.fps, f.drawnPerSecond])],
    ['frame p50 / p99 / max', several([f.frameP50, f.frameP99, f.frameMax], ' ms')],
    ['renderer / GPU process CPU, of a core', several([f.cpuRenderer, f.cpuGpu], ' %')],
    ['long tasks: number / total', several([f.longTasks, f.longTasksMs], ' ms')],
    ['key delay p50 / p99', several([f.keyP50, f.keyP99], ' ms')],
    ['shown of sent', several([f.shown, f.sent])],
  ];
  return [line([label, '']), line(['---', '---']), ...rows.map(line)].join('\n');
}

/** @param {Result} result */
export function scaleTable({ label, cases }) {
  const f = cases.scale;
  if (!f) return `${label}: failed`;
  /** @type {[string, string][]} */
  const rows = [
    ['messages', show(f.n)],
    ['private bytes a message, text and layout', show(f.bytesPerMessage, ' B')],
    ['heights of all, fonts new: CPU / longest frame', `${show(f.layoutSeconds, ' s')} / ${show(f.layoutFrameMax, ' ms')}`],
    ['… after another width', `${show(f.widthSeconds, ' s')} / ${show(f.widthFrameMax, ' ms')}`],
    ['jump to start / to end', several([f.jumpUpMs, f.jumpDownMs], ' ms')],
  ];
  return [line([label, '']), line(['---', '---']), ...rows.map(line)].join('\n');
}
