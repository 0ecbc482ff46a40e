// The first thing a newcomer sees: a card that asks for a nickname.
#pragma once

#include <vector>

#include "ui/intent.hpp"
#include "ui/model.hpp"
#include "ui/text_field.hpp"

namespace banter::ui {

class NickForm {
 public:
  TextField field{node::nick_field, "Nickname", false};

  void draw(Frame& frame, const Rect& r, const Model& model, std::vector<Intent>& intents);
  /// Enter, or the Join button.
  void submit(std::vector<Intent>& intents);
};

}  // namespace banter::ui
