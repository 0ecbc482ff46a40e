// @ts-check
// Strings of the page in the module's memory.
import { wellFormed } from './text.js';

/**
 * Calls `use` with pointers to the strings, for as long as it runs.
 * @template T
 * @param {import('./module.js').BanterModule} module @param {string[]} strings @param {(...pointers: number[]) => T} use
 */
export function withStrings(module, strings, use) {
  const pointers = strings.map(text => {
    const clean = wellFormed(text);
    const room = module.lengthBytesUTF8(clean) + 1;
    const pointer = module._malloc(room);
    module.stringToUTF8(clean, pointer, room);
    return pointer;
  });
  try {
    return use(...pointers);
  } finally {
    for (const pointer of pointers) module._free(pointer);
  }
}
