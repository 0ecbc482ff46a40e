// @ts-check
// <banter-chat url room nick dialect theme>: a chat for as long as it is in a document.
import { createChat } from './chat.js';
import { adoptStyles } from './styles.js';

export class BanterChatElement extends HTMLElement {
  static observedAttributes = ['url', 'room', 'nick', 'dialect', 'theme'];

  /** @type {import('./banter.js').Chat | undefined} */ #chat;
  /** Counts starts, so that one that was overtaken ends itself. */
  #generation = 0;
  /** @type {Promise<import('./banter.js').Chat>} */ #ready = Promise.reject(new Error('Banter: the element is not in a document'));
  #queued = false;

  constructor() {
    super();
    this.#ready.catch(() => {});
    adoptStyles(this.attachShadow({ mode: 'open' }));
  }

  /** The running chat; rejects when it could not be started. */
  get ready() { return this.#ready; }

  /** Undefined while it starts. */
  get chat() { return this.#chat; }

  connectedCallback() { this.#restart(); }

  disconnectedCallback() { this.#stop(); }

  /** @param {string} _name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(_name, before, after) {
    if (before !== after && this.isConnected && this.#generation > 0) this.#restart();
  }

  #stop() {
    this.#generation++;
    this.#chat?.destroy();
    this.#chat = undefined;
    this.#ready = Promise.reject(new Error('Banter: the element is not in a document')); // the old one would keep the chat
    this.#ready.catch(() => {});
  }

  #restart() {
    if (this.#queued) return; // several attributes at once: one start
    this.#queued = true;
    this.#stop();
    this.#ready = new Promise((resolve, reject) => queueMicrotask(() => {
      this.#queued = false;
      if (!this.isConnected) return reject(new Error('Banter: the element is not in a document'));
      this.#start().then(resolve, reject);
    }));
    this.#ready.catch(error => this.dispatchEvent(new CustomEvent('error', { detail: { error } })));
  }

  async #start() {
    const generation = ++this.#generation;
    /** @param {string} name */
    const attribute = name => this.getAttribute(name) ?? undefined;
    const chat = await createChat(/** @type {ShadowRoot} */ (this.shadowRoot), {
      url: attribute('url') ?? '/ws',
      room: attribute('room'),
      nick: attribute('nick'),
      dialect: /** @type {import('./banter.js').Dialect | undefined} */ (attribute('dialect')),
      theme: /** @type {'light' | 'dark' | 'auto' | undefined} */ (attribute('theme')),
    });
    if (generation !== this.#generation) {
      chat.destroy();
      throw new Error('Banter: the element has changed meanwhile');
    }
    this.#chat = chat;
    for (const type of /** @type {const} */ (['state', 'protocolerror', 'error'])) {
      chat.on(type, detail => this.dispatchEvent(new CustomEvent(type, { detail })));
    }
    return chat;
  }
}

if (!customElements.get('banter-chat')) customElements.define('banter-chat', BanterChatElement);
