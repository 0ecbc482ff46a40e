// @ts-check
// createChat: one chat in one element. Builds its shadow DOM, starts an instance of the module and
// connects the two; destroy() takes all of it back.
import { Draft } from './drafts.js';
import { Events } from './events.js';
import { watchFiles } from './files.js';
import { ChatHost } from './host.js';
import { Keeping, forget } from './keeping.js';
import { keepAboveKeyboard } from './keyboard.js';
import { Loop } from './loop.js';
import { Mirror } from './mirror.js';
import { watchPointer } from './pointer.js';
import { composer } from './roles.js';
import { instantiate } from './runtime.js';
import { watchSelecting } from './selecting.js';
import { withStrings } from './strings.js';
import { adoptStyles, failureNotice } from './styles.js';
import { Surface } from './surface.js';
import { askFor, tokenKind } from './token.js';
import { checkFont, Typeface } from './typeface.js';

/** @typedef {import('./banter.js').Chat} Chat */
/** @typedef {import('./banter.js').ChatOptions} ChatOptions */
/** @typedef {import('./module.js').BanterModule} BanterModule */

/** @param {string} tag @param {string} className @param {Node} parent */
function make(tag, className, parent) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  parent.appendChild(element);
  return element;
}

/**
 * Gives the module what was kept, and tells it of what becomes of what it keeps.
 * @param {Keeping} keeping @param {Loop} loop @param {AbortSignal} signal @param {(level: number, line: string) => void} log
 */
function keepAcrossVisits(keeping, loop, signal, log) {
  /** @param {boolean} earlier @param {import('./keeping.js').Change} change */
  const take = (earlier, { what, message: m }) => loop.run(module => withStrings(module,
    [m.id, m.owner, m.author, m.epoch, m.text, m.error], (id, owner, author, epoch, text, error) =>
      module._banter_kept_elsewhere(earlier ? 1 : 0, what, m.stage, m.place, m.version || 0, m.time, m.seq, m.edit || 0, id, owner, author, epoch, text, error)));
  void keeping.start({
    restored: (messages, room) => {
      if (room) loop.run(m => withStrings(m, [room], frames => m._banter_restore_room(frames)));
      for (const message of messages) take(true, { what: 0, message });
    },
    unavailable: error => {
      log(1, `Banter cannot keep messages across visits: ${error}`);
      loop.run(m => withStrings(m, [''], nothing => m._banter_keeping_failed(nothing)));
    },
    kept: ids => { for (const id of ids) loop.run(m => withStrings(m, [id], pointer => m._banter_message_kept(pointer))); },
    failed: why => loop.run(m => withStrings(m, [why], pointer => m._banter_keeping_failed(pointer))),
    elsewhere: changes => { for (const change of changes) take(false, change); },
    turn: ours => loop.run(m => m._banter_turn(ours ? 1 : 0)),
  });
  const keepRoom = () => loop.run(m => m._banter_keep_room());
  window.addEventListener('pagehide', keepRoom, { signal });
  document.addEventListener('visibilitychange', () => { if (document.hidden) keepRoom(); }, { signal });
  signal.addEventListener('abort', () => {
    keepRoom();
    keeping.close();
  });
}

/** @param {import('./banter.js').Theme} theme */
function checkTheme(theme) {
  if (!['light', 'dark', 'auto'].includes(theme)) throw new TypeError(`Banter: the theme is light, dark or auto, not ${theme}`);
  return theme;
}

/** @param {string} hostname */
function isLoopback(hostname) {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname) || hostname.endsWith('.localhost');
}

/** @param {string} url @returns {string} absolute, ws: or wss: */
function serverUrl(url) {
  if (!url) throw new TypeError('Banter: the option url is missing: the server’s address, as wss://chat.example.org/ws');
  /** @type {URL} */
  let absolute;
  try {
    absolute = new URL(url, location.href);
  } catch {
    throw new TypeError(`Banter: the server's address is not a URL: ${url}`);
  }
  if (absolute.protocol === 'http:') absolute.protocol = 'ws:';
  if (absolute.protocol === 'https:') absolute.protocol = 'wss:';
  if (absolute.protocol !== 'ws:' && absolute.protocol !== 'wss:') {
    throw new TypeError(`Banter: the server's address must begin with ws: or wss:, not ${absolute.protocol}`);
  }
  absolute.hash = '';
  if (location.protocol === 'https:' && absolute.protocol === 'ws:' && !isLoopback(absolute.hostname)) {
    throw new TypeError('Banter: a page on https: can only reach a server on wss:');
  }
  return absolute.href;
}

