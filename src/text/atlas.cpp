#include "text/atlas.hpp"

#include <algorithm>

namespace banter::text {

std::optional<Atlas::Place> Atlas::place_on(int index, int width, int height) {
  Page& page = pages_[static_cast<std::size_t>(index)];
  const int shelf_height = std::min((height + 3) & ~3, page_size_);  // few heights, so that shelves are shared
  for (Shelf& shelf : page.shelves) {
    if (shelf.height == shelf_height && shelf.x + width <= page_size_) {
      const Place place{index, shelf.x, shelf.y, page.life, false};
      shelf.x += width;
      return place;
    }
  }
  if (page.bottom + shelf_height > page_size_) return std::nullopt;
  page.shelves.push_back({page.bottom, shelf_height, width});
  const Place place{index, 0, page.bottom, page.life, false};
  page.bottom += shelf_height;
  return place;
}

std::optional<Atlas::Place> Atlas::place(int width, int height, std::uint32_t frame) {
  if (width > page_size_ || height > page_size_) return std::nullopt;
  for (int i = pages() - 1; i >= 0; --i) {
    if (auto found = place_on(i, width, height)) {
      touch(i, frame);
      return found;
    }
  }
  int index = pages();
  if (index < max_pages_) {
    pages_.emplace_back();
  } else {
    index = -1;
    for (int i = 0; i < pages(); ++i) {
      const Page& page = pages_[static_cast<std::size_t>(i)];
      if (page.last_used != frame &&
          (index < 0 || page.last_used < pages_[static_cast<std::size_t>(index)].last_used)) {
        index = i;
      }
    }
    if (index < 0) return std::nullopt;
    Page& page = pages_[static_cast<std::size_t>(index)];
    page = Page{{}, 0, frame, page.life + 1};
  }
  auto found = place_on(index, width, height);
  touch(index, frame);
  if (found) found->fresh_page = true;
  return found;
}

}  // namespace banter::text
