// Addresses in running text: where they begin and end, and what they lead to. Only http:, https: and mailto:; every
// other scheme is text. An address is shown as it is, so one that reads like another place than it leads to is none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace banter::text {

struct Link {
  std::size_t start = 0, end = 0;  ///< bytes of the text
  std::string href;                ///< absolute, scheme in lower case; empty: these bytes are to be shown as text
};

/// Looks for an address around its tell-tale sign at text[at]: the ':' of a scheme, the '.' of "www." or the '@' of a
/// mail address. It may begin at `from` at the earliest; `begin` is where the text begins that may be looked at. Linear
/// in what it takes.
bool find_link(std::string_view text, std::size_t begin, std::size_t from, std::size_t at, Link& out);

}  // namespace banter::text
