// Signs that many fonts have, in as many widths: brackets of East Asia, arrows, mathematics. Which font a browser takes
// them from is chosen by what the run of one script that they stand in begins with. Must not know: lines, bidi levels.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/shaping.hpp"

namespace banter::text {

/// Sets apart the signs of a text whose font is chosen by others. To be led through all of its words in turn.
class SignCursor {
 public:
  explicit SignCursor(std::string_view text) : text_(text) {}
  /// What follows is shaped by itself, as for ScriptCursor.
  void begin() { begun_ = false; }
  /// The next piece, [start, end), or as much of it as is either all such signs or none. Returns where that ends.
  /// Nothing from byte `limit` on is shaped with it.
  std::uint32_t pass(std::uint32_t start, std::uint32_t end, std::uint32_t limit);
  /// What chooses the font of the piece that was passed last; empty: the piece itself. Valid until the next is passed.
  [[nodiscard]] std::string_view lead() const { return apart_ ? lead_ : std::string_view{}; }

 private:
  bool set_apart(char32_t c, std::uint32_t limit);
  void look_ahead(std::uint32_t limit);
  [[nodiscard]] bool closes_another_run(char32_t c) const;

  std::string_view text_;
  std::string lead_;
  bool begun_ = false;
  bool known_ = false;     // lead_ is this run's
  bool choosing_ = false;  // a sign of East Asia chooses the font, no letter
  bool apart_ = false;
  std::uint32_t run_ = 0;
  Script script_ = Script::common;
};

}  // namespace banter::text
