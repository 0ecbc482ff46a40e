// The module's exports: one chat per instance. JavaScript (web/embed/chat.js) calls them; each
// returns quickly, and says through banter_wants() and banter_deadline() what it wants next.
#include <emscripten/emscripten.h>
#include <imgui.h>

#include <algorithm>
#include <memory>
#include <string>

#include "base/utf8.hpp"
#include "platform/web/host.h"
#include "platform/web/instance.hpp"
#include "ui/fontless.hpp"

std::unique_ptr<banter::web::Instance> banter::web::instance;

namespace {

using namespace banter;
using web::instance;

constexpr Duration step_budget{4};
constexpr Duration backlog_budget{10};
constexpr std::size_t backlog_bytes = 1 << 20;
constexpr std::size_t inbox_good = 128 << 10;  // what lies long leaves the processor's cache
constexpr std::size_t inbox_limit = 16 << 20;  // then frames are taken in where they arrive

std::string result;  // of the last call that has words to return

void step() {
  instance->client.step(instance->client.inbox_bytes() > backlog_bytes ? backlog_budget : step_budget);
}

void draw() {
  ImGuiIO& io = ImGui::GetIO();
  const TimePoint now = instance->platform.now();
  const auto elapsed = static_cast<float>((now - instance->drawn).count()) / 1000.0F;
  instance->drawn = now;
  io.DeltaTime = std::clamp(elapsed, 0.001F, 0.1F);
  // The canvas has whole pixels, the box need not: what is drawn is placed by the scale and must not be stretched to
  // fit. The hundredth is against truncation, for Dear ImGui multiplies again.
  io.DisplaySize = {(static_cast<float>(instance->device_width) + 0.01F) / instance->scale,
                    (static_cast<float>(instance->device_height) + 0.01F) / instance->scale};
  io.DisplayFramebufferScale = {instance->scale, instance->scale};
  instance->renderer.begin_frame();
  ImGui::NewFrame();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(io.DisplaySize);
  ImGui::Begin("banter", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav);
  instance->client.draw(instance->surface);
  ImGui::End();
  ImGui::Render();
  instance->glyphs.upload();
  instance->renderer.render(instance->device_width, instance->device_height, instance->surface.theme().background);
  const ImGuiMouseCursor cursor = ImGui::GetMouseCursor();
  banter_js_set_cursor(cursor == ImGuiMouseCursor_Hand ? 1 : cursor == ImGuiMouseCursor_TextInput ? 2 : 0);
}

const char* keep(std::string words) {
  result = std::move(words);
  return result.c_str();
}

std::string text_of(const char* s) {
  return s == nullptr ? std::string() : std::string(s);
}

}  // namespace

