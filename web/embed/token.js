// @ts-check
// The option `token`: one that the page has, or a function that gives one, asked before every connection.

/** @typedef {import('./banter.js').ChatOptions['token']} Token */

/** As app::Options::Token counts: an anonymous person's own, the page's fixed one, asked for. @param {Token} token */
export function tokenKind(token) {
  if (token === undefined || token === null) return 0;
  if (typeof token === 'string') return 1;
  if (typeof token === 'function') return 2;
  throw new TypeError('Banter: the option token is a string, or a function that gives one');
}

/**
 * Never throws: a function that fails is an answer too.
 * @param {Token} token
 * @param {(token: string, error: string) => void} answer one of them is empty
 */
export async function askFor(token, answer) {
  /** @type {unknown} */ let given;
  try {
    given = typeof token === 'function' ? await token() : token;
  } catch (error) {
    return answer('', (error instanceof Error && error.message) || String(error) || 'it does not say why');
  }
  if (typeof given === 'string' && given) answer(given, '');
  else answer('', 'it is no text, or empty');
}
