// What one module holds: one chat. Must not know: the exports that use it.
#pragma once

#include <memory>
#include <utility>

#include "app/client.hpp"
#include "platform/web/glyphs_web.hpp"
#include "platform/web/renderer.hpp"
#include "platform/web/web_platform.hpp"

namespace banter::web {

struct Instance {
  explicit Instance(app::Options options, int page_size)
      : platform([this]() -> app::Inbox& { return client.inbox(); }),
        glyphs(page_size, scale),
        painter(glyphs, {.page_size = page_size}),
        client(std::move(options), platform, painter, glyphs) {}

  float scale = 1;
  int device_width = 1, device_height = 1;
  app::Surface surface;
  TimePoint drawn{};
  WebPlatform platform;
  GlyphsWeb glyphs;
  text::Painter painter;
  app::Client client;
  Renderer renderer;  // last: its end needs nothing of the others
};

/// Null before banter_create and after banter_destroy; no other export is called then.
extern std::unique_ptr<Instance> instance;

}  // namespace banter::web
