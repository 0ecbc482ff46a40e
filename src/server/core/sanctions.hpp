// Who is muted or banned, and until when; and the rights to change that. Bounded.
// Must not know: connections, the disk, clocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "server/core/roster.hpp"

namespace banter::server {

/// What a user may do to others, as bits.
enum class Right : std::uint8_t { mute = 1, kick = 2, ban = 4, remove = 8 };

class Rights {
 public:
  Rights() = default;
  /// Words of "mute kick ban delete"; others are not ours to judge and are ignored.
  void add(std::string_view word);
  [[nodiscard]] bool has(Right right) const { return (bits_ & static_cast<std::uint8_t>(right)) != 0; }
  [[nodiscard]] bool any() const { return bits_ != 0; }
  /// The words that are had, with a space between.
  [[nodiscard]] std::string words() const;

 private:
  std::uint8_t bits_ = 0;
};

class Sanctions {
 public:
  explicit Sanctions(std::size_t most) : most_(most) {}

  /// One that is in force; null: none. Valid until the next change.
  [[nodiscard]] const Sanction* find(std::string_view room, std::string_view user, Sanction::Kind kind,
                                     WallTime now) const;
  /// There is room for another. Forgets those that have ended if need be.
  [[nodiscard]] bool has_room(WallTime now);
  /// In the place of an earlier one.
  void put(Sanction sanction);
  void lift(const std::string& room, const std::string& user, Sanction::Kind kind);
  [[nodiscard]] std::size_t size() const { return all_.size(); }

 private:
  using Key = std::tuple<std::string, std::string, Sanction::Kind>;  // room, user

  std::size_t most_;
  std::map<Key, Sanction, std::less<>> all_;
};

}  // namespace banter::server
