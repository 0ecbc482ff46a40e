// @ts-check
// The smoke suite and the text tests in WebKitGTK.
import { smoke } from './cases/smoke.mjs';
import { text } from './cases/text.mjs';
import { scenariosIn } from './lib/scenario.mjs';
import { WebKit } from './lib/webkit.mjs';

const scenario = scenariosIn(new WebKit());
smoke(scenario);
// It does not break before a small kana.
text(scenario, { breaks: 0.97, widths: 0.99 });
