// The world as a script: a clock that the test moves, sockets that are only noted down, a memory
// that starts empty. What the client tells it stays to be read.
// Must not know: the screen.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/platform.hpp"
#include "base/random.hpp"

namespace banter::headless {

class ScriptedPlatform : public app::Platform {
 public:
  /// The same seed gives the same "random" bytes.
  explicit ScriptedPlatform(std::uint64_t seed = 1) : random_(seed) {}

  // ---- the script's side ----
  void pass(Duration time) {
    clock += time;
    wall_clock += time;
  }
  struct Socket {
    net::OpenSocket opened;
    std::vector<std::string> sent;
    std::optional<net::CloseSocket> closed;
  };
  struct RowEvent {
    chat::RowId id{};
    chat::Delivery delivery{};
    std::string author, text, error;
    bool deleted = false;
    std::string user;
  };
  struct Answer {
    int request = 0;
    std::string error;
  };
  struct ConsoleLine {
    app::ConsoleLevel level{};
    std::string words;
  };
  /// The newest one. Precondition: one was opened.
  [[nodiscard]] const Socket& socket() const { return sockets.back(); }
  /// The mirror's node with this role and name; null: none.
  [[nodiscard]] const ui::Node* find(ui::Role role, std::string_view name) const;
  [[nodiscard]] std::size_t count_lines(app::ConsoleLevel level, std::string_view beginning) const;

  TimePoint clock{Duration{1'000'000}};
  WallTime wall_clock{Duration{1'700'000'000'000}};
  Duration per_look{0};  ///< every look at the clock takes so long
  int utc_offset = 0;    ///< minutes
  bool refuse_sockets = false;
  bool refuse_sends = false;

  std::vector<Socket> sockets;
  std::map<ui::NodeId, std::string> fields;
  ui::NodeId focused = ui::node::none;
  std::vector<std::string> announcements;
  int copies_asked = 0;
  std::vector<ConsoleLine> console_lines;
  std::map<std::string, std::string, std::less<>> memory;
  bool keeping = false;  ///< set before the client is made
  std::vector<chat::KeptChange> kept;
  bool turn_wanted = false;
  std::string kept_room;
  std::vector<chat::Connection> links;
  std::vector<std::optional<std::uint32_t>> counts;  ///< of the room's members, each time something changed
  std::vector<std::string> typing;
  std::vector<RowEvent> rows;
  std::vector<std::string> protocol_errors;
  std::vector<net::SocketId> tokens_asked;
  std::vector<Answer> answers;
  std::map<ui::NodeId, ui::Node> nodes;
  std::vector<ui::NodeId> order;
  std::size_t mirror_calls = 0;

  // ---- the client's side ----
  [[nodiscard]] TimePoint now() override;
  [[nodiscard]] WallTime wall() override { return wall_clock; }
  [[nodiscard]] int utc_offset_minutes(WallTime) override { return utc_offset; }
  [[nodiscard]] std::string random_hex(int bytes) override;
  void ask_token(net::SocketId socket) override { tokens_asked.push_back(socket); }
  bool open_socket(const net::OpenSocket& open) override;
  bool send_text(net::SocketId socket, const std::string& text) override;
  void close_socket(net::SocketId socket, int code, const std::string& reason) override;
  void set_field(ui::NodeId field, std::string_view value) override { fields[field] = value; }
  void focus(ui::NodeId node) override { focused = node; }
  void copy_selection() override { ++copies_asked; }
  void announce(std::string_view words) override { announcements.emplace_back(words); }
  void console(app::ConsoleLevel level, std::string_view line) override;
  [[nodiscard]] std::string remembered(std::string_view key) override;
  void remember(std::string_view key, std::string_view value) override { memory[std::string(key)] = value; }
  [[nodiscard]] bool keeps() override { return keeping; }
  void keep(const chat::KeptChange& change) override { kept.push_back(change); }
  void want_turn(bool wanted) override { turn_wanted = wanted; }
  void keep_room(const std::string& frames) override { kept_room = frames; }
  void people_changed(const chat::People& people) override {
    counts.push_back(people.count());
    typing = people.typing();
  }
  void link_changed(const chat::Connection& connection) override { links.push_back(connection); }
  void row_changed(const chat::Row& row) override;
  void protocol_error(std::string_view detail) override { protocol_errors.emplace_back(detail); }
  void answered(int request, std::string_view error) override { answers.push_back({request, std::string(error)}); }
  void put(const ui::Node& node) override;
  void remove(ui::NodeId id) override;
  void reorder(const std::vector<ui::NodeId>& ids) override;

 private:
  Socket* find_socket(net::SocketId id);

  Random random_;
};

}  // namespace banter::headless
