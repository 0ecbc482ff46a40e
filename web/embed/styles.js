// @ts-check
// The chat's own styles. A constructed sheet in a shadow root: a strict Content-Security-Policy
// allows it, and nothing leaks into or out of the host page.

const css = `
:host { display: block; position: relative; min-width: 200px; min-height: 200px; }
:host([hidden]) { display: none; }
.banter { all: initial; direction: ltr; unicode-bidi: isolate; position: relative; display: block; width: 100%; height: 100%; min-height: inherit;
  overflow: hidden; contain: strict; color-scheme: light dark; touch-action: manipulation; }
.banter canvas { position: absolute; inset: 0; width: 100%; height: 100%; display: block; outline: none; forced-color-adjust: none; }
.mirror { position: absolute; inset: 0; pointer-events: none; font: 15px system-ui, sans-serif; }
.mirror * { position: absolute; box-sizing: border-box; margin: 0; padding: 0; border: 0; overflow: clip;
  background: transparent; color: transparent; outline: none; list-style: none; opacity: 1; white-space: pre-wrap;
  user-select: none; -webkit-user-select: none; forced-color-adjust: none; }
.mirror textarea, .mirror input { opacity: 0; pointer-events: auto; resize: none; caret-color: transparent; letter-spacing: normal;
  unicode-bidi: isolate; user-select: text; -webkit-user-select: text; appearance: none; -webkit-appearance: none; border-radius: 0;
  overflow-wrap: anywhere; scrollbar-width: none; touch-action: manipulation; -webkit-text-fill-color: transparent; }
.mirror a, .mirror a * { pointer-events: auto; overflow: visible; cursor: pointer; }
.mirror textarea { overflow-y: auto; }
.mirror textarea::-webkit-scrollbar { display: none; }
.mirror ::placeholder { color: transparent; -webkit-text-fill-color: transparent; opacity: 0; }
.mirror ::selection { background: transparent; color: transparent; }
.offer { position: absolute; width: 40px; height: 40px; opacity: 0; resize: none; cursor: text; }
.announcer { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.failure { position: absolute; inset: 0; display: grid; place-content: center; padding: 24px; text-align: center;
  font: 15px/1.5 system-ui, sans-serif; color: CanvasText; background: Canvas; }
`;

/** Words in place of the chat. @param {string} words */
export function failureNotice(words) {
  const notice = document.createElement('div');
  notice.className = 'failure';
  notice.setAttribute('role', 'alert');
  notice.textContent = words;
  return notice;
}

/** @type {CSSStyleSheet | undefined} */
let sheet;

/** @param {ShadowRoot} root */
export function adoptStyles(root) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  root.adoptedStyleSheets = [sheet];
}