extern "C" {

/// `token`: an app::Options::Token. Null: the options are good. Otherwise what is wrong with them, for the embedding
/// page's developer.
EMSCRIPTEN_KEEPALIVE const char* banter_create(const char* url, const char* room, const char* nick, const char* dialect,
                                               const char* message_field, const char* nick_field, int token,
                                               int page_size) {
  app::Options options;
  const auto good_url = app::check_url(text_of(url));
  if (!good_url) return keep(good_url.error().message);
  const auto good_room = app::check_room(text_of(room));
  if (!good_room) return keep(good_room.error().message);
  const auto good_dialect = app::check_dialect(text_of(dialect));
  if (!good_dialect) return keep(good_dialect.error().message);
  if (nick != nullptr && *nick != '\0') {
    const auto good_nick = app::check_nick(nick);
    if (!good_nick) return keep(good_nick.error().message);
    options.nick = *good_nick;
  }
  options.url = *good_url;
  options.room = *good_room;
  options.dialect = *good_dialect;
  options.token = static_cast<app::Options::Token>(token);
  if (message_field != nullptr && *message_field != '\0') options.plain.message = message_field;
  if (nick_field != nullptr && *nick_field != '\0') options.plain.nick = nick_field;

  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigInputTrickleEventQueue = true;
  ImGuiStyle& style = ImGui::GetStyle();
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.WindowMinSize = {1, 1};
  ui::add_empty_font();

  instance = std::make_unique<web::Instance>(std::move(options), page_size);
  return nullptr;
}

/// Null: it runs. Otherwise what is missing, for the person.
EMSCRIPTEN_KEEPALIVE const char* banter_start() {
  if (!instance->renderer.start()) return keep("This browser has no WebGL 2, or the page has used up its contexts.");
  instance->client.start();
  return nullptr;
}

EMSCRIPTEN_KEEPALIVE void banter_destroy() {
  if (!instance) return;
  instance->client.stop();
  instance.reset();
  ImGui::DestroyContext();
}

// ---- the loop ----

EMSCRIPTEN_KEEPALIVE void banter_step() {
  step();
}

/// A step, and a frame when one is wanted.
EMSCRIPTEN_KEEPALIVE void banter_frame() {
  step();
  if (instance->client.wants_frame() && instance->renderer.ready()) draw();
}

/// Bit 0: a frame; bit 1: a step soon.
EMSCRIPTEN_KEEPALIVE int banter_wants() {
  return (instance->client.wants_frame() && instance->renderer.ready() ? 1 : 0) |
         (instance->client.wants_step() ? 2 : 0);
}

/// Milliseconds until a step is wanted; negative: none.
EMSCRIPTEN_KEEPALIVE double banter_deadline() {
  const auto next = instance->client.next_deadline();
  if (!next) return -1;
  return std::max(0.0, static_cast<double>((*next - instance->platform.now()).count()));
}

/// 1: so much waits that a step should come before the next frame; 2: it must be taken in at once. -1: frames are held
/// back, and the next step is the deadline's.
EMSCRIPTEN_KEEPALIVE int banter_overfull() {
  const std::size_t waiting = instance->client.inbox_bytes();
  if (waiting > inbox_good) return waiting > inbox_limit ? 2 : 1;
  return instance->client.holds_frames() ? -1 : 0;
}

// ---- surface and input ----

EMSCRIPTEN_KEEPALIVE void banter_resize(float width, float height, int device_width, int device_height, float scale) {
  instance->surface.width = width;
  instance->surface.height = height;
  instance->device_width = device_width;
  instance->device_height = device_height;
  instance->scale = scale;
  instance->painter.set_scale(scale);
  ImGui::GetStyle().CircleTessellationMaxError = 0.3F / scale;  // round at every scale
  instance->client.repaint();
}

/// `target`: the least side of what is pressed, CSS pixels.
EMSCRIPTEN_KEEPALIVE void banter_appearance(int dark, int reduced_motion, float target) {
  instance->surface.dark = dark != 0;
  instance->surface.reduced_motion = reduced_motion != 0;
  instance->surface.forced.reset();
  instance->surface.target = target;
  instance->client.repaint();
}

/// After banter_appearance, where the system forces its own colours. Each is 0xRRGGBB.
EMSCRIPTEN_KEEPALIVE void banter_forced_colors(unsigned canvas, unsigned canvas_text, unsigned link_text,
                                               unsigned button_face, unsigned button_text, unsigned highlight,
                                               unsigned highlight_text, unsigned gray_text) {
  instance->surface.forced = ui::system_theme({.canvas = ui::rgb(canvas),
                                               .canvas_text = ui::rgb(canvas_text),
                                               .link_text = ui::rgb(link_text),
                                               .button_face = ui::rgb(button_face),
                                               .button_text = ui::rgb(button_text),
                                               .highlight = ui::rgb(highlight),
                                               .highlight_text = ui::rgb(highlight_text),
                                               .gray_text = ui::rgb(gray_text)});
}

EMSCRIPTEN_KEEPALIVE void banter_fonts_changed() {
  instance->painter.forget();
  instance->client.repaint();
}

/// The colour that text is drawn in before it is made white.
EMSCRIPTEN_KEEPALIVE void banter_ink_changed() {
  instance->painter.forget_sprites();
  instance->client.repaint();
}

EMSCRIPTEN_KEEPALIVE void banter_context_lost() {
  instance->renderer.context_lost();
}

EMSCRIPTEN_KEEPALIVE void banter_context_restored() {
  instance->glyphs.lose_textures();
  instance->painter.forget_sprites();
  instance->renderer.context_restored();
  instance->client.repaint();
}

/// `kind`: 0 move, 1 down, 2 up, 3 gone, 4 a finger has rested. CSS pixels. 1 as an answer to 4: the finger's way from
/// here on is the chat's; nothing scrolls.
EMSCRIPTEN_KEEPALIVE int banter_pointer(int kind, float x, float y, int touch) {
  if (kind == 4) return instance->client.long_press(x, y) ? 1 : 0;
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(touch != 0 ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
  if (kind == 3) {
    io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  } else {
    io.AddMousePosEvent(x, y);
  }
  if (kind == 1 || kind == 2) io.AddMouseButtonEvent(ImGuiMouseButton_Left, kind == 1);
  if (kind == 0) {
    instance->client.pointer_moved();
  } else {
    instance->client.pointer_acted();
  }
  return 0;
}

/// With a press of mouse or pen, before a frame sees it: the how manieth at its place, is Shift held, and is it in a
/// text field, which banter_pointer is not told of.
EMSCRIPTEN_KEEPALIVE void banter_press(int clicks, int shift, int in_field) {
  if (in_field != 0) return instance->client.clear_selection();
  instance->client.press_comes(clicks, shift != 0);
}

/// Tells the host what is selected of the log, through banter_js_copied; nothing when nothing is.
EMSCRIPTEN_KEEPALIVE void banter_copy() {
  // Keys and presses that no frame has seen yet count.
  for (int i = 0; i < 4 && instance->client.wants_frame() && instance->renderer.ready(); ++i) draw();
  const ui::SelectedText copied = instance->client.copy();
  if (copied.copied == 0) return;
  banter_js_copied(copied.text.data(), static_cast<int>(copied.text.size()), copied.html.data(),
                   static_cast<int>(copied.html.size()));
}

EMSCRIPTEN_KEEPALIVE int banter_wheel(float x, float y, float delta) {
  return instance->client.wheel(x, y, delta) ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE int banter_can_scroll(float x, float y, float delta) {
  return instance->client.can_scroll(x, y, delta) ? 1 : 0;
}

/// 0: on what stands still; 1: on what scrolls; 2: it drags what it touches.
EMSCRIPTEN_KEEPALIVE int banter_touch_begins(float x, float y, int scrolled) {
  if (instance->client.touch_begins(x, y, scrolled != 0)) return 2;
  return instance->client.in_scroller(x, y) ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void banter_focus(unsigned node, int visible) {
  instance->client.set_focus(node, visible != 0);
}

/// Offsets in UTF-16 units, as the DOM counts.
EMSCRIPTEN_KEEPALIVE void banter_field(unsigned field, const char* value, int selection_start, int selection_end,
                                       int composition_start, int composition_end, float scroll_top, int line) {
  ui::FieldState state;
  state.value = text_of(value);
  const auto bytes = [&](int units) {
    return static_cast<std::uint32_t>(utf8::byte_offset(state.value, static_cast<std::size_t>(std::max(0, units))));
  };
  state.selection_start = bytes(selection_start);
  state.selection_end = bytes(selection_end);
  state.composition_start = bytes(composition_start);
  state.composition_end = bytes(composition_end);
  state.scroll_top = scroll_top;
  state.line = line;
  instance->client.field_changed(field, std::move(state));
}

EMSCRIPTEN_KEEPALIVE void banter_submit(unsigned field) {
  instance->client.field_submitted(field);
}
EMSCRIPTEN_KEEPALIVE void banter_activate(unsigned node) {
  instance->client.activate(node);
}
/// `modifiers`: bit 0 extends the selection, bit 1 goes by words. 0: the browser may have it.
EMSCRIPTEN_KEEPALIVE int banter_key(unsigned node, int key, int modifiers) {
  const ui::Modifiers with{.extend = (modifiers & 1) != 0, .by_word = (modifiers & 2) != 0};
  return instance->client.key(node, static_cast<ui::Key>(key), with) ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE void banter_woke(void) {
  instance->client.woke();
}
EMSCRIPTEN_KEEPALIVE void banter_online(int online) {
  instance->client.set_online(online != 0);
}

// ---- the embedding page ----

/// Null: accepted. Otherwise why not.
EMSCRIPTEN_KEEPALIVE const char* banter_send(const char* text) {
  const auto sent = instance->client.send(text_of(text));
  return sent ? nullptr : keep(sent.error().message);
}

/// Says something to the person, for a while.
EMSCRIPTEN_KEEPALIVE void banter_notice(const char* words) {
  instance->client.notice(text_of(words));
}

EMSCRIPTEN_KEEPALIVE void banter_reconnect() {
  instance->client.reconnect();
}
/// Whether others are told that the person types.
EMSCRIPTEN_KEEPALIVE void banter_typing(int told) {
  instance->client.set_typing(told != 0);
}
EMSCRIPTEN_KEEPALIVE void banter_listen(int rows) {
  instance->client.set_listening(rows != 0);
}

}  // extern "C"
