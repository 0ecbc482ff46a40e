#include "platform/web/draw_lists.hpp"

#include <GLES3/gl3.h>

#include <cstddef>
#include <initializer_list>

namespace banter::web {
namespace {

enum Attribute : GLuint { position, texel, tint, surface };

// The surface's size comes as an attribute that is the same for all vertices: to ask where a uniform is would wait for
// the program to be linked.
constexpr const char* vertex_shader = R"(#version 300 es
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 texel;
layout(location = 2) in vec4 tint;
layout(location = 3) in vec4 surface;
out vec2 at;
out vec4 ink;
void main() {
  at = texel;
  ink = tint;
  gl_Position = vec4(position * surface.xy + surface.zw, 0.0, 1.0);
}
)";

constexpr const char* fragment_shader = R"(#version 300 es
precision mediump float;
uniform sampler2D page;
in vec2 at;
in vec4 ink;
out vec4 color;
void main() { color = ink * texture(page, at); }
)";

void attach(GLuint program, GLenum kind, const char* source) {
  const GLuint shader = glCreateShader(kind);
  glShaderSource(shader, 1, &source, nullptr);
  glCompileShader(shader);
  glAttachShader(program, shader);
  glDeleteShader(shader);  // the program keeps it
}

const void* offset(std::size_t bytes) {
  return reinterpret_cast<const void*>(bytes);  // NOLINT(performance-no-int-to-ptr): as OpenGL wants offsets
}

GLuint name_of(ImTextureID id) {
  return static_cast<GLuint>(id);
}

}  // namespace

void DrawLists::announce() {
  ImGuiIO& io = ImGui::GetIO();
  io.BackendRendererName = "banter";
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  // ImGuiBackendFlags_RendererHasVtxOffset stays unset: ES 3.0 cannot, and ImGui begins a new list instead.
}

// Whether the shaders compile is not asked: they are constants, and the answer would be waited for.
void DrawLists::create() {
  program_ = glCreateProgram();
  attach(program_, GL_VERTEX_SHADER, vertex_shader);
  attach(program_, GL_FRAGMENT_SHADER, fragment_shader);
  glLinkProgram(program_);
  glGenBuffers(1, &vertices_);
  glGenBuffers(1, &indices_);
  glBindBuffer(GL_ARRAY_BUFFER, vertices_);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_);
  for (const GLuint attribute : {position, texel, tint}) glEnableVertexAttribArray(attribute);
  constexpr GLsizei stride = sizeof(ImDrawVert);
  glVertexAttribPointer(position, 2, GL_FLOAT, GL_FALSE, stride, offset(offsetof(ImDrawVert, pos)));
  glVertexAttribPointer(texel, 2, GL_FLOAT, GL_FALSE, stride, offset(offsetof(ImDrawVert, uv)));
  glVertexAttribPointer(tint, 4, GL_UNSIGNED_BYTE, GL_TRUE, stride, offset(offsetof(ImDrawVert, col)));
  glEnable(GL_BLEND);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glUseProgram(program_);
}

void DrawLists::update(ImTextureData& texture) {
  if (texture.Status == ImTextureStatus_WantCreate) {
    GLuint name = 0;
    glGenTextures(1, &name);
    glBindTexture(GL_TEXTURE_2D, name);
    for (const GLenum filter : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER})
      glTexParameteri(GL_TEXTURE_2D, filter, GL_LINEAR);
    for (const GLenum wrap : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T})
      glTexParameteri(GL_TEXTURE_2D, wrap, GL_CLAMP_TO_EDGE);
    texture.SetTexID(static_cast<ImTextureID>(name));
  }
  if (texture.Status == ImTextureStatus_WantCreate || texture.Status == ImTextureStatus_WantUpdates) {
    // All of it: it holds a white pixel and lines, and hardly ever changes.
    glBindTexture(GL_TEXTURE_2D, name_of(texture.TexID));
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, texture.Width, texture.Height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 texture.GetPixels());
    texture.SetStatus(ImTextureStatus_OK);
  } else if (texture.Status == ImTextureStatus_WantDestroy && texture.UnusedFrames > 0) {
    const GLuint name = name_of(texture.TexID);
    glDeleteTextures(1, &name);
    texture.SetTexID(ImTextureID_Invalid);
    texture.SetStatus(ImTextureStatus_Destroyed);
  }
}

void DrawLists::draw(ImDrawData& data) {
  if (data.Textures != nullptr) {
    for (ImTextureData* texture : *data.Textures)
      if (texture->Status != ImTextureStatus_OK) update(*texture);
  }
  const ImVec2 size = data.DisplaySize;
  const ImVec2 scale = data.FramebufferScale;
  const float height = size.y * scale.y;
  glVertexAttrib4f(surface, 2 / size.x, -2 / size.y, -1, 1);
  glEnable(GL_SCISSOR_TEST);
  GLuint bound = 0;
  ImVec4 cut;  // none that is drawn in is empty
  for (const ImDrawList* list : data.CmdLists) {
    glBufferData(GL_ARRAY_BUFFER, list->VtxBuffer.size_in_bytes(), list->VtxBuffer.Data, GL_STREAM_DRAW);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, list->IdxBuffer.size_in_bytes(), list->IdxBuffer.Data, GL_STREAM_DRAW);
    for (const ImDrawCmd& command : list->CmdBuffer) {
      if (command.UserCallback != nullptr) continue;  // nothing of ours sets any
      const ImVec4& clip = command.ClipRect;
      if (clip.z <= clip.x || clip.w <= clip.y || command.ElemCount == 0) continue;
      if (clip.x != cut.x || clip.y != cut.y || clip.z != cut.z || clip.w != cut.w) {
        cut = clip;
        glScissor(static_cast<GLint>(clip.x * scale.x), static_cast<GLint>(height - clip.w * scale.y),
                  static_cast<GLsizei>((clip.z - clip.x) * scale.x), static_cast<GLsizei>((clip.w - clip.y) * scale.y));
      }
      const GLuint name = name_of(command.GetTexID());
      if (name != bound) glBindTexture(GL_TEXTURE_2D, bound = name);
      constexpr GLenum type = sizeof(ImDrawIdx) == 2 ? GL_UNSIGNED_SHORT : GL_UNSIGNED_INT;
      glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(command.ElemCount), type,
                     offset(command.IdxOffset * sizeof(ImDrawIdx)));
    }
  }
  glDisable(GL_SCISSOR_TEST);  // for the next frame's clear
}

void DrawLists::lose_textures() {
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    texture->SetTexID(ImTextureID_Invalid);
    texture->SetStatus(ImTextureStatus_Destroyed);  // ImGui asks for a new one where it is still used
  }
}

}  // namespace banter::web
