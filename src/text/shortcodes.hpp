// The names of emoji that people type between colons, as other chats have them; a few hundred of the many.
#pragma once

#include <cstddef>
#include <string_view>

namespace banter::text {

inline constexpr std::size_t max_shortcode = 32;  ///< bytes of a name

/// The emoji of that name (without the colons): one cluster that is drawn in colours. Empty when there is none.
std::string_view find_shortcode(std::string_view name);

/// All of them, "name:emoji " after "name:emoji ", in the order of the names' bytes. Names are lower-case letters,
/// digits, '_', '+' and '-'.
std::string_view shortcode_entries();

}  // namespace banter::text
