// A whole client in a scripted world, and the server's side of its wire through the real codecs.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/client.hpp"
#include "platform/headless/fixed_glyphs.hpp"
#include "platform/headless/headless_screen.hpp"
#include "platform/headless/scripted_platform.hpp"
#include "protocol/codec.hpp"

namespace banter::app::test {

using namespace std::chrono_literals;

inline Options options_with(std::string nick, protocol::Dialect dialect = protocol::Dialect::banter) {
  Options options;
  options.url = "wss://example.org/ws";
  options.nick = std::move(nick);
  options.dialect = dialect;
  return options;
}

class AppBench {
 public:
  explicit AppBench(Options options = options_with("ann"))
      : server_(protocol::make_server_codec(options.dialect)),
        banter_(options.dialect == protocol::Dialect::banter),
        painter(glyphs, {}),
        screen(800, 600),
        client(std::make_unique<Client>(std::move(options), platform, painter, glyphs)) {}

  // ---- time ----
  /// Steps and frames until nothing more is wanted. Time stands still.
  void run() {
    for (int i = 0; i < 200; ++i) {
      client->step(4ms);
      if (client->wants_frame()) {
        frame();
      } else if (!client->wants_step()) {
        return;
      }
    }
    FAIL() << "it never comes to rest";
  }
  void frame() {
    screen.frame([&] { client->draw(surface); });
  }
  /// Time passes, and the client acts at its deadlines on the way.
  void pass(Duration time) {
    const TimePoint end = platform.clock + time;
    for (int guard = 0; guard < 10'000; ++guard) {
      const auto next = client->next_deadline();
      if (!next || *next >= end) break;
      if (*next > platform.clock) platform.pass(*next - platform.clock);
      run();
    }
    platform.pass(end - platform.clock);
    run();
  }

  // ---- the server ----
  [[nodiscard]] net::SocketId socket() const { return platform.socket().opened.socket; }
  void opened() {
    client->receive(net::Opened{socket(), banter_ ? std::string(protocol::banter_subprotocol) : std::string()});
    run();
  }
  void text(std::string_view frame_text) {
    client->receive(net::Frame{socket(), frame_text, false});
    run();
  }
  void says(const protocol::Event& event) { text(encode(event)); }
  [[nodiscard]] std::string encode(const protocol::Event& event) const { return server_->encode(event); }
  /// Arrives and waits in the inbox.
  void arrives(const protocol::Event& event) { client->receive(net::Frame{socket(), encode(event), false}); }
  void closed(int code = 1006, std::string reason = {}) {
    client->receive(net::Closed{socket(), code, std::move(reason), code != 1006});
    run();
  }
  /// What the client said on the newest socket since the last call.
  std::vector<protocol::Command> commands() {
    if (read_socket_ != platform.sockets.size()) read_frames_ = 0;
    read_socket_ = platform.sockets.size();
    protocol::Decoded<protocol::Command> out;
    const auto& sent = platform.socket().sent;
    for (; read_frames_ < sent.size(); ++read_frames_) server_->decode(sent[read_frames_], out);
    EXPECT_TRUE(out.errors.empty()) << "the client speaks badly";
    return std::move(out.messages);
  }
  template <class T>
  std::vector<T> commands_of() {
    std::vector<T> out;
    for (protocol::Command& c : commands()) {
      if (auto* wanted = std::get_if<T>(&c)) out.push_back(std::move(*wanted));
    }
    return out;
  }

  /// The page begins anew, in the same browser.
  void reborn(Options options = options_with("ann")) {
    client.reset();
    platform.sockets.clear();
    read_socket_ = read_frames_ = 0;
    client = std::make_unique<Client>(std::move(options), platform, painter, glyphs);
  }

  // ---- short words ----
  static protocol::ChatMessage message(protocol::Seq seq, std::string words, std::string nick = "bob") {
    protocol::ChatMessage m;
    m.room = "general";
    m.seq = seq;
    m.user = "user of " + nick;
    m.nick = std::move(nick);
    m.text = std::move(words);
    m.time = WallTime{1'700'000'000'000ms};
    return m;
  }
  /// From the socket's opening to the joined room.
  void join(protocol::Seq last = 0, std::vector<protocol::ChatMessage> history = {}) {
    opened();
    says(protocol::Welcome{"me", client->options().nick, 65536});
    says(protocol::Joined{"general", "epoch", last});
    says(protocol::History{"general", std::move(history), false, false});
  }
  void started() {
    client->start();
    run();
  }
  void type(std::string words) {
    const auto end = static_cast<std::uint32_t>(words.size());
    client->field_changed(ui::node::composer, {std::move(words), end, end, 0, 0, 0});
  }
  void say(std::string words) {
    type(std::move(words));
    client->field_submitted(ui::node::composer);
    run();
  }
  [[nodiscard]] std::vector<std::string> rows() const {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < client->store().size(); ++i) {
      const chat::Row row = client->store().row(i);
      out.push_back(std::string(row.author) + ": " + std::string(row.text) +
                    (row.own() ? " (" + std::string(chat::to_string(row.delivery)) + ")" : ""));
    }
    return out;
  }

 private:
  std::unique_ptr<protocol::ServerCodec> server_;
  bool banter_;
  std::size_t read_socket_ = 0;
  std::size_t read_frames_ = 0;

 public:
  headless::ScriptedPlatform platform;
  headless::FixedGlyphs glyphs;
  text::Painter painter;
  headless::HeadlessScreen screen;
  Surface surface{800, 600, false, false};
  std::unique_ptr<Client> client;
};

using Lines = std::vector<std::string>;

}  // namespace banter::app::test
