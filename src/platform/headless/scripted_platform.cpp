#include "platform/headless/scripted_platform.hpp"

#include <algorithm>

namespace banter::headless {

TimePoint ScriptedPlatform::now() {
  pass(per_look);
  return clock;
}

std::string ScriptedPlatform::random_hex(int bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (int i = 0; i < 2 * bytes; ++i) out.push_back(digits[random_.below(digits.size())]);
  return out;
}

ScriptedPlatform::Socket* ScriptedPlatform::find_socket(net::SocketId id) {
  const auto found =
      std::find_if(sockets.begin(), sockets.end(), [&](const Socket& s) { return s.opened.socket == id; });
  return found == sockets.end() ? nullptr : &*found;
}

bool ScriptedPlatform::open_socket(const net::OpenSocket& open) {
  if (refuse_sockets) return false;
  sockets.push_back({open, {}, std::nullopt});
  return true;
}

bool ScriptedPlatform::send_text(net::SocketId socket, const std::string& text) {
  Socket* known = find_socket(socket);
  if (known == nullptr || known->closed || refuse_sends) return false;
  known->sent.push_back(text);
  return true;
}

void ScriptedPlatform::close_socket(net::SocketId socket, int code, const std::string& reason) {
  if (Socket* known = find_socket(socket)) known->closed = net::CloseSocket{socket, code, reason};
}

void ScriptedPlatform::console(app::ConsoleLevel level, std::string_view line) {
  console_lines.push_back({level, std::string(line)});
}

std::string ScriptedPlatform::remembered(std::string_view key) {
  const auto found = memory.find(key);
  return found == memory.end() ? std::string() : found->second;
}

void ScriptedPlatform::row_changed(const chat::Row& row) {
  rows.push_back({row.id, row.delivery, std::string(row.author), std::string(row.text), std::string(row.error),
                  row.deleted, std::string(row.user)});
}

void ScriptedPlatform::put(const ui::Node& node) {
  ++mirror_calls;
  nodes[node.id] = node;
}

void ScriptedPlatform::remove(ui::NodeId id) {
  ++mirror_calls;
  nodes.erase(id);
}

void ScriptedPlatform::reorder(const std::vector<ui::NodeId>& ids) {
  ++mirror_calls;
  order = ids;
}

const ui::Node* ScriptedPlatform::find(ui::Role role, std::string_view name) const {
  const auto found = std::find_if(nodes.begin(), nodes.end(),
                                  [&](const auto& n) { return n.second.role == role && n.second.name == name; });
  return found == nodes.end() ? nullptr : &found->second;
}

std::size_t ScriptedPlatform::count_lines(app::ConsoleLevel level, std::string_view beginning) const {
  return static_cast<std::size_t>(
      std::count_if(console_lines.begin(), console_lines.end(), [&](const ConsoleLine& line) {
        return line.level == level && std::string_view(line.words).starts_with(beginning);
      }));
}

}  // namespace banter::headless
