#include "server/cluster/finder.hpp"

#include <utility>

#include "server/cluster/api_json.hpp"

namespace banter::server {

namespace {

constexpr std::uint64_t no_message_found = 10037;  // of JetStream's error codes

bool nothing_there(const Packet& answer) {
  return answer.status == 404;
}

std::optional<Place> place_in(const Packet* answer, const std::string& room) {
  if (!answer) return std::nullopt;
  if (nothing_there(*answer)) return Place{};
  const auto record = answer->status == 0 ? decode(*answer, room) : std::nullopt;
  return record ? std::optional(record->known) : std::nullopt;
}

}  // namespace

void Finder::get(TimePoint now, const std::string& wanted, Calls::OnAnswer on_answer) {
  Packet packet;
  packet.subject = "$JS.API.DIRECT.GET." + context_.stream;
  packet.body = wanted;
  context_.calls.ask(now, std::move(packet), answer_within, std::move(on_answer));
}

void Finder::newest_place(TimePoint now, const std::string& room, OnPlace on_place) {
  get(now, R"({"last_by_subj":")" + room_subject(room) + R"("})",
      [room, on_place = std::move(on_place)](TimePoint at, const Packet* answer) {
        on_place(at, place_in(answer, room));
      });
}

void Finder::place_before(TimePoint now, const std::string& room, std::uint64_t sequence, OnPlace on_place) {
  get(now, R"({"seq":)" + std::to_string(sequence) + "}",
      [room, on_place = std::move(on_place)](TimePoint at, const Packet* answer) {
        // A replica that does not have it yet says that there is none.
        on_place(at, answer && nothing_there(*answer) ? std::nullopt : place_in(answer, room));
      });
}

void Finder::search(TimePoint now, const std::string& room, PlaceSearch search, OnPlace on_place) {
  const auto probe = search.probe();
  if (!probe) return on_place(now, search.result());
  get(now, R"({"seq":)" + std::to_string(*probe) + R"(,"next_by_subj":")" + room_subject(room) + R"("})",
      [this, room, search, on_place = std::move(on_place)](TimePoint at, const Packet* answer) mutable {
        const auto known = place_in(answer, room);
        if (!known) return on_place(at, std::nullopt);
        const auto sequence = parse_number(header(*answer, "Nats-Sequence"));
        if (nothing_there(*answer) || !sequence) {
          search.nothing();
        } else {
          search.found(*sequence, *known);
        }
        this->search(at, room, search, std::move(on_place));
      });
}

void Finder::last_sequence(TimePoint now, const std::string& room, OnSequence on_sequence) {
  Packet packet;
  packet.subject = "$JS.API.STREAM.MSG.GET." + context_.stream;
  packet.body = R"({"last_by_subj":")" + room_subject(room) + R"("})";
  context_.calls.ask(now, std::move(packet), answer_within,
                     [on_sequence = std::move(on_sequence)](TimePoint at, const Packet* answer) {
                       const auto told = answer ? json_scalars(answer->body) : std::nullopt;
                       if (!told) return on_sequence(at, std::nullopt);
                       if (json_number(*told, "error.err_code") == no_message_found) return on_sequence(at, 0);
                       on_sequence(at, json_number(*told, "message.seq"));
                     });
}

}  // namespace banter::server
