// @ts-check

/**
 * Replaces lone surrogates and NUL by U+FFFD: the module's strings are NUL-terminated UTF-8, which cannot say them.
 * @param {string} s
 */
export function wellFormed(s) {
  return s.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|\0/g, '\uFFFD');
}
