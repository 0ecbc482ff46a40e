// Writes src/text/grapheme_table.hpp from the Unicode Character Database (Debian: unicode-data).
//   node scripts/grapheme_table.mjs [FOLDER] >src/text/grapheme_table.hpp
import fs from 'node:fs';
import path from 'node:path';

const folder = process.argv[2] ?? '/usr/share/unicode';
const planes = 0x20000; // what is beyond, the code knows: tags and variation selectors

/**
 * Calls `each` with every range of a property file.
 * @param {string} name
 * @param {(first: number, last: number, fields: string[]) => void} each
 */
function read(name, each) {
  for (const line of fs.readFileSync(path.join(folder, name), 'utf8').split('\n')) {
    const fields = line.replace(/#.*/, '').split(';').map((field) => field.trim());
    if (fields.length < 2) continue;
    const [first, last = first] = fields[0].split('..').map((hex) => parseInt(hex, 16));
    each(first, Math.min(last, planes - 1), fields.slice(1));
  }
}

/** @type {string[]} */
const classes = new Array(planes).fill('other');
/** @param {number} first @param {number} last @param {string} name */
function set(first, last, name) {
  for (let c = first; c <= last; ++c) classes[c] = name;
}

const names = new Map(Object.entries({
  CR: 'control', LF: 'control', Control: 'control', Extend: 'extend', ZWJ: 'joiner', Regional_Indicator: 'flag', Prepend: 'prepend',
  SpacingMark: 'spacing', L: 'hangul_l', V: 'hangul_v', T: 'hangul_t',
}));
read('emoji/emoji-data.txt', (first, last, [property]) => {
  if (property === 'Extended_Pictographic') set(first, last, 'pictograph');
});
/** @type {Set<number>} */
const extend = new Set();
read('auxiliary/GraphemeBreakProperty.txt', (first, last, [property]) => {
  if (/^LVT?$/.test(property)) return; // arithmetic
  const name = names.get(property);
  if (name === undefined) throw new Error(`unknown: ${property}`);
  set(first, last, name);
  if (name === 'extend') for (let c = first; c <= last; ++c) extend.add(c);
});

// Indic_Conjunct_Break (15.1) as DerivedCoreProperties derives it.
const conjunctScripts = new Set(['Bengali', 'Devanagari', 'Gujarati', 'Malayalam', 'Oriya', 'Telugu']);
/** @type {Set<number>} */
const inScripts = new Set();
read('Scripts.txt', (first, last, [script]) => {
  if (conjunctScripts.has(script)) for (let c = first; c <= last; ++c) inScripts.add(c);
});
read('IndicSyllabicCategory.txt', (first, last, [category]) => {
  for (let c = first; c <= last; ++c) {
    if (!inScripts.has(c)) continue;
    if (category === 'Consonant') classes[c] = 'consonant';
    if (category === 'Virama') classes[c] = 'linker';
  }
});
for (const line of fs.readFileSync(path.join(folder, 'UnicodeData.txt'), 'utf8').split('\n')) {
  const [hex, , , ccc] = line.split(';');
  const c = parseInt(hex, 16);
  if (c < planes && extend.has(c) && classes[c] === 'extend' && ccc === '0') classes[c] = 'extend_only';
}

const order = ['other', 'control', 'extend', 'extend_only', 'joiner', 'flag', 'prepend', 'spacing', 'hangul_l', 'hangul_v', 'hangul_t',
  'pictograph', 'consonant', 'linker'];
/** @type {string[]} */
const rows = [];
for (let c = 0; c < planes;) {
  let end = c + 1;
  while (end < planes && classes[end] === classes[c] && end - c < 128) ++end;
  if (classes[c] !== 'other') {
    rows.push(`0x${(((c << 11) | ((end - c - 1) << 4) | order.indexOf(classes[c])) >>> 0).toString(16).toUpperCase().padStart(8, '0')}`);
  }
  c = end;
}
const lines = [];
for (let i = 0; i < rows.length; i += 9) lines.push(`    ${rows.slice(i, i + 9).join(', ')},`);
process.stdout.write(`// Made by scripts/grapheme_table.mjs from the Unicode Character Database 15.0. Only graphemes.cpp reads it.
#pragma once

#include <array>
#include <cstdint>

namespace banter::text {

enum class ClusterClass : std::uint8_t {
${order.map((name) => `  ${name},`).join('\n')}
};

/// Ranges of code points below U+20000, sorted: first << 11 | (length - 1) << 4 | class.
/// Others are \`other\`, but for the Hangul syllables.
inline constexpr std::array<std::uint32_t, ${rows.length}> cluster_classes{{
    // clang-format off
${lines.join('\n')}
    // clang-format on
}};

}  // namespace banter::text
`);
