// @ts-check
// As much of banter.v1 as a client needs to be in a room and be streamed to.
import { ROOM } from './messages.mjs';

export const SUBPROTOCOL = 'banter.v1';

/**
 * The answers to one frame of a client, each a JSON text. What is not known is left unanswered.
 * @param {string} text
 * @returns {{answers: string[], joined: boolean}} joined: the client may be streamed to from now on
 */
export function answer(text) {
  const parsed = JSON.parse(text);
  /** @type {object[]} */
  const answers = [];
  let joined = false;
  for (const command of Array.isArray(parsed) ? parsed : [parsed]) {
    const room = command.room ?? ROOM;
    if (command.type === 'hello') {
      answers.push({ type: 'welcome', user: 'u1', nick: command.nick ?? 'bench', maxText: 65536 });
    } else if (command.type === 'join') {
      answers.push({ type: 'joined', room, epoch: 'e1', last: 0 });
      answers.push({ type: 'history', room, messages: [], more: false, gap: false });
      joined = true;
    } else if (command.type === 'ping') {
      answers.push({ type: 'pong' });
    }
  }
  return { answers: answers.map((object) => JSON.stringify(object)), joined };
}
