// The platform of a simulated tab: all that the client asks of it is the device's to do.
#pragma once

#include <string>
#include <string_view>

#include "device.hpp"

namespace banter::sim {

/// What nobody looks at (console, mirror, announcements) is not even noted.
class Device::Platform final : public headless::ScriptedPlatform {
 public:
  Platform(Device& device, std::uint64_t seed) : ScriptedPlatform(seed), device_(device) {}

  [[nodiscard]] TimePoint now() override { return device_.clock(); }
  [[nodiscard]] WallTime wall() override {
    return WallTime{Duration{1'700'000'000'000} + device_.env_.clock.now().time_since_epoch() + device_.browser_.ahead};
  }
  bool open_socket(const net::OpenSocket& open) override { return device_.connect(open); }
  bool send_text(net::SocketId socket, const std::string& text) override { return device_.write(socket, text); }
  void close_socket(net::SocketId socket, int code, const std::string& reason) override {
    device_.close(socket, code, reason);
  }
  [[nodiscard]] std::string remembered(std::string_view key) override {
    const auto found = device_.browser_.memory.find(key);
    return found == device_.browser_.memory.end() ? std::string() : found->second;
  }
  void remember(std::string_view key, std::string_view value) override {
    device_.browser_.memory[std::string(key)] = value;
  }
  [[nodiscard]] bool keeps() override { return device_.browser_.keeps; }
  void keep(const chat::KeptChange& change) override { device_.shelf_.keep(device_.tab_, change); }
  void want_turn(bool wanted) override { device_.shelf_.want_turn(device_.tab_, wanted); }
  void keep_room(const std::string& frames) override { device_.shelf_.keep_room(device_.tab_, frames); }
  void announce(std::string_view) override {}
  void console(app::ConsoleLevel, std::string_view) override {}
  void link_changed(const chat::Connection& connection) override { device_.link_changed(connection); }
  void row_changed(const chat::Row& row) override { device_.row_changed(row); }
  void protocol_error(std::string_view detail) override {
    device_.checker_.object("a frame that is not understood: " + std::string(detail));
  }

 private:
  Device& device_;
};

}  // namespace banter::sim
