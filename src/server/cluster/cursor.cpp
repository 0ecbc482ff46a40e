#include "server/cluster/cursor.hpp"

#include <utility>

#include "server/cluster/api_json.hpp"

namespace banter::server {

Cursor::Cursor(StreamContext& context, std::string room, Place after, OnRecord on_record, OnCaughtUp on_caught_up)
    : context_(context),
      room_(std::move(room)),
      place_(after),
      on_record_(std::move(on_record)),
      on_caught_up_(std::move(on_caught_up)),
      consumer_(context, context.stream, events()) {}

Cursor::~Cursor() {
  *alive_ = false;
}

Consumer::Events Cursor::events() {
  Consumer::Events out;
  // Names and subjects hold nothing that JSON would escape.
  out.wanted = [this] {
    return R"("deliver_policy":"by_start_sequence","opt_start_seq":)" + std::to_string(place_.sequence + 1) +
           R"(,"filter_subject":")" + room_subject(room_) + "\"";
  };
  out.on_created = [this](TimePoint now) {
    // It speaks at least once a second, if it lives.
    if (!consumer_.delivering()) poll_at_ = now + context_.heartbeat + poll_after;
  };
  out.on_sign = [this] { poll_at_.reset(); };
  out.on_message = [this](TimePoint now, std::uint64_t sequence, const Packet& packet) {
    // A consumer on a server that is behind begins before what was asked for.
    if (sequence > place_.sequence) take(now, sequence, packet);
  };
  out.on_caught_up = [this](TimePoint now) {
    if (on_caught_up_) on_caught_up_(now);
  };
  out.on_lost = [this](TimePoint now) {
    begin(now);
    poll(now);
  };
  return out;
}

void Cursor::begin_one_by_one(TimePoint now) {
  one_by_one_ = true;
  begin(now);
}

void Cursor::begin(TimePoint now) {
  if (one_by_one_) return poll(now);
  if (!poll_at_ && !polling_) poll_at_ = now + poll_after;
  consumer_.begin(now);
}

void Cursor::take(TimePoint now, std::uint64_t sequence, const Packet& packet) {
  auto record = decode(packet, room_);
  place_ = {place_.number + (record ? 1 : 0), sequence};
  if (!record) return;
  record->message.seq = place_.number;
  on_record_(now, place_, std::move(*record));
}

void Cursor::poll(TimePoint now) {
  poll_at_.reset();
  if (polling_ || stopped_) return;
  polling_ = true;
  Packet packet;
  packet.subject = "$JS.API.DIRECT.GET." + context_.stream;
  packet.body =
      R"({"seq":)" + std::to_string(place_.sequence + 1) + R"(,"next_by_subj":")" + room_subject(room_) + R"("})";
  context_.calls.ask(now, std::move(packet), answer_within, [this, alive = alive_](TimePoint at, const Packet* answer) {
    if (*alive) polled(at, answer);
  });
}

void Cursor::polled(TimePoint now, const Packet* answer) {
  polling_ = false;
  if (consumer_.delivering()) return;
  const auto sequence = answer ? parse_number(header(*answer, "Nats-Sequence")) : std::nullopt;
  if (!answer || answer->status != 0 || !sequence) {
    // A replica has no more: what others have is waited for where it matters (SharedStore::ask_last).
    if (answer && answer->status == 404 && on_caught_up_) on_caught_up_(now);
    poll_at_ = now + poll_every;
    return;
  }
  // The consumer may have been faster.
  if (*sequence > place_.sequence) take(now, *sequence, *answer);
  poll(now);
}

void Cursor::tick(TimePoint now) {
  if (poll_at_ && *poll_at_ <= now) poll(now);
  consumer_.tick(now);
}

}  // namespace banter::server