/** @implements {Chat} */
class ChatImplementation {
  /** @type {BanterModule} */ #module;
  /** @type {Loop} */ #loop;
  /** @type {ChatHost} */ #host;
  /** @type {Events} */ #events;
  /** @type {AbortController} */ #ledger;
  /** @type {HTMLElement} */ #mount;
  /** @type {Surface} */ #surface;
  /** @type {(font: import('./banter.js').FontOptions) => void} */ #setFont;
  #url;
  #room;
  #alive = true;

  /**
   * @param {BanterModule} module @param {Loop} loop @param {ChatHost} host @param {Events} events
   * @param {AbortController} ledger @param {HTMLElement} mount @param {Surface} surface
   * @param {(font: import('./banter.js').FontOptions) => void} setFont @param {string} url @param {string} room
   */
  constructor(module, loop, host, events, ledger, mount, surface, setFont, url, room) {
    this.#url = url;
    this.#setFont = setFont;
    this.#module = module;
    this.#loop = loop;
    this.#host = host;
    this.#events = events;
    this.#ledger = ledger;
    this.#mount = mount;
    this.#surface = surface;
    this.#room = room;
    events.changed = (type, listening) => {
      if (type === 'message') loop.run(m => m._banter_listen(listening ? 1 : 0));
    };
  }

