// How the connection does: its state, and the round trips of the last minutes as a plot and in words.
// Must not know: how they were measured.
#pragma once

#include <string>

#include "ui/canvas.hpp"
#include "ui/model.hpp"

namespace banter::ui {

/// At the top of `r`, in its width; where it is low, without the plot. The height that was used.
float draw_link(Frame& frame, const Rect& r, const Model& model);

/// "Connected for 3 min, 2 reconnects".
std::string link_state_words(const Model& model, TimePoint now);
/// "Round trip 12 ms, at most 48 ms in the last five minutes".
std::string round_trip_words(const Model& model);
/// The plot's scale: the smallest of 20, 50, 100, 200, 500, … ms that holds `longest`.
Duration plot_scale(Duration longest);
/// The time that it shows: whole minutes, from one to LinkHistory::span, for as long as something is known of.
Duration plot_span(const chat::LinkHistory& links, TimePoint now);

}  // namespace banter::ui
