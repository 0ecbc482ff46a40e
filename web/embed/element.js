// @ts-check
// <banter-chat url room nick dialect theme font-family font-size>: a chat for as long as it is in a document.
import { createChat } from './chat.js';
import { adoptStyles, failureNotice } from './styles.js';
import { fontOf } from './typeface.js';

/** @typedef {import('./banter.js').Chat} Chat */
/** @typedef {import('./banter.js').ChatOptions} ChatOptions */

const outside = () => new Error('Banter: the element is not in a document');

export class BanterChatElement extends HTMLElement {
  static observedAttributes = ['url', 'room', 'nick', 'dialect', 'theme', 'font-family', 'font-size'];

  /** @type {Chat | undefined} */ #chat;
  /** Counts starts and stops, so that a start that was overtaken ends itself. */
  #generation = 0;
  #queued = false;
  /** @type {Promise<Chat>} */ #ready = Promise.reject(outside());
  /** Of #ready, until it is settled. @type {{ resolve(chat: Chat): void, reject(error: unknown): void } | undefined} */ #settle;
  /** @type {HTMLElement | undefined} says why there is no chat */ #notice;

  constructor() {
    super();
    this.#ready.catch(() => {});
    adoptStyles(this.attachShadow({ mode: 'open' }));
  }

  /** The running chat; rejects when it could not be started. */
  get ready() { return this.#ready; }

  /** Undefined while it starts. */
  get chat() { return this.#chat; }

  connectedCallback() {
    if (!this.#chat) this.#restart(); // otherwise it was only moved
  }

  disconnectedCallback() {
    // Whoever moves an element takes it out and puts it in: the chat, its draft and its queue stay.
    queueMicrotask(() => { if (!this.isConnected) this.#stop(outside()); });
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (before === after || !this.isConnected) return;
    if (name === 'theme' && this.#chat) this.#chat.setTheme(/** @type {import('./banter.js').Theme} */ (after ?? 'auto'));
    else if (name.startsWith('font-') && this.#chat) this.#chat.setFont(fontOf(this.#attribute));
    else this.#restart();
  }

  /** @param {string} name */
  #attribute = name => this.getAttribute(name) ?? undefined;

  /** @param {Error} why what waits for the chat is told */
  #stop(why) {
    this.#generation++;
    this.#chat?.destroy();
    this.#chat = undefined;
    this.#notice?.remove();
    this.#settle?.reject(why);
    this.#settle = undefined;
    this.#ready = Promise.reject(why); // the old one would keep the chat
    this.#ready.catch(() => {});
  }

  #restart() {
    if (this.#queued) return; // several attributes at once: one start
    this.#queued = true;
    this.#stop(new Error('Banter: the element has changed meanwhile'));
    this.#ready = new Promise((resolve, reject) => { this.#settle = { resolve, reject }; });
    this.#ready.catch(() => {});
    queueMicrotask(() => {
      this.#queued = false;
      if (this.isConnected) this.#start();
    });
  }

  async #start() {
    const generation = this.#generation;
    const settle = this.#settle;
    const attribute = this.#attribute;
    try {
      const chat = await createChat(/** @type {ShadowRoot} */ (this.shadowRoot), {
        url: attribute('url') ?? '/ws',
        room: attribute('room'),
        nick: attribute('nick'),
        dialect: /** @type {ChatOptions['dialect']} */ (attribute('dialect')),
        theme: /** @type {ChatOptions['theme']} */ (attribute('theme')),
        font: fontOf(attribute),
      });
      if (generation !== this.#generation) return chat.destroy(); // whoever waited has been told
      this.#chat = chat;
      for (const type of /** @type {const} */ (['state', 'presence', 'protocolerror', 'error'])) {
        chat.on(type, detail => { this.dispatchEvent(new CustomEvent(type, { detail })); });
      }
      chat.on('files', detail => !this.dispatchEvent(new CustomEvent('files', { detail, cancelable: true })));
      settle?.resolve(chat);
    } catch (error) {
      if (generation !== this.#generation) return;
      settle?.reject(error);
      this.#fail(error);
    }
  }

  /** An element that only stays blank helps nobody. @param {unknown} error */
  #fail(error) {
    const words = error instanceof Error ? error.message : String(error);
    this.#notice = failureNotice(words.replace(/^Banter: /, 'The chat could not be started. '));
    this.shadowRoot?.append(this.#notice);
    console.error(error);
    this.dispatchEvent(new CustomEvent('error', { detail: { error } }));
  }
}

if (!customElements.get('banter-chat')) customElements.define('banter-chat', BanterChatElement);
