// @ts-check
// A DevTools-protocol connection: commands, answers, events. Nothing switches a domain on by
// itself: with the Network domain on, Chromium reports every WebSocket frame to the client of the
// protocol, which slows the page's socket several times over, and the tools that keep it on for
// each page measure themselves.
import WebSocket from 'ws';

/**
 * @typedef {Record<string, any>} Params  the protocol's own JSON; see its documentation
 * @typedef {object} Session  one attached target
 * @property {(method: string, params?: Params) => Promise<Params>} send
 * @property {(event: string, handler: (params: Params) => void) => void} on
 * @typedef {object} Connection
 * @property {(method: string, params?: Params) => Promise<Params>} send  to the browser itself
 * @property {(sessionId: string) => Session} session
 * @property {() => void} close
 */

/** @param {string} url the browser's ws: address @returns {Promise<Connection>} */
export async function connect(url) {
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 0 });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });

  let lastId = 0;
  /** @type {Map<number, {method: string, resolve: (result: Params) => void, reject: (error: Error) => void}>} */
  const waiting = new Map();
  /** @type {Map<string, Map<string, ((params: Params) => void)[]>>} by session, by event */
  const handlers = new Map();

  /** @param {string} method @param {Params} params @param {string} [sessionId] @returns {Promise<Params>} */
  const send = (method, params, sessionId) =>
    new Promise((resolve, reject) => {
      if (socket.readyState !== WebSocket.OPEN) {
        reject(new Error(`${method}: Chromium is gone`));
        return;
      }
      const id = ++lastId;
      waiting.set(id, { method, resolve, reject });
      socket.send(JSON.stringify({ id, method, params, sessionId }));
    });

  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.id === undefined) {
      for (const handler of handlers.get(message.sessionId)?.get(message.method) ?? []) handler(message.params);
      return;
    }
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) call?.reject(new Error(`${call.method}: ${message.error.message}`));
    else call?.resolve(message.result);
  });
  const drop = () => {
    for (const call of waiting.values()) call.reject(new Error(`${call.method}: Chromium is gone`));
    waiting.clear();
  };
  socket.on('close', drop);
  socket.on('error', drop);

  return {
    send: (method, params = {}) => send(method, params),
    session(sessionId) {
      /** @type {Map<string, ((params: Params) => void)[]>} */
      const own = new Map();
      handlers.set(sessionId, own);
      return {
        send: (method, params = {}) => send(method, params, sessionId),
        on(event, handler) {
          own.set(event, [...(own.get(event) ?? []), handler]);
        },
      };
    },
    close: () => socket.close(),
  };
}
