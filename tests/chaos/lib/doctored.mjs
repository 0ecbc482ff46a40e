// @ts-check
// The same history with one promise broken, in every way we know: a checker that has nothing to say against one of these
// says nothing at all.

/** @typedef {import('./history.mjs').Event} Event */
/** @typedef {Extract<Event, { what: 'database' }>} Database */
/** @typedef {Extract<Event, { what: 'screen' }>} Screen */

/** @param {Event[]} events @returns {Database[]} */
const databases = (events) => events.filter((event) => event.what === 'database');
/** @param {Event[]} events @returns {Screen} the last one of the first device */
const lastScreen = (events) => /** @type {Screen} */ (events.findLast((event) => event.what === 'screen' && event.device === 0));
/** @param {Event[]} events */
const stored = (events) => databases(events)[databases(events).length - 1].messages;
/** Two messages that one person has typed, one after the other. @param {Event[]} events */
const inARow = (events) => {
  const messages = stored(events);
  const second = messages.findIndex((message, i) => i > 0 && messages[i - 1].nick === message.nick);
  return [messages[second - 1].text, messages[second].text];
};
/** @param {Event[]} events @param {(messages: import('./server.mjs').Stored[]) => import('./server.mjs').Stored[]} change */
const restore = (events, change) => databases(events).forEach((event) => {
  event.messages = change(event.messages).map((message, i) => ({ ...message, seq: i + 1 }));
});

/** @type {[what: string, objection: RegExp, change: (events: Event[]) => Event[] | void][]} */
const changes = [
  ['lost, and shown as sent', /as sent, and it is not on the disk|which is not on the disk/, (events) => {
    const [lost] = inARow(events);
    restore(events, (messages) => messages.filter(({ text }) => text !== lost));
  }],
  ['lost without a trace', /was accepted, and is neither stored nor shown as failed/, (events) => {
    const [lost] = inARow(events);
    restore(events, (messages) => messages.filter(({ text }) => text !== lost));
    for (const event of events) if (event.what === 'screen') event.rows = event.rows.filter(({ text }) => text !== lost);
    return events.filter((event) => event.what !== 'shown' || event.row.text !== lost);
  }],
  ['stored twice', /is stored twice/, (events) => restore(events, (messages) => [...messages, messages[0]])],
  ['stored under another id', /is stored under another id/, (events) => {
    const [one] = inARow(events);
    restore(events, (messages) => messages.map((message) => (message.text === one ? { ...message, id: 'another' } : message)));
  }],
  ['stored as somebody else’s', /is stored as /, (events) => restore(events, ([first, ...more]) => [{ ...first, nick: 'Eve' }, ...more])],
  ['stored and never typed', /stored and never typed/, (events) => restore(events, (messages) => [...messages, { ...messages[0], id: 'x', text: 'ghost' }])],
  ['stored in another order', /is stored after a message that was typed later/, (events) => {
    const [one, other] = inARow(events);
    restore(events, (messages) => messages.map((message) => {
      const text = message.text === one ? other : message.text === other ? one : message.text;
      return { ...message, text, id: messages.find((all) => all.text === text)?.id ?? message.id };
    }));
  }],
  ['gone from the disk after a kill', /are gone from the database/, (events) => {
    const [before, last] = databases(events).slice(-2);
    last.messages = before.messages.slice(0, -1);
  }],
  ['changed on the disk after a kill', /was ".*" before/, (events) => { stored(events)[0] = { ...stored(events)[0], id: 'another' }; }],
  ['shown as sent before it was stored', /as sent, and it is not on the disk/, (events) => {
    const sent = events.findIndex((event) => event.what === 'shown' && event.row.state === 'sent');
    const [event] = events.splice(sent, 1);
    const text = event.what === 'shown' ? event.row.text : '';
    events.splice(events.findIndex((one) => one.what === 'typed' && one.text === text) + 1, 0, event);
  }],
  ['a page has another order', /after number/, (events) => {
    const { rows } = lastScreen(events);
    [rows[1], rows[2]] = [rows[2], rows[1]];
  }],
  ['a page has one twice', /after number/, (events) => { lastScreen(events).rows.splice(2, 0, lastScreen(events).rows[1]); }],
  ['a page lacks one', /after number/, (events) => { lastScreen(events).rows.splice(1, 1); }],
  ['a page lacks the first', /first, as if nothing were older/, (events) => { lastScreen(events).rows.shift(); }],
  ['a page lacks the last', /as the last of/, (events) => { lastScreen(events).rows.pop(); }],
  ['a page shows what nobody wrote', /shows what nobody wrote/, (events) => { lastScreen(events).rows.push({ ...lastScreen(events).rows[0], text: 'ghost' }); }],
  ['a page shows it as somebody else’s', /as Eve's/, (events) => { lastScreen(events).rows[0].author = 'Eve'; }],
  ['a stored message is still waiting on a page', /unconfirmed/, (events) => {
    for (const event of events) {
      const last = event.what === 'screen' && event.final ? event.rows.at(-1) : undefined;
      if (last?.state === 'sent') last.state = 'pending';
    }
  }],
];

/** @param {Event[]} events of a history without objection, with two databases at least and two messages of one person in a row */
export const doctored = (events) => changes.map(([what, objection, change]) => {
  const copy = structuredClone(events);
  return { what, objection, events: change(copy) ?? copy };
});
