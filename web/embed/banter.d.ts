/** How the connection stands. `slow`: still opening after 4 s. `waiting`: lost, tried again soon. `stopped`: the server's answer was final. */
export type ConnectionState = 'idle' | 'connecting' | 'slow' | 'open' | 'waiting' | 'offline' | 'stopped';

/**
 * Of a message: somebody else's, or how far an own one has come. `queued`: it waits for the connection, and is kept across
 * reloads where the browser can; `pending`: on its way; `sent`: the server has it; `failed`: it waits for the person.
 */
export type Delivery = 'received' | 'pending' | 'sent' | 'failed' | 'queued';

/** `banter`: the banter.v1 subprotocol. `plain`: any tutorial's server. */
export type Dialect = 'banter' | 'plain';

/** `auto`: as the system is set. */
export type Theme = 'light' | 'dark' | 'auto';

export interface FontOptions {
  /** As CSS lists families, such as 'Inter, sans-serif'; `inherit`: the element's. Default: the system's. */
  family?: string;
  /**
   * Of the messages, CSS pixels from 10 to 32; `inherit`: the element's. Everything else grows and shrinks with it.
   * Default 15. At least 16 where a finger is the pointer: phones zoom the page into fields with less.
   */
  size?: number | 'inherit';
  /** Families for code and for the connection log. */
  monospace?: string;
}

/** What one may do to others by right. */
export type Moderation = 'mute' | 'unmute' | 'kick' | 'ban' | 'unban';

export interface ChatOptions {
  /** The server: ws: or wss:; http:, https: and relative addresses are turned into them. */
  url: string;
  /** 1–64 of A–Z a–z 0–9 . _ - ; default "general". */
  room?: string;
  /** 1–32 characters; absent: the person is asked. */
  nick?: string;
  /**
   * Who the person is, for a server that asks for signed tokens (a JSON Web Token), or a function that gives one. It is
   * called before every connection, so that each has a fresh one; when it rejects, or takes more than 10 s, the
   * attempt has failed and is tried again later. Absent: an anonymous person. Default dialect only.
   */
  token?: string | (() => string | Promise<string>);
  /** Default "banter". */
  dialect?: Dialect;
  /** The plain dialect's name for the text; default "message". */
  messageField?: string;
  /** The plain dialect's name for the author; default "from". */
  nickField?: string;
  /** Default "auto". */
  theme?: Theme;
  /** Default: the system's, 15 px. */
  font?: FontOptions;
  /** Keep nickname, identity, drafts, unsent messages and the room's newest ones across visits; default true. */
  remember?: boolean;
  /** Tell others in the room that something is being written, where the server has words for it; default true. */
  typing?: boolean;
  /** Log connection and messages to the console; default true. */
  console?: boolean;
}

export interface StateEvent {
  state: ConnectionState;
  /** Why it is not open, for a person; may be empty. */
  reason: string;
  /** Milliseconds until the next attempt; null when none is planned. */
  retryIn: number | null;
}

export interface MessageEvent {
  /** Of the row, for as long as the chat lives. */
  id: number;
  /** The message's own in its room, the same for everybody, for show(); 0: the server has not given it one (yet). */
  number: number;
  /** Empty when the server does not say. */
  author: string;
  /** The author's id, which stays the same under another nickname; empty when it is not known. */
  user: string;
  text: string;
  /** Milliseconds since the Unix epoch; 0: unknown. */
  time: number;
  state: Delivery;
  /** It has another text than the one it was sent with. */
  edited: boolean;
  /** It was deleted; `text` is empty. */
  deleted: boolean;
  /** Why it failed; empty otherwise. */
  error: string;
}

export interface PresenceEvent {
  /** People in the room, oneself included; null: not known. */
  members: number | null;
  /** Nicknames of the others who are writing, at most 8. */
  typing: string[];
}

export interface FilesEvent {
  files: File[];
  /** Pasted into the composer, or dropped on the chat. */
  source: 'paste' | 'drop';
}

export interface ChatEvents {
  state: StateEvent;
  /** A message is new, or its state or text has changed. */
  message: MessageEvent;
  /** Somebody came, went, began to write or stopped. */
  presence: PresenceEvent;
  /** The server sent something that is not of the dialect; the chat goes on. */
  protocolerror: { detail: string };
  /**
   * Somebody wants to send files. A listener that returns false leaves them to the others; when nobody takes them the
   * person is told that this chat cannot send files.
   */
  files: FilesEvent;
  /** The chat has stopped because of an internal error. */
  error: { error: unknown };
}

/** A line of a row's text, as it is laid out. */
export interface SnapshotLine {
  /** UTF-16 units of the text: where the line begins, and where the next one does. White space at its end belongs to it. */
  start: number;
  end: number;
  /** CSS pixels from the chat's top left, without the white space at the end. */
  rect: { x: number; y: number; width: number; height: number };
}

