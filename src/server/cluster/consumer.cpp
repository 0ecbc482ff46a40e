#include "server/cluster/consumer.hpp"

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
std::string create_request(const std::string& stream, const std::string& wanted, const std::string& inbox,
                           Duration heartbeat) {
  return R"({"stream_name":")" + stream + R"(","config":{)" + wanted + R"(,"deliver_subject":")" + inbox +
         R"(","ack_policy":"none","replay_policy":"instant","max_deliver":1,"flow_control":true,"idle_heartbeat":)" +
         nanoseconds(heartbeat) + R"(,"mem_storage":true,"num_replicas":1,"inactive_threshold":)" +
         nanoseconds(Duration{5'000}) + "}}";
}

}  // namespace

Consumer::Consumer(StreamContext& context, std::string stream, Events events)
    : context_(context), stream_(std::move(stream)), events_(std::move(events)) {}

Consumer::~Consumer() {
  cease();
}

void Consumer::cease() {
  if (!inbox_.empty()) {
    context_.consumers.erase(inbox_);
    context_.link.unsubscribe(inbox_);
  }
  inbox_.clear();
  // Nobody waits for the answer: a consumer that nobody listens to ends by itself.
  if (!name_.empty()) {
    Packet packet;
    packet.subject = "$JS.API.CONSUMER.DELETE." + stream_ + "." + name_;
    context_.link.publish(packet);
  }
  name_.clear();
  if (asking_) *asking_ = false;
  asking_.reset();
  begin_at_.reset();
  pending_.reset();
  delivered_ = 0;
  delivering_ = false;
}

void Consumer::begin(TimePoint now) {
  cease();
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
  context_.consumers.emplace(inbox_, this);
  heard_ = now;
  Packet packet;
  packet.subject = "$JS.API.CONSUMER.CREATE." + stream_;
  packet.body = create_request(stream_, events_.wanted(), inbox_, context_.heartbeat);
  asking_ = std::make_shared<bool>(true);
  ++context_.beginning;
  auto& context = context_;
  context_.calls.ask(now, std::move(packet), create_within,
                     [this, &context, wanted = asking_](TimePoint at, const Packet* answer) {
                       --context.beginning;
                       if (*wanted) created(at, answer);
                     });
}

void Consumer::created(TimePoint now, const Packet* answer) {
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
  if (name != told->end()) name_ = name->second;
  pending_ = pending;
  if (events_.on_created) events_.on_created(now);
  check_caught_up(now);
}

void Consumer::check_caught_up(TimePoint now) {
  if (!pending_ || delivered_ < *pending_) return;
  pending_.reset();
  events_.on_caught_up(now);
}

void Consumer::lose(TimePoint now) {
  ++context_.restarts;
  cease();
  events_.on_lost(now);
}

void Consumer::receive(TimePoint now, const Packet& packet) {
  heard_ = now;
  delivering_ = true;
  if (events_.on_sign) events_.on_sign();
  if (packet.status != 0) return status(now, packet);
  const auto told = parse_ack_subject(packet.reply);
  if (!told) return;
  if (told->count != delivered_ + 1) return lose(now);  // some were lost on the way
  ++delivered_;
  events_.on_message(now, told->sequence, packet);
  check_caught_up(now);
}

void Consumer::status(TimePoint now, const Packet& packet) {
  if (packet.status != 100) return lose(now);  // the consumer is gone, or its server is
  // It asks whether all came so far, and waits for the answer; or has waited for it.
  const auto stalled = header(packet, "Nats-Consumer-Stalled");
  const std::string ask = packet.reply.empty() ? std::string(stalled) : packet.reply;
  if (!ask.empty()) {
    Packet answer;
    answer.subject = ask;
    context_.link.publish(answer);
  }
  const auto count = parse_number(header(packet, "Nats-Last-Consumer"));
  if (count && *count > delivered_) lose(now);
}

void Consumer::tick(TimePoint now) {
  if (begin_at_) {
    if (*begin_at_ <= now) begin(now);
    return;
  }
  if (!inbox_.empty() && !asking_ && now - heard_ >= context_.silence) lose(now);
}

}  // namespace banter::server
