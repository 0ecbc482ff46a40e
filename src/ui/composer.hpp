// Where one writes: the field for a new message with its Send button or, in its place, the field for another text of
// an own message. The two are fields of their own, so that the draft of the one is not lost for the other.
// Must not know: whether what is sent or saved arrives.
#pragma once

#include <string_view>
#include <vector>

#include "ui/intent.hpp"
#include "ui/model.hpp"
#include "ui/text_field.hpp"

namespace banter::ui {

class Composer {
 public:
  /// In a view of this size. Remembers whether the model edits.
  float wanted_height(Frame& frame, float view_width, float view_height, const Model& model);
  void draw(Frame& frame, const Rect& r, const Model& model, bool line_above, std::vector<Intent>& intents);
  /// Enter, or the button, in one of its fields. True: a message was sent.
  bool submit(NodeId id, std::vector<Intent>& intents) const;

  [[nodiscard]] bool editing() const { return editing_; }
  /// The field that is shown.
  [[nodiscard]] const TextField& field() const { return editing_ ? edit_ : message_; }
  [[nodiscard]] TextField& field() { return editing_ ? edit_ : message_; }
  /// Null: it has no such field.
  TextField* find(NodeId id);

 private:
  TextField message_{node::composer, "Type a message", true};
  TextField edit_{node::edit_field, "Edit your message", true};
  bool editing_ = false;
};

}  // namespace banter::ui
