// The names of emoji that people type between colons, as other chats have them; a few hundred of the many.
#pragma once

#include <cstddef>
#include <string_view>

namespace banter::text {

struct Shortcode {
  std::string_view name;   ///< without the colons: lower-case letters, digits, '_', '+', '-'
  std::string_view emoji;  ///< one cluster that is drawn in colours
};

inline constexpr std::size_t max_shortcode = 32;  ///< bytes of a name
inline constexpr std::size_t no_shortcode = static_cast<std::size_t>(-1);

/// Its place in the table, which is in the order of names, or no_shortcode.
std::size_t find_shortcode(std::string_view name);
std::size_t shortcode_count();
/// Precondition: index < shortcode_count().
const Shortcode& shortcode(std::size_t index);

}  // namespace banter::text
