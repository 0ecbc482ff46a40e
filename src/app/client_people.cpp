// The part of the client that knows who else is there: who types, who is in the room.
#include "app/client.hpp"

namespace banter::app {
namespace {

constexpr Duration typing_every{3'000};

}  // namespace

/// Others are told that something is being written, never what; and only of what a person writes here and now, not of
/// a draft that was kept or a text that a page put there.
void Client::tell_typing(std::string_view draft) {
  const TimePoint now = platform_.now();
  if (!tells_typing_ || !joined_ || !people_.tells_typing() || focused_ != ui::node::composer || now < types_again_)
    return;
  if (draft.find_first_not_of(" \t\r\n") == std::string_view::npos) return;
  if (!session_.send(now, protocol::SendTyping{options_.room})) return;
  types_again_ = now + typing_every;
  take_actions();
}

void Client::ask_for_members(TimePoint now) {
  if (const auto page = people_.take_request(now)) {
    session_.send(now, *page);
    take_actions();
  }
}

void Client::people_changed() {
  platform_.people_changed(people_);
  want_frames(1);
}

}  // namespace banter::app
