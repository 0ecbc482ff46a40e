// The views of the connection's state: the pill in the header, the banner, and the page that is
// shown while there are no messages.
#pragma once

#include <string>
#include <vector>

#include "ui/canvas.hpp"
#include "ui/intent.hpp"
#include "ui/model.hpp"

namespace banter::ui {

/// "Connected", "Connecting…", "Reconnecting in 4 s", "Offline", …
std::string connection_words(const chat::Connection& connection, TimePoint now);

/// Draws the pill so that it ends at `right`.
void draw_connection_pill(Frame& frame, const Model& model, float right, float middle, bool compact);

/// Height of the banner in a view of this width; 0 when there is nothing to say.
float banner_height(Frame& frame, const Model& model, float width);
void draw_banner(Frame& frame, const Model& model, const Rect& r, std::vector<Intent>& intents);

void draw_empty(Frame& frame, const Model& model, const Rect& r);

}  // namespace banter::ui
