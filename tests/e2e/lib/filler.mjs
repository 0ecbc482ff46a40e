// @ts-check
// Many people who say something to a banter-server one after the other: each as much as it takes at once.
import WebSocket from 'ws';

const atOnce = 20;

/**
 * Fills a room with `message FIRST`, `message FIRST+1`, … in this order.
 * @param {string} url of the server's page @param {number} first @param {number} last
 */
export async function fill(url, first, last) {
  for (let from = first; from <= last; from += atOnce) await say(url, from, Math.min(last, from + atOnce - 1));
}

/** @param {string} url @param {number} first @param {number} last */
function say(url, first, last) {
  const socket = new WebSocket(new URL('ws', url.replace(/^http/, 'ws')), 'banter.v1');
  return /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
    let acks = first;
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed a connection')));
    socket.on('open', () => socket.send(JSON.stringify([
      { type: 'hello', nick: `Filler ${first}`, token: `filler-of-${String(first).padStart(8, '0')}` },
      { type: 'join', room: 'general' },
    ])));
    socket.on('message', (data) => {
      for (const event of [JSON.parse(data.toString())].flat()) {
        if (event.type === 'error') reject(new Error(event.message));
        if (event.type === 'history') {
          const chats = [];
          for (let n = first; n <= last; ++n) chats.push({ type: 'chat', room: 'general', id: `m${n}`, message: `message ${n}` });
          socket.send(JSON.stringify(chats));
        }
        if (event.type === 'ack' && ++acks > last) resolve();
      }
    });
  })).finally(() => {
    socket.removeAllListeners('close');
    socket.close();
  });
}
