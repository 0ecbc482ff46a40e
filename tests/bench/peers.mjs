// @ts-check
// Who is measured, and the pages that show how much any page could be fed.

/**
 * @typedef {object} Peer
 * @property {string} name  on the command line and in the results
 * @property {string} label  in the table
 * @property {string} path  of its page on the load server
 * @property {boolean} [gl]  draws with WebGL
 * @property {boolean} [slow]  does not take a full burst in any time worth waiting for
 * @typedef {Peer & {batch: number}} Feed  batch: messages in one frame
 */

/** @type {Peer[]} */
export const PEERS = [
  { name: 'banter', label: 'Banter', path: '/bench/banter.html', gl: true },
  { name: 'tutorial', label: 'tutorial page (`innerHTML +=`)', path: '/bench/tutorial.html', slow: true },
  { name: 'dom', label: 'careful DOM, all kept', path: '/bench/dom.html' },
  { name: 'virtuoso', label: 'react-virtuoso', path: '/bench/virtuoso.html' },
  { name: 'tanstack', label: 'TanStack virtual-core', path: '/bench/tanstack.html' },
];

/** @type {Feed[]} */
export const CEILINGS = [
  { name: 'ceiling', label: 'ceiling: parsed and counted, 1 message a frame', path: '/bench/raw.html', batch: 1 },
  { name: 'ceiling64', label: 'ceiling: parsed and counted, 64 a frame', path: '/bench/raw.html', batch: 64 },
];

/** A room that is very full. @type {Peer} */
export const SCALE = { name: 'banter.scale', label: 'Banter, a full room', path: '/bench/banter.html?dialect=banter', gl: true };

/** A room in which more is said than anybody reads. @type {Peer} */
export const FLOOD = { name: 'banter.flood', label: 'Banter, banter.v1, 10,000 msg/s', path: '/bench/banter.html?dialect=banter', gl: true };

/** Ours in its own dialect; the peers speak none that has batches. @type {Feed[]} */
export const DIALECT = [1, 64].map((batch) => ({
  name: `banter.v1x${batch}`,
  label: `Banter, banter.v1, ${batch === 1 ? '1 message' : batch} a frame`,
  path: '/bench/banter.html?dialect=banter',
  gl: true,
  batch,
}));
