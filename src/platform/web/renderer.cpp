#include "platform/web/renderer.hpp"

#include <GLES3/gl3.h>
#include <backends/imgui_impl_opengl3.h>
#include <emscripten/html5.h>
#include <imgui.h>

#include "platform/web/host.h"

namespace banter::web {

Renderer::~Renderer() {
  if (context_ <= 0) return;
  if (initialised_) ImGui_ImplOpenGL3_Shutdown();
  banter_js_lose_context();
  emscripten_webgl_destroy_context(context_);
}

bool Renderer::start() {
  banter_js_bind_canvas();
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.alpha = EM_FALSE;
  attributes.depth = EM_FALSE;
  attributes.stencil = EM_FALSE;
  attributes.antialias = EM_FALSE;  // ImGui feathers its own edges
  attributes.enableExtensionsByDefault = EM_FALSE;
  context_ = emscripten_webgl_create_context("!canvas", &attributes);
  if (context_ <= 0) return false;
  emscripten_webgl_make_context_current(context_);
  initialised_ = ready_ = ImGui_ImplOpenGL3_Init("#version 300 es");
  return ready_;
}

void Renderer::begin_frame() {
  emscripten_webgl_make_context_current(context_);
  ImGui_ImplOpenGL3_NewFrame();
}

void Renderer::render(int device_width, int device_height, unsigned background) {
  glViewport(0, 0, device_width, device_height);
  glClearColor(static_cast<float>(background & 0xFF) / 255, static_cast<float>(background >> 8 & 0xFF) / 255,
               static_cast<float>(background >> 16 & 0xFF) / 255, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void Renderer::context_lost() {
  ready_ = false;
}

bool Renderer::context_restored() {
  emscripten_webgl_make_context_current(context_);
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
  ready_ = ImGui_ImplOpenGL3_CreateDeviceObjects();
  return ready_;
}

}  // namespace banter::web
