#include "server/cluster/people_bucket.hpp"

#include <algorithm>
#include <utility>

#include "server/cluster/api_json.hpp"

namespace banter::server {

namespace {

constexpr std::size_t most_people = 4'000;            // of one server in one room
constexpr std::uint64_t wrong_last_sequence = 10071;  // of JetStream's error codes
constexpr std::string_view operation = "KV-Operation";

}  // namespace

std::string lines_of(const std::vector<protocol::Person>& people) {
  std::string out;
  for (std::size_t i = 0; i < std::min(people.size(), most_people); ++i) {
    // Neither has control characters.
    out += people[i].user + "\t" + people[i].nick + "\n";
  }
  return out;
}

std::vector<protocol::Person> people_in(std::string_view lines) {
  std::vector<protocol::Person> out;
  while (!lines.empty() && out.size() < most_people) {
    const auto end = std::min(lines.find('\n'), lines.size());
    const auto line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    const auto tab = line.find('\t');
    if (tab == 0 || tab == std::string_view::npos) continue;
    out.push_back({std::string(line.substr(0, tab)), std::string(line.substr(tab + 1))});
  }
  return out;
}

bool is_marker(const Packet& packet) {
  return !header(packet, operation).empty();
}

std::string PeopleBucket::room_key(const std::string& room, const std::string& server) const {
  std::string name = room;
  std::replace(name.begin(), name.end(), '.', '/');
  return "$KV." + name_ + ".room." + name + "." + server;
}

std::string PeopleBucket::server_key(const std::string& server) const {
  return "$KV." + name_ + ".server." + server;
}

std::optional<PeopleKey> PeopleBucket::parse(std::string_view subject) const {
  const auto take = [&subject](std::string_view begin) {
    if (subject.substr(0, begin.size()) != begin) return false;
    subject.remove_prefix(begin.size());
    return true;
  };
  if (!take("$KV." + name_ + ".")) return std::nullopt;
  PeopleKey key;
  if (take("room.")) {
    const auto dot = subject.find('.');
    if (dot == 0 || dot == std::string_view::npos) return std::nullopt;
    key.room = subject.substr(0, dot);
    std::replace(key.room.begin(), key.room.end(), '/', '.');
    subject.remove_prefix(dot + 1);
  } else if (!take("server.")) {
    return std::nullopt;
  }
  if (subject.empty() || subject.find('.') != std::string_view::npos) return std::nullopt;
  key.server = subject;
  return key;
}

void PeopleBucket::put(TimePoint now, Put put, OnStored on_stored) {
  Packet packet;
  packet.subject = std::move(put.key);
  packet.body = std::move(put.body);
  if (put.marker) packet.headers[std::string(operation)] = "DEL";
  if (put.after) packet.headers["Nats-Expected-Last-Subject-Sequence"] = std::to_string(*put.after);
  calls_.ask(now, std::move(packet), answer_within,
             [on_stored = std::move(on_stored)](TimePoint at, const Packet* answer) {
               const auto told = answer ? json_scalars(answer->body) : std::nullopt;
               if (!told) return on_stored(at, {});
               if (!told->contains("error.code")) return on_stored(at, {json_number(*told, "seq"), false});
               on_stored(at, {std::nullopt, json_number(*told, "error.err_code") == wrong_last_sequence});
             });
}

void PeopleBucket::read(TimePoint now, const std::string& key, OnRead on_read) {
  Packet packet;
  packet.subject = "$JS.API.DIRECT.GET." + stream();
  packet.body = R"({"last_by_subj":")" + key + R"("})";
  calls_.ask(now, std::move(packet), answer_within, std::move(on_read));
}

void PeopleBucket::read_at(TimePoint now, std::uint64_t sequence, OnRead on_read) {
  Packet packet;
  packet.subject = "$JS.API.DIRECT.GET." + stream();
  packet.body = R"({"seq":)" + std::to_string(sequence) + "}";
  calls_.ask(now, std::move(packet), answer_within, std::move(on_read));
}

void PeopleBucket::erase(TimePoint now, std::uint64_t sequence, OnErased on_erased) {
  Packet packet;
  packet.subject = "$JS.API.STREAM.MSG.DELETE." + stream();
  packet.body = R"({"seq":)" + std::to_string(sequence) + R"(,"no_erase":true})";
  calls_.ask(now, std::move(packet), answer_within,
             [on_erased = std::move(on_erased)](TimePoint at, const Packet* answer) {
               const auto told = answer ? json_scalars(answer->body) : std::nullopt;
               // What says that the cluster cannot do it now is not an answer.
               on_erased(at, told && json_number(*told, "error.code").value_or(0) < 500);
             });
}

}  // namespace banter::server
