// The whole chat as one view: header, log, composer, panels. Reads the model, emits intents.
// Must not know: the connection, the wire, the platform.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ui/connection_panel.hpp"
#include "ui/intent.hpp"
#include "ui/message_list.hpp"
#include "ui/model.hpp"
#include "ui/nick_form.hpp"
#include "ui/text_field.hpp"

namespace banter::ui {

enum class Key { up, down, page_up, page_down, home, end, escape };

class ChatView {
 public:
  /// Draws into the current ImGui window, over a surface that is cleared to the theme's background.
  void draw(Frame& frame, const Rect& area, const Model& model, std::vector<Intent>& intents);
  void rows_changed(const chat::Changes& changes, const chat::Store& store) { list_.changed(changes, store); }

  // ---- what reaches the view by way of the mirror ----
  /// A button or row was activated by assistive technology or the keyboard.
  void activate(NodeId id, std::vector<Intent>& intents);
  /// Enter in a field.
  void submit(NodeId id, std::vector<Intent>& intents);
  void key(NodeId id, Key key);
  /// The state of a field; null: no such field.
  FieldState* field(NodeId id);
  void field_touched(NodeId id, TimePoint now);

  /// A wheel step at (x, y), CSS pixels, positive downwards. False: nothing here scrolls that way, the host page may.
  bool wheel(float x, float y, float delta);
  [[nodiscard]] bool can_scroll(float x, float y, float delta) const;
  /// True: the finger at (x, y) drags the scrollbar. Its thumb can be had for a moment after the log has moved.
  bool touch_begins(float x, float y, bool scrolled) { return list_.touch_begins(x, y, scrolled); }
  /// A finger rests at (x, y). True: what it does next is meant for the text there, and does not scroll.
  bool long_press(float x, float y);
  /// When the view must be drawn again by itself (a blinking caret, a countdown).
  [[nodiscard]] std::optional<TimePoint> next_change(const Frame& frame, const Model& model) const;

  [[nodiscard]] const MessageList& list() const { return list_; }
  [[nodiscard]] const TextField& composer() const { return composer_; }
  [[nodiscard]] bool log_open() const { return log_open_; }

 private:
  void draw_header(Frame& frame, const Rect& r, const Model& model);
  void draw_composer(Frame& frame, const Rect& r, std::vector<Intent>& intents);
  void draw_jump_pill(Frame& frame, const Rect& list);

  MessageList list_;
  TextField composer_{node::composer, "Type a message", true};
  NickForm nick_form_;
  ConnectionPanel panel_;
  bool log_open_ = false;
  bool asking_nick_ = false;
};

}  // namespace banter::ui
