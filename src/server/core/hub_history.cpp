// Pages of history that a client asks for: one at a time beside what it is sent by itself, and nothing of that moves.
#include <algorithm>
#include <utility>

#include "server/core/hub.hpp"
#include "server/core/names.hpp"
#include "server/core/refusals.hpp"

namespace banter::server {

Hub::Reader& Hub::reader_of(Connection& connection) {
  if (!connection.reader) connection.reader = std::make_unique<Reader>();
  return *connection.reader;
}

void Hub::load_history(TimePoint now, ConnectionId id, const protocol::LoadHistory& load) {
  Connection& connection = *find(id);
  const auto refuse_with = [&](std::string_view code, std::string text, Duration retry = Duration{0}) {
    refuse(id, refusal_of(code, std::move(text), load.room, load.id, retry));
  };
  auto& reader = reader_of(connection);
  const auto wait = reader.loads.take(config_.loads, now);
  if (wait > Duration{0}) return refuse_with(refusal::rate_limited, "Too many pages; wait a moment.", wait);
  if (!connection.rooms.contains(load.room)) return refuse_with(refusal::not_joined, "Join the room first.");
  if (!load.before && !load.after) {
    protocol::ProtocolError error;
    error.detail = "a history needs a bound, before or after";
    error.room = load.room;
    error.id = load.id;
    return bad_request(id, error);
  }
  if (!load.id.empty() && !valid_client_id(load.id)) return refuse_with(refusal::bad_id, "This is not an id.");
  if (reader.waiting.size() >= config_.waiting_loads) {
    return refuse_with(refusal::busy, "Wait for the answers before.", Duration{1'000});
  }
  reader.waiting.push_back(load);
  read_load(id);
}

void Hub::read_load(ConnectionId id) {
  Connection& connection = *find(id);
  if (connection.reading || connection.behind || !connection.reader || connection.reader->waiting.empty()) return;
  connection.reading = true;
  const auto& load = connection.reader->waiting.front();
  const auto most = load.limit == 0 ? config_.page_messages : std::min(load.limit, config_.page_messages);
  const Ticket ticket = next_ticket_++;
  outputs_.requests.emplace_back(
      Read{ticket, load.room, load.after.value_or(0), most, config_.history_frame_bytes, load.before, true});
  reads_.emplace(ticket, PendingRead{id, load.room, PendingRead::What::load});
}

protocol::LoadHistory Hub::take_load(ConnectionId id) {
  Connection& connection = *find(id);
  connection.reading = false;
  auto& waiting = connection.reader->waiting;
  auto load = std::move(waiting.front());
  waiting.erase(waiting.begin());
  if (waiting.empty()) waiting.shrink_to_fit();
  return load;
}

void Hub::on_load(ConnectionId id, PageRead reply) {
  const auto& asked = find(id)->reader->waiting.front();
  if (!find(id)->rooms.contains(asked.room)) {  // it was expelled meanwhile
    refuse_load(id, refusal::not_joined, "Join the room first.", Duration{0});
    return read_next(id);
  }
  if (asked.epoch != reply.epoch) {
    refuse_load(id, refusal::wrong_epoch, "The room's numbering is another one now.", Duration{0});
    return read_next(id);
  }
  accepted(*find(id));
  const auto load = take_load(id);
  protocol::History history{load.room, std::move(reply.messages), false, false, load.before, load.after};
  if (!history.messages.empty()) {
    history.more = load.before ? history.messages.front().seq > load.after.value_or(0) + 1
                               : history.messages.back().seq < reply.last;
  }
  find(id)->behind = true;  // the next one when this is sent
  send(id, history);
}

void Hub::refuse_load(ConnectionId id, std::string_view code, std::string text, Duration retry) {
  const auto load = take_load(id);
  refuse(id, refusal_of(code, std::move(text), load.room, load.id, retry));
}

}  // namespace banter::server
