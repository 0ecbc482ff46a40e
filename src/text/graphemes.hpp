// Extended grapheme clusters (UAX #29, with rule GB9c of Unicode 15.1): what people take for one
// character. Carets stand between them, forced line breaks and cuts fall between them. No allocation;
// each call takes time in proportion to the clusters it passes. Must not know: segments, lines, fonts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace banter::text {

/// The end of the cluster that starts at byte `offset`, which must be a cluster's border; text.size() at the end.
std::uint32_t cluster_end(std::string_view text, std::uint32_t offset);
/// The start of the cluster that ends at byte `offset` (or holds the byte before it); 0 at the start of the text.
std::uint32_t cluster_start(std::string_view text, std::uint32_t offset);
/// The longest prefix of whole clusters that has at most `bytes` bytes.
std::string_view prefix(std::string_view text, std::size_t bytes);

/// Never begins a cluster but at the start of a text: marks, joiners, variation selectors, skin tones, tags,
/// conjoining vowels and finals.
bool extends_cluster(char32_t c);

}  // namespace banter::text
