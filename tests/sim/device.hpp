// A browser tab and the person before it: the real app::Client over a platform whose clock, sockets and memory are
// simulated.
// Must not know: the server's insides.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/client.hpp"
#include "browser.hpp"
#include "checker.hpp"
#include "environment.hpp"
#include "platform/headless/fixed_glyphs.hpp"
#include "platform/headless/scripted_platform.hpp"
#include "server.hpp"
#include "wire.hpp"

namespace banter::sim {

class Device final : public Tab {
 public:
  struct Person {
    std::string token, nick, room;
  };
  Device(Environment& env, Server& server, Checker& checker, text::Painter& painter, Browser& browser,
         std::size_t number, Person person);
  ~Device() override;

  void open();
  /// The page goes and comes again. What the platform remembers stays.
  /// `crashed`: without a word.
  void reload(bool crashed);
  /// The person does one thing.
  void act();
  /// Nothing runs for a while. `clock_stops`: the steady clock neither.
  void sleep(Duration time, bool clock_stops);
  void go_offline(Duration time);
  void set_clock(Duration ahead) { browser_.ahead = ahead; }
  /// The newest connection, if it is one; null: there is none.
  [[nodiscard]] WirePtr wire() const;

  /// Shows the checker all rows.
  void look(bool final = false);
  /// Connected, in the room, with everything confirmed, and everything received that the disk has.
  [[nodiscard]] bool settled(const Disk& disk) const;
  [[nodiscard]] std::string state() const;
  [[nodiscard]] const std::string& room() const { return person_.room; }

  // ---- what the browser tells it ----
  [[nodiscard]] TimePoint awake_at() const override { return asleep_until_; }
  void restored(const std::vector<chat::KeptMessage>& messages, const std::string& room) override;
  void kept(const std::string& id) override;
  void keeping_failed() override;
  void changed_elsewhere(const std::vector<chat::KeptChange>& changes) override;
  void has_turn() override;

 private:
  class Platform;

  bool connect(const net::OpenSocket& open);
  bool write(net::SocketId socket, const std::string& text);
  void close(net::SocketId socket, int code, const std::string& reason);
  void received(Wire& wire, const Item& item);
  void sent(Wire& wire, const Item& item);
  void row_changed(const chat::Row& row);
  void link_changed(const chat::Connection& connection);

  void type();
  void edit();
  void begin_edit();
  void save_edit();
  void settle_own();
  void remove();
  void scroll_back();
  void jump();
  void look_at_waiting(const chat::Row& row);
  void step();
  /// Runs step() when the browser would: soon after something came, or at the client's next deadline.
  void wake();
  [[nodiscard]] TimePoint clock() const { return env_.clock.now() - stopped_; }
  [[nodiscard]] std::string words();
  static const headless::FixedGlyphs& glyphs();

  Environment& env_;
  Server& server_;
  Checker& checker_;
  text::Painter& painter_;
  Browser& browser_;
  Shelf& shelf_;
  Shelf::TabId tab_ = 0;
  bool keeps_ = false;  ///< what this page shows as queued is kept
  const ui::PageTextures& textures_;
  std::size_t number_;
  Person person_;
  std::unique_ptr<Platform> platform_;
  std::unique_ptr<app::Client> client_;
  std::map<std::uint32_t, WirePtr> wires_;  ///< that are not closed, by the world's numbers
  std::uint32_t last_socket_ = 0;
  std::map<net::SocketId, std::uint32_t> socket_of_;  ///< the world's number of this page's sockets
  Duration stopped_{0};                               ///< how long the steady clock stood still
  TimePoint asleep_until_{};
  std::uint64_t wakes_ = 0;  ///< the newest wake counts
  int hurry_ = 0;            ///< wakes in a row that could not wait
  int typed_ = 0, edits_ = 0, commands_ = 0;
  int most_;                 ///< messages that this person has to say
  std::string edited_text_;  ///< as the person saved it last
  std::string known_epoch_;
  protocol::Seq sought_ = 0;  ///< by a jump, and not seen yet
};

}  // namespace banter::sim
