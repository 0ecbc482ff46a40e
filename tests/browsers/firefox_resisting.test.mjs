// @ts-check
// Firefox that resists fingerprinting: noise in what is read back from canvases, few fonts, coarse clocks, two device
// pixels per CSS pixel whatever the screen has.
import { smoke } from './cases/smoke.mjs';
import { text } from './cases/text.mjs';
import { Firefox } from './lib/firefox.mjs';
import { scenariosIn } from './lib/scenario.mjs';

const scenario = scenariosIn(new Firefox('firefox-resisting', {
  'privacy.resistFingerprinting': true, 'privacy.resistFingerprinting.letterboxing': false,
}));
smoke(scenario);
text(scenario, { breaks: 0.93, widths: 0.99 });
