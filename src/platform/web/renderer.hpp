// Dear ImGui on the canvas's WebGL2 context: creating it, drawing a frame, losing and regaining it.
#pragma once

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
  /// False: it could not be had again.
  bool context_restored();
  [[nodiscard]] bool ready() const { return ready_; }

 private:
  int context_ = 0;
  bool initialised_ = false;
  bool ready_ = false;
};

}  // namespace banter::web
