// Writes src/server/core/case_fold_table.hpp from the Unicode Character Database (Debian: unicode-data).
//   node scripts/case_fold_table.mjs [FOLDER] >src/server/core/case_fold_table.hpp
import fs from 'node:fs';
import path from 'node:path';

const folder = process.argv[2] ?? '/usr/share/unicode';

/** @type {{ first: number, last: number, delta: number, step: number }[]} */
const ranges = [];
for (const line of fs.readFileSync(path.join(folder, 'CaseFolding.txt'), 'utf8').split('\n')) {
  const [from, status, to] = line.replace(/#.*/, '').split(';').map(field => field.trim());
  if (status !== 'C' && status !== 'S') continue; // the mappings to one code point
  const c = parseInt(from, 16);
  const delta = parseInt(to, 16) - c;
  const before = ranges.at(-1);
  const gap = before ? c - before.last : 0;
  if (before && before.delta === delta && (gap === before.step || (before.first === before.last && gap === 2))) {
    before.last = c;
    before.step = gap;
  } else {
    ranges.push({ first: c, last: c, delta, step: 1 });
  }
}
/** @param {number} n */
const hex = n => `0x${n.toString(16).toUpperCase().padStart(4, '0')}`;
const rows = ranges.map(r => `{${hex(r.first)}, ${hex(r.last)}, ${r.delta}, ${r.step}}`);
const lines = [];
for (let i = 0; i < rows.length; i += 4) lines.push(`    ${rows.slice(i, i + 4).join(', ')},`);
process.stdout.write(`// Made by scripts/case_fold_table.mjs from the Unicode Character Database 15.0. Only names.cpp reads it.
#pragma once

#include <array>
#include <cstdint>

namespace banter::server {

/// Every \`step\`th code point from \`first\` to \`last\` folds to the one that is \`delta\` further on.
struct CaseFold {
  char32_t first, last;
  std::int32_t delta;
  std::uint32_t step;
};

/// Simple case folding (Unicode 15, 5.18.4), sorted.
inline constexpr std::array<CaseFold, ${rows.length}> case_folds{{
    // clang-format off
${lines.join('\n')}
    // clang-format on
}};

}  // namespace banter::server
`);
