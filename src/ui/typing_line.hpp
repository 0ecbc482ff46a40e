// The line above the composer that says who types. Nothing announces it: who listens is not interrupted.
#pragma once

#include <string>
#include <vector>

#include "ui/canvas.hpp"

namespace banter::ui {

/// "Ada is typing…", "Ada and Bo are typing…", "Several people are typing…"; empty when nobody is.
std::string typing_words(const std::vector<std::string>& names);

/// In `r`, as far as there is room.
void draw_typing_line(Frame& frame, const Rect& r, const std::vector<std::string>& names);

}  // namespace banter::ui
