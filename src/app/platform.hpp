// All that the client needs from the world: clocks, sockets, fields, words to say. The web
// platform implements it with the browser, the headless one with a script.
#pragma once

#include <string>
#include <string_view>

#include "base/time.hpp"
#include "chat/connection.hpp"
#include "chat/people.hpp"
#include "chat/store.hpp"
#include "net/session.hpp"
#include "ui/mirror.hpp"

namespace banter::app {

enum class ConsoleLevel { info, error };

class Platform : public ui::MirrorSink {
 public:
  // ---- time and chance ----
  [[nodiscard]] virtual TimePoint now() = 0;
  [[nodiscard]] virtual WallTime wall() = 0;
  /// Of the person's time zone at `time`, minutes, east positive.
  [[nodiscard]] virtual int utc_offset_minutes(WallTime time) = 0;
  /// `bytes` cryptographically random bytes as lower-case hex.
  [[nodiscard]] virtual std::string random_hex(int bytes) = 0;

  /// For one to log in with; the answer comes back through Client::receive.
  virtual void ask_token(net::SocketId socket) = 0;

  // ---- sockets; what happens to them comes back through Client::receive ----
  /// False: it could not even be begun (a bad URL, blocked by the page's policy).
  virtual bool open_socket(const net::OpenSocket& open) = 0;
  /// False: it is not open, or too much is waiting to be sent.
  virtual bool send_text(net::SocketId socket, const std::string& text) = 0;
  virtual void close_socket(net::SocketId socket, int code, const std::string& reason) = 0;

  // ---- the person ----
  /// Replaces the text of a real field; the caret goes to its end.
  virtual void set_field(ui::NodeId field, std::string_view value) = 0;
  virtual void focus(ui::NodeId node) = 0;
  /// Asks for Client::copy(), as a person's Ctrl+C does.
  virtual void copy_selection() = 0;
  /// Says something short through the polite live region.
  virtual void announce(std::string_view words) = 0;
  virtual void console(ConsoleLevel level, std::string_view line) = 0;

  // ---- a small memory across visits ----
  /// Empty when there is none (or the person forbids it).
  [[nodiscard]] virtual std::string remembered(std::string_view key) = 0;
  virtual void remember(std::string_view key, std::string_view value) = 0;

  // ---- what outlives the visit ----
  /// Whether own messages can be kept across reloads. The same for as long as the client lives.
  [[nodiscard]] virtual bool keeps() = 0;
  /// Carries this out, and tells the other tabs of this person. Once a put is durable: Client::message_kept. When it
  /// cannot be: Client::keeping_failed; what is to be dropped is still told after that, and of that no failure is told.
  virtual void keep(const chat::KeptChange& change) = 0;
  /// Of all tabs that share the outbox one at a time is told Client::set_turn(true), until it wants no turn any more.
  virtual void want_turn(bool wanted) = 0;
  /// The room as it is, for the next visit: frames for Client::restore_room. In place of what was kept before.
  virtual void keep_room(const std::string& frames) = 0;

  // ---- the embedding page ----
  virtual void link_changed(const chat::Connection& connection) = 0;
  /// Who is in the room, or who types there, may have changed.
  virtual void people_changed(const chat::People& people) { static_cast<void>(people); }
  /// A row is new or its delivery changed. Only called while the page listens (Client::set_listening).
  virtual void row_changed(const chat::Row& row) = 0;
  virtual void protocol_error(std::string_view detail) = 0;
  /// Of a command that the page gave under this number. Empty: it was carried out; otherwise why not.
  virtual void answered(int request, std::string_view error) = 0;
};

}  // namespace banter::app
