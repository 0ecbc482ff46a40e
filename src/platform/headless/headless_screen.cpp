#include "platform/headless/headless_screen.hpp"

#include <algorithm>
#include <cmath>

#include "ui/fontless.hpp"

namespace banter::headless {
namespace {

constexpr ImTextureID imgui_texture = 1;  // ImGui's own: shapes

}  // namespace

HeadlessScreen::HeadlessScreen(float width, float height)
    : width_(width), height_(height), context_(ImGui::CreateContext()) {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  ImGuiStyle& style = ImGui::GetStyle();
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.WindowMinSize = {1, 1};
  ui::add_empty_font();
}

HeadlessScreen::~HeadlessScreen() {
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    texture->SetTexID(ImTextureID_Invalid);
    texture->SetStatus(ImTextureStatus_Destroyed);
  }
  ImGui::DestroyContext(context_);
}

void HeadlessScreen::resize(float width, float height) {
  width_ = width;
  height_ = height;
}

void HeadlessScreen::accept_textures(ImDrawData& data) {
  if (data.Textures == nullptr) return;
  for (ImTextureData* texture : *data.Textures) {
    if (texture->Status == ImTextureStatus_WantDestroy) {
      texture->SetTexID(ImTextureID_Invalid);
      texture->SetStatus(ImTextureStatus_Destroyed);
    } else if (texture->Status != ImTextureStatus_OK) {
      texture->SetTexID(imgui_texture);
      texture->SetStatus(ImTextureStatus_OK);
    }
  }
}

void HeadlessScreen::frame(const std::function<void()>& draw) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {width_, height_};
  io.DeltaTime = 1.0F / 60;
  ImGui::NewFrame();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(io.DisplaySize);
  ImGui::Begin("banter", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav);
  draw();
  ImGui::End();
  ImGui::Render();
  ImDrawData& data = *ImGui::GetDrawData();
  accept_textures(data);
  vertices_ = static_cast<std::size_t>(data.TotalVtxCount);
  commands_ = 0;
  for (const ImDrawList* list : data.CmdLists) commands_ += static_cast<std::size_t>(list->CmdBuffer.Size);
  cursor_ = ImGui::GetMouseCursor();
}

void HeadlessScreen::move(float x, float y) {
  ImGui::GetIO().AddMousePosEvent(x, y);
}
void HeadlessScreen::press() {
  ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, true);
}
void HeadlessScreen::release() {
  ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, false);
}

void HeadlessScreen::click(float x, float y, const std::function<void()>& draw) {
  move(x, y);
  frame(draw);
  press();
  frame(draw);
  release();
  frame(draw);
}

bool HeadlessScreen::Word::visible() const {
  return rect.x < clip.right() && rect.right() > clip.x && rect.y < clip.bottom() && rect.bottom() > clip.y;
}

std::vector<HeadlessScreen::Word> HeadlessScreen::words(const FixedGlyphs& glyphs, int page_size) const {
  std::vector<Word> out;
  const auto pixel = [&](float uv) { return static_cast<int>(std::lround(uv * static_cast<float>(page_size))); };
  for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists) {
    for (const ImDrawCmd& command : list->CmdBuffer) {
      if (command.ElemCount == 0 || command.GetTexID() < FixedGlyphs::first_texture) continue;
      const int page = static_cast<int>(command.GetTexID() - FixedGlyphs::first_texture);
      // A sprite is two triangles over four vertices: top left, top right, bottom right, bottom left.
      for (unsigned i = 0; i + 6 <= command.ElemCount; i += 6) {
        const ImDrawIdx* index = list->IdxBuffer.Data + command.IdxOffset + i;
        const ImDrawVert& a = list->VtxBuffer[static_cast<int>(command.VtxOffset) + index[0]];
        const ImDrawVert& c = list->VtxBuffer[static_cast<int>(command.VtxOffset) + index[2]];
        const FixedGlyphs::Drawn* drawn = glyphs.at(page, pixel(a.uv.x), pixel(a.uv.y));
        const ImVec4& clip = command.ClipRect;
        out.push_back({drawn == nullptr ? "(nothing is there)" : drawn->text,
                       {a.pos.x, a.pos.y, c.pos.x - a.pos.x, c.pos.y - a.pos.y},
                       {clip.x, clip.y, clip.z - clip.x, clip.w - clip.y},
                       a.col,
                       drawn == nullptr ? text::Style{} : drawn->style});
      }
    }
  }
  return out;
}

std::optional<ui::Rect> HeadlessScreen::shapes(ui::Color color) const {
  std::optional<ui::Rect> box;
  for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists) {
    for (const ImDrawCmd& command : list->CmdBuffer) {
      if (command.ElemCount == 0 || command.GetTexID() != imgui_texture) continue;
      for (unsigned i = 0; i < command.ElemCount; ++i) {
        const ImDrawIdx index = list->IdxBuffer[static_cast<int>(command.IdxOffset + i)];
        const ImDrawVert& v = list->VtxBuffer[static_cast<int>(command.VtxOffset) + index];
        if (v.col != color) continue;
        if (!box) box = ui::Rect{v.pos.x, v.pos.y, 0, 0};
        const float left = std::min(box->x, v.pos.x);
        const float top = std::min(box->y, v.pos.y);
        box = ui::Rect{left, top, std::max(box->right(), v.pos.x) - left, std::max(box->bottom(), v.pos.y) - top};
      }
    }
  }
  return box;
}

}  // namespace banter::headless
