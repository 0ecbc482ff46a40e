#include "platform/web/renderer.hpp"

#include <GLES3/gl3.h>
#include <emscripten/html5.h>
#include <imgui.h>

#include "platform/web/host.h"

namespace banter::web {

Renderer::~Renderer() {
  if (context_ <= 0) return;
  DrawLists::lose_textures();
  banter_js_lose_context();
  emscripten_webgl_destroy_context(context_);
}

bool Renderer::start() {
  banter_js_bind_canvas();
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  // The page has made the context already (chat.js), with the same attributes: those that are first asked for hold.
  attributes.majorVersion = 2;
  attributes.alpha = EM_FALSE;
  attributes.depth = EM_FALSE;
  attributes.stencil = EM_FALSE;
  attributes.antialias = EM_FALSE;  // ImGui feathers its own edges
  attributes.enableExtensionsByDefault = EM_FALSE;
  context_ = emscripten_webgl_create_context("!canvas", &attributes);
  if (context_ <= 0) return false;
  emscripten_webgl_make_context_current(context_);
  DrawLists::announce();
  lists_.create();
  return ready_ = true;
}

void Renderer::begin_frame() {
  emscripten_webgl_make_context_current(context_);
}

void Renderer::render(int device_width, int device_height, unsigned background) {
  glViewport(0, 0, device_width, device_height);
  glClearColor(static_cast<float>(background & 0xFF) / 255, static_cast<float>(background >> 8 & 0xFF) / 255,
               static_cast<float>(background >> 16 & 0xFF) / 255, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  lists_.draw(*ImGui::GetDrawData());
}

void Renderer::context_lost() {
  ready_ = false;
}

void Renderer::context_restored() {
  emscripten_webgl_make_context_current(context_);
  DrawLists::lose_textures();
  lists_.create();
  ready_ = true;
}

}  // namespace banter::web
