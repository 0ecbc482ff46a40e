// Judges what really happened by the rules of the simulator: reads a history (README.md says what is in it) and plays
// it to the simulator's checker.
//
//   check_history HISTORY.json
//
// Exit status: 0 every promise was kept, 1 there is an objection (on the standard output), 2 this is no history.
// Must not know: how the history was made.
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../sim/checker.hpp"

namespace {

using banter::chat::Delivery;
using banter::protocol::ChatMessage;
using banter::protocol::Seq;
using banter::sim::Checker;
using banter::sim::SeenRow;
using nlohmann::json;

Delivery delivery_of(const std::string& name) {
  for (const Delivery one :
       {Delivery::received, Delivery::pending, Delivery::sent, Delivery::failed, Delivery::queued}) {
    if (banter::chat::to_string(one) == name) return one;
  }
  throw std::invalid_argument("there is no state " + name);
}

class Player {
 public:
  void play(const json& event) {
    const std::string what = event.at("what");
    if (what == "opens") {
      const std::size_t device = event.at("device");
      room_of_[device] = event.at("room");
      // One device is all tabs of a person here, so none of them shares anything with another device.
      checker_.opens(device, room_of_[device], event.at("nick"), false);
    } else if (what == "typed") {
      typed(event);
    } else if (what == "database") {
      database(event);
    } else if (what == "shown") {
      checker_.shown(event.at("device"), row(event.at("device"), event.at("row")));
    } else if (what == "screen") {
      screen(event);
    } else if (what == "finish") {
      checker_.finish(disk_);
      finished_ = true;
    } else {
      throw std::invalid_argument("there is no event " + what);
    }
  }
  [[nodiscard]] const Checker& checker() const { return checker_; }
  [[nodiscard]] bool finished() const { return finished_; }

 private:
  void typed(const json& event) {
    const std::string text = event.at("text");
    checker_.typed(event.at("device"), text);
    // A page that went in the same moment may not have kept it: then nobody was promised anything.
    if (event.at("accepted").get<bool>()) checker_.accepted(text, event.at("id"));
  }

  /// All that is stored, as it was found when the server was dead. What was found before must still be there.
  void database(const json& event) {
    const std::string epoch = event.at("epoch");
    if (!epoch_.empty() && epoch != epoch_) checker_.object("the numbering is another: " + epoch);
    epoch_ = epoch;
    Checker::Rooms found;
    for (const json& entry : event.at("messages")) {
      ChatMessage message;
      message.room = entry.at("room");
      message.seq = entry.at("seq").get<Seq>();
      message.id = entry.at("id");
      message.user = entry.at("user");
      message.nick = entry.at("nick");
      message.text = entry.at("text");
      found[message.room].push_back(std::move(message));
    }
    for (const auto& [room, messages] : found) extend(disk_[room], messages);
    for (const auto& [room, messages] : disk_) {
      if (found[room].size() < messages.size()) checker_.object("messages are gone from the database, in " + room);
    }
  }

  void extend(std::vector<ChatMessage>& known, const std::vector<ChatMessage>& found) {
    for (std::size_t i = 0; i < found.size(); ++i) {
      const ChatMessage& message = found[i];
      if (i < known.size()) {
        const ChatMessage& before = known[i];
        const bool same = before.seq == message.seq && before.id == message.id && before.text == message.text;
        if (!same) checker_.object("number " + std::to_string(before.seq) + " was \"" + before.text + "\" before");
        continue;
      }
      const auto [user, first] = user_of_.emplace(message.nick, message.user);
      if (!first && user->second != message.user) checker_.object(message.nick + " is somebody else at times");
      checker_.stored(message);
      numbers_[message.room].emplace(message.text, message.seq);
      known.push_back(message);
    }
  }

  /// One of several pages that share an outbox hears from the others that a message is stored, maybe before its own
  /// connection has told it what comes before that: until then such a message stands below a hole.
  void screen(const json& event) {
    const bool shared = event.value("shared", false);
    std::vector<SeenRow> rows;
    bool has_older = event.at("has_older");
    Seq above = 0;
    for (const json& one : event.at("rows")) {
      SeenRow next = row(event.at("device"), one);
      if (shared && next.delivery == Delivery::sent && above != 0 && next.seq > above + 1) {
        checker_.screen(event.at("device"), std::exchange(rows, {}), std::exchange(has_older, true), false);
      }
      above = next.seq;
      rows.push_back(std::move(next));
    }
    checker_.screen(event.at("device"), rows, has_older, event.at("final"));
  }

  /// Pages do not show numbers, they show an order. What is said to be stored has the number that it is stored under;
  /// if it is not, it has none, and is objected to.
  SeenRow row(std::size_t device, const json& from) const {
    SeenRow out;
    out.id = static_cast<banter::chat::RowId>(from.at("id").get<std::uint32_t>());
    out.author = from.at("author");
    out.text = from.at("text");
    out.error = from.at("error");
    out.delivery = delivery_of(from.at("state"));
    if (out.delivery != Delivery::sent && out.delivery != Delivery::received) return out;
    const auto room = numbers_.find(room_of_.at(device));
    if (room == numbers_.end()) return out;
    const auto number = room->second.find(out.text);
    if (number != room->second.end()) out.seq = number->second;
    return out;
  }

  Checker checker_;
  Checker::Rooms disk_;
  std::string epoch_;
  std::map<std::size_t, std::string> room_of_;
  std::map<std::string, std::string> user_of_;  ///< by nickname
  std::map<std::string, std::unordered_map<std::string, Seq>> numbers_;
  bool finished_ = false;
};

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 2) throw std::invalid_argument("usage: check_history HISTORY.json");
    std::ifstream file(argv[1]);
    const json history = json::parse(file);
    Player player;
    std::size_t number = 0;
    for (const json& event : history.at("events")) {
      player.play(event);
      if (player.checker().objection()) {
        std::cout << "event " << number << ": " << *player.checker().objection() << '\n';
        return 1;
      }
      ++number;
    }
    if (!player.finished()) throw std::invalid_argument("the history has no end");
    std::cout << "no objection to " << number << " events\n";
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "check_history: " << error.what() << '\n';
    return 2;
  }
}
