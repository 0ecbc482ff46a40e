// app::Platform by the browser: hands everything on to the page's ChatHost.
#pragma once

#include "app/platform.hpp"
#include "platform/web/sockets_web.hpp"

namespace banter::web {

/// Nicknames of those who type, each ended by a line feed, which no name has.
std::string joined_names(const chat::People& people);

/// Of a row, for the page: bit 0: its text is not the one it was sent with; bit 1: it was deleted.
inline int marks_of(const chat::Row& row) {
  return (row.edited ? 1 : 0) | (row.deleted ? 2 : 0);
}

class WebPlatform final : public app::Platform {
 public:
  explicit WebPlatform(std::function<app::Inbox&()> inbox) : sockets_(std::move(inbox)) {}

  TimePoint now() override;
  WallTime wall() override;
  int utc_offset_minutes(WallTime time) override;
  std::string random_hex(int bytes) override;
  void ask_token(net::SocketId socket) override;
  bool open_socket(const net::OpenSocket& open) override { return sockets_.open(open); }
  bool send_text(net::SocketId socket, const std::string& text) override { return sockets_.send(socket, text); }
  void close_socket(net::SocketId socket, int code, const std::string& reason) override {
    sockets_.close(socket, code, reason);
  }
  void set_field(ui::NodeId field, std::string_view value) override;
  void focus(ui::NodeId node) override;
  void copy_selection() override;
  void announce(std::string_view words) override;
  void console(app::ConsoleLevel level, std::string_view line) override;
  std::string remembered(std::string_view key) override;
  void remember(std::string_view key, std::string_view value) override;
  bool keeps() override;
  void keep(const chat::KeptChange& change) override;
  void want_turn(bool wanted) override;
  void keep_room(const std::string& frames) override;
  void link_changed(const chat::Connection& connection) override;
  void people_changed(const chat::People& people) override;
  void row_changed(const chat::Row& row) override;
  void protocol_error(std::string_view detail) override;
  void answered(int request, std::string_view error) override;
  void put(const ui::Node& node) override;
  void remove(ui::NodeId id) override;
  void reorder(const std::vector<ui::NodeId>& ids) override;

 private:
  SocketsWeb sockets_;
};

}  // namespace banter::web
