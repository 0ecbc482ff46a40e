// @ts-check
import { createChat } from '../embed/banter.js';

const host = /** @type {HTMLElement} */ (document.getElementById('chat'));
await createChat(host, { url: '/ws', room: 'general' });
