// A font engine without glyphs, so that Dear ImGui runs without a font file.
#pragma once

namespace banter::ui {

/// Gives the current ImGui context its one, empty font. Call once after ImGui::CreateContext.
void add_empty_font();

}  // namespace banter::ui
