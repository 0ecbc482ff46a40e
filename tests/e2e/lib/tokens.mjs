// @ts-check
// Signed tokens as somebody's login service makes them (RFC 7515, HS256).
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export class TokenService {
  #secret = crypto.randomBytes(24).toString('hex');
  #file;

  /** @param {string} folder for the file that the server reads */
  constructor(folder) {
    this.#file = path.join(folder, 'secret');
    fs.writeFileSync(this.#file, this.#secret);
  }

  /** Options for banter-server. */
  get args() { return ['--jwt-key', `k1=${this.#file}`]; }

  /** @param {Record<string, unknown>} claims @param {number} [lives] seconds */
  sign(claims, lives = 3600) {
    const part = (/** @type {object} */ value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const exp = Math.floor(Date.now() / 1000) + lives;
    const text = `${part({ alg: 'HS256', kid: 'k1' })}.${part({ exp, ...claims })}`;
    return `${text}.${crypto.createHmac('sha256', this.#secret).update(text).digest('base64url')}`;
  }

  /** The id by which the server knows a subject. @param {string} sub */
  static user(sub) { return `u-${crypto.createHash('sha256').update(`\0${sub}`).digest('hex').slice(0, 32)}`; }
}
