// Who wrote the messages of a room, each kept once however many they wrote.
// Must not know: messages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chat/text_arena.hpp"

namespace banter::chat {

/// No part has a NUL.
struct Author {
  std::string_view name;  ///< empty: not known
  std::string_view user;  ///< their id, likewise
  bool operator==(const Author&) const = default;
};

class Authors {
 public:
  static constexpr std::uint32_t most =
      (1U << 28) - 1;  ///< nobody has met so many; who comes later is the last of them

  /// The place of an author, below `most`; copies the words of a new one. The same one twice in a row costs nothing.
  std::uint32_t place(Author author) { return author == authors_[last_] ? last_ : look_up(author); }
  /// Precondition: place() told of it. The views are valid for as long as this.
  [[nodiscard]] Author at(std::uint32_t place) const { return authors_[place]; }
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  std::uint32_t look_up(Author author);

  TextArena words_;
  std::vector<Author> authors_{Author{}};
  std::unordered_map<std::string_view, std::uint32_t> place_of_;  ///< by id and name, a NUL between
  std::string key_;                                               ///< of who is looked up; keeps its memory
  std::uint32_t last_ = 0;
};

}  // namespace banter::chat
