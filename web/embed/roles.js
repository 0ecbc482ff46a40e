// @ts-check
// The numbers that src/ui/mirror.hpp, src/chat/*.hpp and src/ui/chat_view.hpp give their enums.

/** @enum {number} */
export const Role = { heading: 0, status: 1, alert: 2, group: 3, list: 4, listitem: 5, button: 6, textbox: 7, link: 8, paragraph: 9, dialog: 10, piece: 11 };

/** The node of the composer. */
export const composer = 5;

/** Bits of Node::Flag. */
export const Flag = { disabled: 1, expandable: 2, expanded: 4, multiline: 8, focusable: 16, invalid: 32 };

/** @type {readonly import('./banter.js').ConnectionState[]} */
export const links = ['idle', 'connecting', 'slow', 'open', 'waiting', 'offline', 'stopped'];

/** @type {readonly import('./banter.js').Delivery[]} */
export const deliveries = ['received', 'pending', 'sent', 'failed', 'queued'];

/** @type {Readonly<Record<string, number>>} */
export const keys = { ArrowUp: 0, ArrowDown: 1, PageUp: 2, PageDown: 3, Home: 4, End: 5, Escape: 6, ArrowLeft: 7, ArrowRight: 8,
  SelectAll: 9, Help: 10 };
