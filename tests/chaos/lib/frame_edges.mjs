// @ts-check
// Follows one direction of a WebSocket connection far enough to say whether what has passed so far ends between two
// frames: the head of the HTTP handshake, then the lengths of the frames (RFC 6455, 5.2).

const handshake = Buffer.from('\r\n\r\n');

export class FrameEdges {
  /** Of the handshake's end. */ #matched = 0;
  /** Bytes of a frame's head. @type {number[]} */ #head = [];
  /** Bytes of its payload that are still to come. */ #left = 0;
  frames = 0;

  /** What has passed ends within the handshake or a frame. */
  get inside() { return this.#matched < handshake.length || this.#head.length > 0 || this.#left > 0; }

  /** @param {Buffer} chunk */
  feed(chunk) {
    for (let at = 0; at < chunk.length;) {
      if (this.#matched < handshake.length) {
        this.#matched = chunk[at] === handshake[this.#matched] ? this.#matched + 1 : Number(chunk[at] === handshake[0]);
        ++at;
      } else if (this.#left > 0) {
        const some = Math.min(this.#left, chunk.length - at);
        this.#left -= some;
        at += some;
      } else {
        this.#head.push(chunk[at++]);
        this.#begin();
      }
    }
  }

  #begin() {
    const head = this.#head;
    if (head.length < 2) return;
    const length = head[1] & 0x7f;
    const more = length === 126 ? 2 : length === 127 ? 8 : 0;
    if (head.length < 2 + more + (head[1] & 0x80 ? 4 : 0)) return;
    this.#left = more === 0 ? length : head.slice(2, 2 + more).reduce((sum, byte) => sum * 256 + byte, 0);
    this.#head = [];
    ++this.frames;
  }
}
