// Visual order of the runs of one line: rule L2 of UAX #9 over levels that come from each run's
// first strong character. Explicit embeddings and full neutral resolution come with the real
// algorithm, behind the same two functions.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/layout.hpp"

namespace banter::text {

/// Gives every run of the line its level and its x, starting from `line.x`.
/// `directions` are those of the line's runs.
void place_runs(std::vector<Run>& runs, const Line& line, const std::vector<Direction>& directions, bool right_to_left);

}  // namespace banter::text
