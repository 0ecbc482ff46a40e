// The part of the client that carries out what the embedding page asks of the server, and tells a person what a
// moderator did to them.
#include <algorithm>
#include <utility>

#include "app/client.hpp"
#include "ui/row_layout.hpp"

namespace banter::app {
namespace {

constexpr Duration answer_within{10'000};
constexpr std::size_t most_asked = 100;

}  // namespace

Result<int> Client::delete_message(int request, chat::RowId row) {
  const auto at = store_.index_of(row, store_.size());
  if (!at) return Error{"There is no such message."};
  const protocol::Seq seq = store_.row(*at).seq;
  if (seq == 0) return Error{"This message is not on the server."};
  if (!store_.is_current(*at)) return Error{"The server has begun anew since: it does not have this message."};
  if (!store_.deletes()) return Error{"This server does not delete messages."};
  std::string id = platform_.random_hex(16);
  return command(request, protocol::Delete{options_.room, seq, id}, id);
}

Result<int> Client::moderate(int request, std::string action, std::string user, std::uint64_t seconds) {
  std::string id = platform_.random_hex(16);
  return command(request, protocol::Moderate{options_.room, id, std::move(action), std::move(user), seconds}, id);
}

Result<int> Client::moderate(int request, std::string action, chat::RowId written, std::uint64_t seconds) {
  const auto at = store_.index_of(written, store_.size());
  if (!at) return Error{"There is no such message."};
  std::string user(store_.row(*at).user);
  if (user.size() < 2) return Error{"The server did not say who wrote it."};  // earlier versions kept it as "-"
  return moderate(request, std::move(action), std::move(user), seconds);
}

Result<int> Client::command(int request, const protocol::Command& command, std::string id) {
  if (asked_.size() >= most_asked) return Error{"Too much is asked of the server already."};
  const TimePoint now = platform_.now();
  if (!joined_ || !session_.send(now, command)) return Error{"Not connected."};
  asked_.push_back({std::move(id), request, now + answer_within});
  take_actions();
  return request;
}

void Client::notice_command(const protocol::Event& event) {
  const std::string* id = nullptr;
  std::string error;
  if (const auto* edited = std::get_if<protocol::Edited>(&event)) id = &edited->id;
  if (const auto* moderated = std::get_if<protocol::Moderated>(&event)) id = &moderated->id;
  if (const auto* refusal = std::get_if<protocol::Refusal>(&event)) {
    id = &refusal->id;
    error = refusal->text.empty() ? "The server refused: " + refusal->code : refusal->text;
  }
  if (id == nullptr || id->empty()) return;
  const auto at = std::find_if(asked_.begin(), asked_.end(), [&](const Asked& one) { return one.id == *id; });
  if (at == asked_.end()) return;
  const int request = at->request;
  asked_.erase(at);
  platform_.answered(request, error);
}

void Client::end_commands(TimePoint now, bool lost) {
  while (!asked_.empty() && (lost || now >= asked_.front().answer_by)) {
    const int request = asked_.front().request;
    asked_.erase(asked_.begin());
    platform_.answered(request, lost ? "The connection was lost before the server answered."
                                     : "The server did not answer within 10 s.");
  }
}

void Client::notice_moderated(const protocol::Moderated& event) {
  if (event.user != store_.user() || event.room != options_.room) return;
  const std::string by = event.by.empty() ? "" : " by " + event.by;
  if (event.action == "mute") {
    std::string until;
    if (event.until != WallTime{}) {
      const int offset = platform_.utc_offset_minutes(event.until);
      const std::string day = ui::day_name(event.until, platform_.wall(), offset);
      until = " until " + (day == "Today" ? "" : day + ", ") + ui::clock_time(event.until, offset);
    }
    set_notice("You were muted" + by + until + ": what you write is not sent.");
  } else if (event.action == "unmute") {
    set_notice("You can write again: the mute was lifted" + by + ".");
  }
  // A kick and a ban are told by the error that ends the connection.
}

}  // namespace banter::app
