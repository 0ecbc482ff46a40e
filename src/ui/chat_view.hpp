// The whole chat as one view: header, log, composer, panels. Reads the model, emits intents.
// Must not know: the connection, the wire, the platform.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ui/composer.hpp"
#include "ui/connection_panel.hpp"
#include "ui/intent.hpp"
#include "ui/members_panel.hpp"
#include "ui/message_list.hpp"
#include "ui/model.hpp"
#include "ui/nick_form.hpp"
#include "ui/shortcut_help.hpp"

namespace banter::ui {

enum class Key { up, down, page_up, page_down, home, end, escape, left, right, select_all, help };

/// What is held with a key.
struct Modifiers {
  bool extend = false;   ///< Shift: the selection goes along
  bool by_word = false;  ///< Ctrl, or Option where that is the habit
};

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
  /// A key that the element with the focus does not use itself. False: it means nothing here either.
  bool key(NodeId id, Key key, std::vector<Intent>& intents, Modifiers with = {});
  void select_all(const chat::Store& store) { list_.select_all(store); }
  /// A finger rests at (x, y). True: what it does next is meant for the text there, and does not scroll.
  bool long_press(float x, float y) { return !asking_nick_ && list_.long_press(x, y); }
  void press_comes(int clicks, bool shift) { list_.press_comes(clicks, shift); }
  void clear_selection() { list_.clear_selection(); }
  /// Scrolls to a row and marks it for a moment.
  void show(chat::RowId row) { list_.show(row); }
  /// It is on the screen, as last drawn.
  [[nodiscard]] bool shows(chat::RowId row) const;
  void scroll_to_start() { list_.scroll_to_start(); }
  /// The state of a field; null: no such field.
  FieldState* field(NodeId id);
  void field_touched(NodeId id, TimePoint now);

  /// A wheel step at (x, y), CSS pixels, positive downwards. False: nothing here scrolls that way, the host page may.
  bool wheel(float x, float y, float delta);
  [[nodiscard]] bool can_scroll(float x, float y, float delta) const;
  /// True: the finger at (x, y) drags the scrollbar, or a handle of the selection. The thumb can be had for a moment
  /// after the log has moved.
  bool touch_begins(float x, float y, bool scrolled) {
    return list_.grip_handle(x, y) || list_.touch_begins(x, y, scrolled);
  }
  /// What is there scrolls, or is part of what scrolls; or else it stands still, as a button over the log does.
  [[nodiscard]] bool in_scroller(float x, float y) const;
  /// Something moves by itself: the next frame is wanted at once.
  [[nodiscard]] bool moving() const { return list_.moving(); }
  /// When the view must be drawn again by itself (a blinking caret, a countdown).
  [[nodiscard]] std::optional<TimePoint> next_change(const Frame& frame, const Model& model) const;

  [[nodiscard]] const MessageList& list() const { return list_; }
  /// Work for when there is nothing else to do.
  void measure_some(text::Painter& painter, const chat::Store& store) { list_.measure_some(painter, store); }
  /// The field one writes in.
  [[nodiscard]] const TextField& composer() const { return composer_.field(); }
  [[nodiscard]] bool log_open() const { return panel_ == Panel::log; }

 private:
  void draw_header(Frame& frame, const Rect& r, const Model& model, std::vector<Intent>& intents);
  /// The button with the count of members, which ends at `right`; returns where it begins.
  float draw_members_button(Frame& frame, const Rect& header, float right, const Model& model,
                            std::vector<Intent>& intents);
  void draw_jump_pill(Frame& frame, const Rect& list);
  bool scroll(NodeId id, Key key);
  bool escape(NodeId id, std::vector<Intent>& intents);
  /// Brings what has just got the focus by keyboard into view.
  void reveal(const Frame& frame);

  /// One at a time, beside the chat or, where that is narrow, over it.
  enum class Panel { none, log, help, members };
  void open(Panel panel, NodeId focused, std::vector<Intent>& intents);
  /// The focus does not stay behind in what goes.
  void close_panel(NodeId focused, std::vector<Intent>& intents);
  void toggle(Panel panel, NodeId focused, std::vector<Intent>& intents);

  MessageList list_;
  Composer composer_;
  NickForm nick_form_;
  ConnectionPanel log_;
  ShortcutHelp help_;
  MembersPanel members_;
  Panel panel_ = Panel::none;
  NodeId opener_ = node::none;    // what had the focus when the panel was opened
  NodeId revealed_ = node::none;  // what had the focus in the last frame
  bool asking_nick_ = false;
  bool list_shown_ = false;
};

}  // namespace banter::ui
