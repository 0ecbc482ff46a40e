#include "server/core/sanctions.hpp"

#include <array>
#include <utility>

namespace banter::server {

namespace {

constexpr std::array<std::pair<std::string_view, Right>, 4> right_words{
    {{"mute", Right::mute}, {"kick", Right::kick}, {"ban", Right::ban}, {"delete", Right::remove}}};

bool ended(const Sanction& sanction, WallTime now) {
  return sanction.until != WallTime{} && sanction.until <= now;
}

}  // namespace

void Rights::add(std::string_view word) {
  for (const auto& [known, right] : right_words) {
    if (known == word) bits_ = static_cast<std::uint8_t>(bits_ | static_cast<std::uint8_t>(right));
  }
}

std::string Rights::words() const {
  std::string out;
  for (const auto& [word, right] : right_words) {
    if (!has(right)) continue;
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

const Sanction* Sanctions::find(std::string_view room, std::string_view user, Sanction::Kind kind, WallTime now) const {
  if (all_.empty()) return nullptr;  // as nearly always: this is asked for every message
  const auto at = all_.find(Key{std::string(room), std::string(user), kind});
  return at == all_.end() || ended(at->second, now) ? nullptr : &at->second;
}

bool Sanctions::has_room(WallTime now) {
  if (all_.size() >= most_) std::erase_if(all_, [now](const auto& one) { return ended(one.second, now); });
  return all_.size() < most_;
}

void Sanctions::put(Sanction sanction) {
  Key key{sanction.room, sanction.user, sanction.kind};
  all_.insert_or_assign(std::move(key), std::move(sanction));
}

void Sanctions::lift(const std::string& room, const std::string& user, Sanction::Kind kind) {
  all_.erase({room, user, kind});
}

}  // namespace banter::server
