#include "platform/web/web_platform.hpp"

#include <emscripten/emscripten.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <array>

#include "platform/web/host.h"

namespace banter::web {
namespace {

int size_of(std::string_view s) {
  return static_cast<int>(s.size());
}
double milliseconds(WallTime time) {
  return static_cast<double>(time.time_since_epoch().count());
}

}  // namespace

std::string joined_names(const chat::People& people) {
  std::string all;
  for (const std::string& name : people.typing()) all += name + '\n';
  return all;
}

TimePoint WebPlatform::now() {
  return TimePoint{Duration{static_cast<Duration::rep>(emscripten_get_now())}};
}

WallTime WebPlatform::wall() {
  return WallTime{std::chrono::milliseconds{static_cast<Duration::rep>(emscripten_date_now())}};
}

int WebPlatform::utc_offset_minutes(WallTime time) {
  return banter_js_utc_offset(milliseconds(time));
}

std::string WebPlatform::random_hex(int bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, 64> raw{};
  const auto count = std::min(static_cast<std::size_t>(bytes), raw.size());
  banter_js_random(raw.data(), static_cast<int>(count));
  std::string out;
  out.reserve(2 * count);
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(digits[raw[i] >> 4]);
    out.push_back(digits[raw[i] & 15]);
  }
  return out;
}

void WebPlatform::ask_token(net::SocketId socket) {
  banter_js_ask_token(socket);
}

void WebPlatform::set_field(ui::NodeId field, std::string_view value) {
  banter_js_set_field(field, value.data(), size_of(value));
}
void WebPlatform::focus(ui::NodeId node) {
  banter_js_focus(node);
}
void WebPlatform::copy_selection() {
  banter_js_copy();
}
void WebPlatform::announce(std::string_view words) {
  banter_js_announce(words.data(), size_of(words));
}

void WebPlatform::console(app::ConsoleLevel level, std::string_view line) {
  banter_js_console(level == app::ConsoleLevel::error ? 1 : 0, line.data(), size_of(line));
}

std::string WebPlatform::remembered(std::string_view key) {
  std::array<char, 512> room{};
  const int length = banter_js_remembered(key.data(), size_of(key), room.data(), static_cast<int>(room.size()));
  return {room.data(), static_cast<std::size_t>(std::max(0, length))};
}

void WebPlatform::remember(std::string_view key, std::string_view value) {
  banter_js_remember(key.data(), size_of(key), value.data(), size_of(value));
}

bool WebPlatform::keeps() {
  return banter_js_keeps() != 0;
}

void WebPlatform::keep(const chat::KeptChange& change) {
  const chat::KeptMessage& m = change.message;
  banter_js_keep(static_cast<int>(change.what), static_cast<int>(m.stage), static_cast<double>(m.place),
                 static_cast<double>(m.version), milliseconds(m.time), static_cast<double>(change.seq),
                 static_cast<double>(change.edit), m.id.data(), size_of(m.id), m.owner.data(), size_of(m.owner),
                 m.author.data(), size_of(m.author), change.epoch.data(), size_of(change.epoch), m.text.data(),
                 size_of(m.text), m.error.data(), size_of(m.error));
}

void WebPlatform::want_turn(bool wanted) {
  banter_js_want_turn(wanted ? 1 : 0);
}

void WebPlatform::keep_room(const std::string& frames) {
  banter_js_keep_room(frames.data(), size_of(frames));
}

void WebPlatform::link_changed(const chat::Connection& connection) {
  const double retry_in = connection.retry_at ? static_cast<double>((*connection.retry_at - now()).count()) : -1;
  banter_js_link(static_cast<int>(connection.link), connection.reason.data(), size_of(connection.reason), retry_in);
}

void WebPlatform::people_changed(const chat::People& people) {
  const std::string names = joined_names(people);
  banter_js_people(people.count() ? static_cast<double>(*people.count()) : -1, names.data(), size_of(names));
}

void WebPlatform::row_changed(const chat::Row& row) {
  const std::string_view text = row.deleted ? std::string_view() : row.text;
  banter_js_row(static_cast<unsigned>(row.id), static_cast<double>(row.seq), static_cast<int>(row.delivery),
                marks_of(row), milliseconds(row.time), row.author.data(), size_of(row.author), row.user.data(),
                size_of(row.user), text.data(), size_of(text), row.error.data(), size_of(row.error));
}

void WebPlatform::protocol_error(std::string_view detail) {
  banter_js_protocol_error(detail.data(), size_of(detail));
}

void WebPlatform::answered(int request, std::string_view error) {
  banter_js_answered(request, error.data(), size_of(error));
}

void WebPlatform::put(const ui::Node& n) {
  banter_js_mirror_put(n.id, n.parent, static_cast<int>(n.role), n.flags, n.position, n.set_size, n.rect.x, n.rect.y,
                       n.rect.w, n.rect.h, n.name.data(), size_of(n.name), n.href.data(), size_of(n.href),
                       n.lang.data(), size_of(n.lang));
}

void WebPlatform::remove(ui::NodeId id) {
  banter_js_mirror_remove(id);
}

void WebPlatform::reorder(const std::vector<ui::NodeId>& ids) {
  banter_js_mirror_order(ids.data(), static_cast<int>(ids.size()));
}

}  // namespace banter::web
