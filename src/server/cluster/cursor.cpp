#include "server/cluster/cursor.hpp"

#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "server/cluster/api_json.hpp"

namespace banter::server {

namespace {

/// What a consumer says of a message, in the subject of its ack.
struct Told {
  std::uint64_t sequence = 0;  ///< in the stream
  std::uint64_t count = 0;     ///< of the consumer's deliveries
};

/// $JS.ACK.<stream>.<consumer>.<tries>.<stream sequence>.<consumer sequence>.<time>.<pending>, or with a domain and an
/// account's hash before the stream, and maybe more at the end.
std::optional<Told> parse_ack_subject(std::string_view subject) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin <= subject.size();) {
    const auto end = std::min(subject.find('.', begin), subject.size());
    words.push_back(subject.substr(begin, end - begin));
    begin = end + 1;
  }
  if (words.size() < 9 || words[0] != "$JS" || words[1] != "ACK") return std::nullopt;
  const std::size_t skip = words.size() >= 11 ? 2 : 0;
  const auto sequence = parse_number(words[5 + skip]);
  const auto count = parse_number(words[6 + skip]);
  if (!sequence || !count) return std::nullopt;
  return Told{*sequence, *count};
}

std::string nanoseconds(Duration duration) {
  return std::to_string(std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count());
}

/// Names and subjects hold nothing that JSON would escape.
std::string create_request(const StreamContext& context, const std::string& room, std::uint64_t from,
                           const std::string& inbox) {
  return R"({"stream_name":")" + context.stream +
         R"(","config":{"deliver_policy":"by_start_sequence","opt_start_seq":)" + std::to_string(from) +
         R"(,"deliver_subject":")" + inbox + R"(","filter_subject":")" + room_subject(room) +
         R"(","ack_policy":"none","replay_policy":"instant","max_deliver":1,"flow_control":true,"idle_heartbeat":)" +
         nanoseconds(context.heartbeat) + R"(,"mem_storage":true,"num_replicas":1,"inactive_threshold":)" +
         nanoseconds(Duration{5'000}) + "}}";
}

}  // namespace

Cursor::Cursor(StreamContext& context, std::string room, Place after, OnRecord on_record, OnCaughtUp on_caught_up)
    : context_(context),
      room_(std::move(room)),
      place_(after),
      on_record_(std::move(on_record)),
      on_caught_up_(std::move(on_caught_up)) {}

Cursor::~Cursor() {
  *alive_ = false;
  cease();
}

void Cursor::cease() {
  if (!inbox_.empty()) {
    context_.cursors.erase(inbox_);
    context_.link.unsubscribe(inbox_);
  }
  inbox_.clear();
  // Nobody waits for the answer: a consumer that nobody listens to ends by itself.
  if (!consumer_.empty()) {
    Packet packet;
    packet.subject = "$JS.API.CONSUMER.DELETE." + context_.stream + "." + consumer_;
    context_.link.publish(packet);
  }
  consumer_.clear();
  if (asking_) *asking_ = false;
  asking_.reset();
  pending_.reset();
  delivered_ = 0;
  delivering_ = false;
}

void Cursor::begin_one_by_one(TimePoint now) {
  one_by_one_ = true;
  begin(now);
}

void Cursor::begin(TimePoint now) {
  cease();
  if (one_by_one_) return poll(now);
  if (!poll_at_ && !polling_) poll_at_ = now + poll_after;
  begin_at_.reset();
  if (context_.beginning >= most_beginning) {
    begin_at_ = now + retry_after;
    return;
  }
  inbox_ = context_.inbox + "." + std::to_string(context_.next_inbox++);
  if (!context_.link.subscribe(inbox_)) {
    inbox_.clear();
    begin_at_ = now + retry_after;
    return;
  }
  context_.cursors.emplace(inbox_, this);
  heard_ = now;
  Packet packet;
  packet.subject = "$JS.API.CONSUMER.CREATE." + context_.stream;
  packet.body = create_request(context_, room_, place_.sequence + 1, inbox_);
  asking_ = std::make_shared<bool>(true);
  ++context_.beginning;
  auto& context = context_;
  context_.calls.ask(now, std::move(packet), create_within,
                     [this, &context, wanted = asking_](TimePoint at, const Packet* answer) {
                       --context.beginning;
                       if (*wanted) created(at, answer);
                     });
}

void Cursor::created(TimePoint now, const Packet* answer) {
  asking_.reset();
  const auto told = answer ? json_scalars(answer->body) : std::nullopt;
  const auto pending = told ? json_number(*told, "num_pending") : std::nullopt;
  if (!pending || told->contains("error.code")) {
    cease();
    begin_at_ = now + retry_after;
    return;
  }
  heard_ = now;
  const auto name = told->find("name");
  if (name != told->end()) consumer_ = name->second;
  pending_ = pending;
  // It speaks at least once a second, if it lives.
  if (!delivering_) poll_at_ = now + context_.heartbeat + poll_after;
  check_caught_up(now);
}

void Cursor::check_caught_up(TimePoint now) {
  if (on_caught_up_ && pending_ && delivered_ == *pending_) on_caught_up_(now);
}

void Cursor::give_up(TimePoint now) {
  ++context_.restarts;
  begin(now);
  poll(now);
}

void Cursor::receive(TimePoint now, const Packet& packet) {
  heard_ = now;
  delivering_ = true;
  poll_at_.reset();
  if (packet.status != 0) return status(now, packet);
  const auto told = parse_ack_subject(packet.reply);
  if (!told) return;
  if (told->count != delivered_ + 1) return give_up(now);  // some were lost on the way
  ++delivered_;
  // A consumer on a server that is behind begins before what was asked for.
  if (told->sequence > place_.sequence) take(now, told->sequence, packet);
  check_caught_up(now);
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
  context_.calls.ask(now, std::move(packet), create_within, [this, alive = alive_](TimePoint at, const Packet* answer) {
    if (*alive) polled(at, answer);
  });
}

void Cursor::polled(TimePoint now, const Packet* answer) {
  polling_ = false;
  if (delivering_) return;
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

void Cursor::status(TimePoint now, const Packet& packet) {
  if (packet.status != 100) return give_up(now);  // the consumer is gone, or its server is
  // It asks whether all came so far, and waits for the answer; or has waited for it.
  const auto stalled = header(packet, "Nats-Consumer-Stalled");
  const std::string ask = packet.reply.empty() ? std::string(stalled) : packet.reply;
  if (!ask.empty()) {
    Packet answer;
    answer.subject = ask;
    context_.link.publish(answer);
  }
  const auto count = parse_number(header(packet, "Nats-Last-Consumer"));
  if (count && *count > delivered_) give_up(now);
}

void Cursor::tick(TimePoint now) {
  if (poll_at_ && *poll_at_ <= now) poll(now);
  if (begin_at_) {
    if (*begin_at_ <= now) begin(now);
    return;
  }
  if (!inbox_.empty() && !asking_ && now - heard_ >= context_.silence) give_up(now);
}

}  // namespace banter::server
