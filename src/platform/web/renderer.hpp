// Dear ImGui on the canvas's WebGL2 context: creating it, drawing a frame, losing and regaining it.
#pragma once

#include "platform/web/draw_lists.hpp"

namespace banter::web {

class Renderer {
 public:
  Renderer() = default;
  ~Renderer();
  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;

  /// False: there is no WebGL2 here.
  bool start();
  /// Before ImGui::NewFrame.
  void begin_frame();
  /// The current ImGui draw data.
  void render(int device_width, int device_height, unsigned background);
  void context_lost();
  void context_restored();
  [[nodiscard]] bool ready() const { return ready_; }

 private:
  int context_ = 0;
  DrawLists lists_;
  bool ready_ = false;
};

}  // namespace banter::web
