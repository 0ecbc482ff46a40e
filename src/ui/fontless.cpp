#include "ui/fontless.hpp"

#include <imgui.h>
#include <imgui_internal.h>

namespace {

bool load_glyph(ImFontAtlas*, ImFontConfig*, ImFontBaked*, void*, ImWchar, ImFontGlyph* glyph, float* advance) {
  if (advance != nullptr) {
    *advance = 0;
    return true;
  }
  *glyph = ImFontGlyph();
  return true;
}

bool init_baked(ImFontAtlas*, ImFontConfig*, ImFontBaked* baked, void*) {
  baked->Ascent = baked->Size;
  baked->Descent = 0;
  return true;
}

}  // namespace

namespace ImGuiFreeType {

const ImFontLoader* GetFontLoader() {
  static ImFontLoader loader = [] {
    ImFontLoader l;
    l.Name = "banter: no glyphs";
    l.FontBakedInit = init_baked;
    l.FontBakedLoadGlyph = load_glyph;
    return l;
  }();
  return &loader;
}

}  // namespace ImGuiFreeType

namespace banter::ui {

void add_empty_font() {
  ImFontConfig config;
  config.FontLoader = ImGuiFreeType::GetFontLoader();
  config.SizePixels = 16;
  ImGui::GetIO().Fonts->AddFont(&config);
}

}  // namespace banter::ui
