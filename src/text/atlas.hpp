// Places boxes on a bounded number of square pages, in shelves. When all are full the page that
// was used longest ago is blanked and begun anew. Pure bookkeeping: no pixels here.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace banter::text {

class Atlas {
 public:
  /// Sizes in device pixels. max_pages * page_size² * 4 bytes is the texture budget.
  Atlas(int page_size, int max_pages) : page_size_(page_size), max_pages_(max_pages) {}

  struct Place {
    int page = 0, x = 0, y = 0;
    std::uint32_t life = 0;   ///< the page's life: a place is gone when the page's life has moved on
    bool fresh_page = false;  ///< the page was begun for this place: blank it first
  };
  /// None when the box is larger than a page, or every page was touched in `frame` already.
  std::optional<Place> place(int width, int height, std::uint32_t frame);
  /// The page is in use in `frame`.
  void touch(int page, std::uint32_t frame) { pages_[static_cast<std::size_t>(page)].last_used = frame; }
  [[nodiscard]] bool alive(int page, std::uint32_t life) const {
    return static_cast<std::size_t>(page) < pages_.size() && pages_[static_cast<std::size_t>(page)].life == life;
  }
  [[nodiscard]] int pages() const { return static_cast<int>(pages_.size()); }
  [[nodiscard]] int page_size() const { return page_size_; }

 private:
  struct Shelf {
    int y, height, x;
  };
  struct Page {
    std::vector<Shelf> shelves;
    int bottom = 0;
    std::uint32_t last_used = 0;
    std::uint32_t life = 1;
  };
  std::optional<Place> place_on(int index, int width, int height);

  int page_size_;
  int max_pages_;
  std::vector<Page> pages_;
};

}  // namespace banter::text
