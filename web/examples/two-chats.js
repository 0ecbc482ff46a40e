// @ts-check
// Importing the module defines <banter-chat>; the page itself has nothing else to do. A name given in
// the address (?nick=Ada) spares the question for it.
import '../embed/banter.js';

const nick = new URLSearchParams(location.search).get('nick');
if (nick) for (const chat of document.querySelectorAll('banter-chat')) chat.setAttribute('nick', nick);