  /** @param {string} text */
  send(text) {
    this.#check();
    const words = String(text);
    const refusal = this.#loop.run(m => withStrings(m, [words], pointer => m._banter_send(pointer)));
    this.#check();
    if (refusal) throw new Error(this.#module.UTF8ToString(refusal));
  }

  /** @param {number} message */
  async delete(message) {
    return this.#ask((m, request) => m._banter_delete(request, Number(message)));
  }

  /** @param {number} number */
  async show(number) {
    if (!(Number.isSafeInteger(number) && number > 0)) throw new TypeError(`Banter: a message's number is a whole one from 1, not ${number}`);
    return this.#ask((m, request) => m._banter_show(request, number));
  }

  /** @param {import('./banter.js').Moderation} action @param {string | number} whom @param {{ for?: number }} [options] */
  async moderate(action, whom, options = {}) {
    const seconds = options.for ?? 0;
    if (!Number.isSafeInteger(seconds) || seconds < 0) throw new TypeError(`Banter: for is a whole number of seconds, not ${seconds}`);
    const words = [String(action), typeof whom === 'number' ? '' : String(whom)];
    return this.#ask((m, request) => withStrings(m, words, (a, b) => m._banter_moderate(request, a, b, /** @type {number} */ (whom), seconds)));
  }

  /** @param {(m: BanterModule, request: number) => number} begin */
  #ask(begin) {
    this.#check();
    const module = this.#module;
    return this.#host.requests.ask(request => {
      const refusal = this.#loop.run(m => begin(m, request));
      return refusal ? module.UTF8ToString(refusal) : '';
    });
  }

  /** @param {string} type @param {(event: any) => void} listener */
  on(type, listener) {
    this.#check();
    return this.#events.on(type, listener);
  }

  focus() {
    this.#check();
    this.#host.mirror.focusField();
  }

  /** @param {import('./banter.js').Theme} theme */
  setTheme(theme) {
    this.#check();
    this.#surface.setTheme(checkTheme(theme));
  }

  /** @param {import('./banter.js').FontOptions} font */
  setFont(font) {
    this.#check();
    this.#setFont(checkFont(font));
  }

  reconnect() {
    this.#check();
    this.#loop.run(m => m._banter_reconnect());
  }

  snapshot() {
    this.#check();
    this.#loop.run(m => m._banter_snapshot());
    return this.#host.snapshot(this.#room);
  }

  async signOut() {
    this.#check();
    this.#host.keeping?.close(); // what would be kept from here on would be kept for nobody
    const url = this.#url;
    this.destroy();
    await forget(url);
  }

  destroy() {
    if (!this.#alive) return;
    this.#alive = false;
    this.#ledger.abort();
    this.#loop.end();
    this.#events.end();
    this.#host.requests.end('This chat has been destroyed');
    this.#host.glyphs.destroy();
    this.#host.canvas.width = this.#host.canvas.height = 0;
    this.#mount.remove();
    // Whoever keeps this object keeps nothing of the chat: neither the module's memory nor the canvas.
    this.#module = this.#host = this.#loop = this.#surface = this.#events = this.#ledger = this.#mount = this.#setFont = /** @type {any} */ (undefined);
  }

  #check() {
    if (!this.#alive) throw new Error('Banter: this chat has been destroyed');
    if (!this.#loop.alive) throw new Error('Banter: this chat has stopped because of an internal error');
  }
}

/**
 * Starts a chat that fills `element`.
 * @param {HTMLElement | ShadowRoot} element
 * @param {ChatOptions} options
 * @returns {Promise<Chat>}
 */
export async function createChat(element, options) {
  const url = serverUrl(options.url);
  const room = options.room || 'general';
  const theme = checkTheme(options.theme ?? 'auto');
  const font = checkFont(options.font ?? {});
  const token = tokenKind(options.token);
  const mount = make('div', '', element);
  // It stands in the page's own tree: none of the page's rules for a <div> may move it.
  mount.style.cssText = 'all:initial!important;display:block!important;width:100%!important;height:100%!important;min-height:200px!important';
  const root = mount.attachShadow({ mode: 'open' });
  adoptStyles(root);
  const box = make('div', 'banter', root);
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', `Chat #${room}`);
  const canvas = /** @type {HTMLCanvasElement} */ (make('canvas', '', box));
  canvas.setAttribute('aria-hidden', 'true');
  const mirrorRoot = make('div', 'mirror', box);
  const announcer = make('div', 'announcer', box);
  announcer.setAttribute('role', 'status');
  announcer.setAttribute('aria-live', 'polite');
  announcer.setAttribute('aria-label', 'Announcements');

  const ledger = new AbortController();
  const { signal } = ledger;
  const events = new Events();
  const typeface = new Typeface(element instanceof ShadowRoot ? element.host : element, font);
  const host = new ChatHost(box, canvas, events, typeface, { url, remember: options.remember ?? true, console: options.console ?? true });
  /** @param {string} words */
  const fail = words => box.append(failureNotice(words));

  // Opens while the module loads; a page that may not have a database has no channel either.
  if (options.remember ?? true) host.keeping = new Keeping(url, room);

  /** @type {Loop | undefined} */
  let loop;
  try {
    const coming = instantiate(host);
    // The GL context takes the browser as long as the module takes to be compiled, elsewhere: the module finds it here.
    // As renderer.cpp asks for it.
    canvas.getContext('webgl2', { alpha: false, depth: false, stencil: false, antialias: false });
    const module = await coming;
    loop = new Loop(module, error => {
      fail('The chat has stopped because of an internal error. Reload the page to go on.');
      host.requests.end('Banter: the chat has stopped because of an internal error');
      events.emit('error', { error });
      reportError(error);
    });
    const running = loop;
    host.wake = () => running.wake();
    host.askToken = socket => void askFor(options.token, (given, error) =>
      running.run(m => withStrings(m, [given, error], (a, b) => m._banter_token(socket, a, b))));
    host.mirror = new Mirror(mirrorRoot, announcer, {
      activate: id => running.run(m => m._banter_activate(id)),
      submit: id => running.run(m => m._banter_submit(id)),
      key: (id, key, extend, byWord) => running.run(m => m._banter_key(id, key, (extend ? 1 : 0) | (byWord ? 2 : 0))) === 1,
      focus: (id, visible) => running.run(m => m._banter_focus(id, visible ? 1 : 0)),
      field: (id, value, start, end, from, to, top, line) => {
        if (id === composer) draft.keep(value);
        running.run(m => withStrings(m, [value], pointer => m._banter_field(id, pointer, start, end, from, to, top, line)));
      },
    }, typeface, signal);

    const draftsIn = options.remember ?? true ? (token ? 'sessionStorage' : 'localStorage') : undefined;
    const draft = new Draft(url, room, draftsIn, words => host.log(1, words));
    if (draft.text) host.mirror.setField(composer, draft.text);
    signal.addEventListener('abort', () => draft.flush());
    window.addEventListener('pagehide', () => draft.flush(), { signal });

    const strings = [url, room, options.nick ?? '', options.dialect ?? 'banter', options.messageField ?? '', options.nickField ?? ''];
    const refusal = withStrings(module, strings, (a, b, c, d, e, f) =>
      module._banter_create(a, b, c, d, e, f, token, devicePixelRatio > 1.5 ? 2048 : 1024));
    if (refusal) throw new TypeError(`Banter: ${module.UTF8ToString(refusal)}`);
    if (host.keeping) keepAcrossVisits(host.keeping, running, signal, (level, line) => host.log(level, line));
    module._banter_typing(options.typing ?? true ? 1 : 0);
    const trouble = module._banter_start();
    if (trouble) throw new Error(`Banter: ${module.UTF8ToString(trouble)}`);
    host.mirror.setFieldFont(host.glyphs.font(0));

    const surface = new Surface(box, canvas, {
      // Drawn at once: a canvas that was given a new size is blank until then.
      resized: (w, h, dw, dh, scale) => running.run(m => { m._banter_resize(w, h, dw, dh, scale); m._banter_frame(); }),
      appearance: (dark, still, forced) => running.run(m => {
        m._banter_appearance(dark ? 1 : 0, still ? 1 : 0, typeface.target);
        if (forced) m._banter_forced_colors(...forced);
        if (host.glyphs.setInk(dark)) m._banter_ink_changed();
      }),
      visible: visible => running.setVisible(visible),
    }, signal, theme, typeface);
    host.copy = watchSelecting(box, {
      press: (clicks, shift, inField) => running.run(m => m._banter_press(clicks, shift ? 1 : 0, inField ? 1 : 0)),
      copy: () => {
        host.copied = undefined;
        running.run(m => m._banter_copy());
        return host.copied;
      },
    }, signal);
    watchPointer(box, typeface, {
      pointer: (kind, x, y, touch) => running.run(m => m._banter_pointer(kind, x, y, touch ? 1 : 0)) === 1,
      wheel: (x, y, delta) => running.run(m => m._banter_wheel(x, y, delta)) === 1,
      canScroll: (x, y, delta) => running.run(m => m._banter_can_scroll(x, y, delta)) === 1,
      touchBegins: (x, y, scrolled) => running.run(m => m._banter_touch_begins(x, y, scrolled ? 1 : 0)) ?? 0,
    }, signal);
    keepAboveKeyboard(mount, box, signal);
    const fontsChanged = () => running.run(m => m._banter_fonts_changed());
    const restyle = () => {
      typeface.resolve();
      host.mirror.setFieldFont(host.glyphs.font(0));
      fontsChanged();
      surface.refresh();
    };

    watchFiles(box, (files, source) => events.emit('files', { files, source }, () =>
      running.run(m => withStrings(m, ['This chat cannot send files yet.'], pointer => m._banter_notice(pointer)))), signal);

    const on = { signal };
    canvas.addEventListener('webglcontextlost', event => { event.preventDefault(); running.run(m => m._banter_context_lost()); }, on);
    canvas.addEventListener('webglcontextrestored', () => running.run(m => m._banter_context_restored()), on);
    window.addEventListener('online', () => running.run(m => m._banter_online(1)), on);
    // What runs on this machine is there without a network.
    const away = () => !navigator.onLine && !isLoopback(new URL(url).hostname);
    window.addEventListener('offline', () => { if (away()) running.run(m => m._banter_online(0)); }, on);
    // Timers of a hidden page come once a minute, those of a frozen one or of a machine asleep not at all.
    const woke = () => { if (!away()) running.run(m => { m._banter_online(1); m._banter_woke(); }); };
    document.addEventListener('visibilitychange', () => { if (!document.hidden) woke(); }, on);
    document.addEventListener('resume', woke, on);
    window.addEventListener('pageshow', event => { if (event.persisted) woke(); }, on);
    document.fonts?.addEventListener('loadingdone', fontsChanged, on);
    typeface.coarse.addEventListener('change', restyle, on);
    if (away()) running.run(m => m._banter_online(0));

    const chat = new ChatImplementation(module, running, host, events, ledger, mount, surface, font => {
      typeface.font = font;
      restyle();
    }, url, room);
    running.wake();
    return chat;
  } catch (error) {
    ledger.abort();
    host.keeping?.close();
    loop?.end();
    host.glyphs.destroy();
    mount.remove();
    throw error;
  }
}
