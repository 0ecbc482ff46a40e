// @ts-check
// How the DOM twin of a message looks: every number that the chat's own layout has to share with it. Inline elements
// have neither padding nor a line height that counts, so that all lines are equally high and only their text is wide.
import { families, monospace } from '../../../web/embed/glyphs.js';

export const lineHeight = 22;

export const styles = `
:host { all: initial; display: block; position: absolute; left: 0; top: 0; }
.message, .plain { font: 15px/${lineHeight}px ${families}; white-space: pre-wrap; overflow-wrap: anywhere; text-align: start; }
.plain, .block { margin: 0; unicode-bidi: plaintext; }
.of-one-direction .plain, .of-one-direction .block { unicode-bidi: isolate; }
.quote { padding-inline-start: 14px; }
.item { padding-inline-start: calc(22px * var(--level, 1)); }
.code { font: 13.5px/${lineHeight}px ${monospace}; padding: 6px 10px; direction: ltr; unicode-bidi: isolate; }
b { font-weight: 600; }
i { font-style: italic; }
s { text-decoration: line-through; }
code { font: 13.5px/1 ${monospace}; }
a { text-decoration: underline; }
.mention, .spoiler { font: inherit; line-height: 1; }
`;
