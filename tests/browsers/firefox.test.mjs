// @ts-check
// The smoke suite and the text tests in Firefox.
import { smoke } from './cases/smoke.mjs';
import { text } from './cases/text.mjs';
import { Firefox } from './lib/firefox.mjs';
import { scenariosIn } from './lib/scenario.mjs';

const scenario = scenariosIn(new Firefox());
smoke(scenario);
// It breaks addresses after a slash, and does not break before a small kana; Chromium, whose rules ours are, does otherwise.
text(scenario, { breaks: 0.93, widths: 0.99 });
