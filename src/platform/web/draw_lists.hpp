// Dear ImGui's draw lists on the current WebGL2 context, which nobody else draws on. So nothing of the context's state
// is ever read: each glGet waits until the GPU process has done all that was asked of it before, and Dear ImGui's own
// backend, which saves what it finds, spent half of a busy page's time waiting so.
// Must not know: how the context is created and lost.
#pragma once

#include <imgui.h>

namespace banter::web {

class DrawLists {
 public:
  /// Says what it can do to the current ImGui context.
  static void announce();
  /// Program and buffers. Call when the GL context is new, or anew after a loss; what was before is gone with it.
  void create();
  /// Textures that ImGui asks for, then all its triangles. Precondition: create().
  void draw(ImDrawData& data);
  /// Forgets the textures of a lost context: they are made again by the next draw().
  static void lose_textures();

 private:
  static void update(ImTextureData& texture);

  unsigned program_ = 0, vertices_ = 0, indices_ = 0;
};

}  // namespace banter::web
