// @ts-check
// The embed module's public face: `import { createChat } from './embed/banter.js'`, or the element
// <banter-chat url="wss://…" room="general">, which importing it defines.
export { createChat } from './chat.js';
export { BanterChatElement } from './element.js';
