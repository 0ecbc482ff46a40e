// A fuzz input as a script: one step a line, the first byte says which kind, the second (where there are several of
// something) which one. So what is found can be read, and a seed can be written by hand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace banter::fuzz {

inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

/// Hands each line to `step`. Lines end with "\n" and bytes are as they are, so frames have all but that one.
template <class Step>
void run_script(const std::uint8_t* data, std::size_t size, Step&& step) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  constexpr int most_steps = 400;
  for (int n = 0; !rest.empty() && n < most_steps; ++n) {
    const std::size_t end = rest.find('\n');
    step(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
}

/// The digit at `index`, 0 when there is none.
inline int digit(std::string_view line, std::size_t index) {
  return index < line.size() && line[index] >= '0' && line[index] <= '9' ? line[index] - '0' : 0;
}

}  // namespace banter::fuzz