export interface SnapshotRow {
  id: number;
  /** As a MessageEvent's. */
  number: number;
  author: string;
  /** As of MessageEvent. */
  user: string;
  text: string;
  time: number;
  state: Delivery;
  /** It has another text than the one it was sent with. */
  edited: boolean;
  /** It was deleted; `text` is what stands in its place. */
  deleted: boolean;
  /** CSS pixels from the chat's top left. */
  rect: { x: number; y: number; width: number; height: number };
  lines: SnapshotLine[];
}

/** A place in a row's text. */
export interface SnapshotPlace {
  /** Its id. */
  row: number;
  /** UTF-16 units. */
  offset: number;
}

/** A rectangle in CSS pixels from the chat's top left. */
export interface SnapshotRect { x: number; y: number; width: number; height: number }

/** The field that one writes in, for a new message or an own one's other text. Offsets in UTF-16 units. */
export interface SnapshotComposer {
  text: string;
  selectionStart: number;
  selectionEnd: number;
  /** Where the caret is drawn, or would be: its line's height, no width. */
  caret: SnapshotRect;
  /** What is drawn as selected, and underlined as being composed: from the first visible line to the last, left to right. */
  selection: SnapshotRect[];
  composition: SnapshotRect[];
}

export interface Snapshot {
  connection: { state: ConnectionState };
  room: string;
  /** The visible rows, as they were last drawn, from top to bottom. */
  rows: SnapshotRow[];
  composer: SnapshotComposer;
  /** What is selected of the messages; null when nothing is. */
  selection: {
    /** As it would be copied, at most 64 KiB of it. */
    text: string;
    start: SnapshotPlace;
    end: SnapshotPlace;
  } | null;
  /** As the event `presence` tells. */
  members: number | null;
  typing: string[];
  totals: {
    /** Rows in the store. */
    messages: number;
    /** Frames drawn since the start. */
    frames: number;
    protocolErrors: number;
    /** Pieces of text that the browser was asked to measure. */
    measured: number;
    /** Rows whose height is a guess as yet: they are measured when there is nothing else to do. */
    unmeasured: number;
  };
  logOpen: boolean;
  /** The newest message is in view and the log follows. */
  atEnd: boolean;
  /** All that has happened so far is drawn, and the accessibility tree says the same. For tests that point and click. */
  settled: boolean;
}

export interface Chat {
  /** Sends a message as if it had been typed. Throws an Error that says why when it is not accepted. */
  send(text: string): void;
  /**
   * Brings the message with this number onto the screen, loading it if it must, and marks it for a moment; from there the log is read
   * on in both directions. Resolves when it is drawn. Rejects, and says why: there is no such message, the server numbers none or tells
   * no history, it begins its numbers anew meanwhile, another message is asked for, or the message is not here within 10 s.
   */
  show(number: number): Promise<void>;
  /**
   * Deletes a message, by the id of its row: an own one, or by right somebody else's. Rejects with the server's words when
   * it does not, and when there is no answer.
   */
  delete(message: number): Promise<void>;
  /**
   * Does something to somebody, by right: to who wrote a message, by the id of its row as delete() takes it, or to a user by
   * the id that rows and events tell as `user`. `for`: seconds that a mute or a ban holds; absent: until it is lifted.
   * Rejects as delete() does, and when the server did not say who wrote the message.
   */
  moderate(action: Moderation, whom: number | string, options?: { for?: number }): Promise<void>;
  /** Listeners run on a later tick. Returns a function that stops this one. */
  on<K extends keyof ChatEvents>(type: K, listener: (event: ChatEvents[K]) => unknown): () => void;
  /** Puts the keyboard focus into the text field: the composer, or the nickname while that is asked for. */
  focus(): void;
  /** Throws a TypeError when there is no such theme. */
  setTheme(theme: Theme): void;
  /** In place of the option `font`. Throws a TypeError when something is wrong with it. */
  setFont(font: FontOptions): void;
  /** Skips the countdown, or tries again after a final answer. */
  reconnect(): void;
  snapshot(): Snapshot;
  /**
   * Destroys the chat and forgets what this browser keeps of its server: unsent messages, rooms, drafts, nickname and identity.
   * Call it in one tab; chats that are open in others keep what is theirs.
   */
  signOut(): Promise<void>;
  /** Frees listeners, socket, GL context and memory, and empties the element. The chat cannot be used afterwards. */
  destroy(): void;
}

/** Starts a chat that fills `element`. Rejects with a TypeError when an option is wrong, an Error when it cannot be loaded. */
export function createChat(element: HTMLElement | ShadowRoot, options: ChatOptions): Promise<Chat>;

/**
 * `<banter-chat url room nick dialect theme font-family font-size>`: a chat for as long as it is in a document. It may be
 * moved within one, and `theme`, `font-family` and `font-size` may change at any time; a change of the others begins a new chat.
 * Its events are `state`, `presence`, `protocolerror`, `files` (preventDefault() takes them) and `error`, each a CustomEvent with the chat's event as `detail`; `error` is also
 * told when the chat could not be started, and the element then shows why.
 */
export class BanterChatElement extends HTMLElement {
  /** Settles when the chat runs. */
  readonly ready: Promise<Chat>;
  /** Undefined while it starts. */
  readonly chat: Chat | undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'banter-chat': BanterChatElement;
  }
}
