// What markup's two passes share. The blocks pass gathers a block's lines in a Content, without their prefixes; the
// inline pass reads that as one text and shows pieces of it through the Output, which keeps the books of where they
// were.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/markup.hpp"

namespace banter::text {

/// A block's text, lines ended by '\n', and where in the source each stretch of it is.
class Content {
 public:
  struct Stretch {
    std::uint32_t at, length;             ///< bytes of the content
    std::uint32_t source, source_length;  ///< of the source: as long, or a longer line end
    bool copied;                          ///< the source's bytes as they are
  };

  explicit Content(std::string_view source) : source_(source) {}
  void clear();
  /// Adds these bytes of the source, which follow those added before.
  void add(std::size_t start, std::size_t end);
  /// Adds the line end that these bytes are.
  void add_newline(std::size_t start, std::size_t end);

  /// Valid until the next clear(); add nothing after the first call.
  std::string_view text();
  const std::vector<Stretch>& stretches() const { return stretches_; }

 private:
  std::string_view source_;
  std::vector<Stretch> stretches_;
  std::uint32_t length_ = 0;
  std::string joined_;  // only when the content is not one stretch of the source
};

class Output {
 public:
  explicit Output(Markup& out);

  void begin(Block block);
  void end();
  /// The newline between two blocks stands for the line end before the second.
  void separator(std::size_t source_start, std::size_t source_end);

  /// These bytes of the content as they are. Calls for one block must ascend.
  void show(const Content& content, std::string_view text, std::size_t start, std::size_t end, unsigned marks,
            std::uint16_t link = 0);
  /// Something else in their place.
  void show_instead(const Content& content, std::size_t start, std::size_t end, std::string_view shown, unsigned marks);
  /// The new link's index, or 0 when there are as many as can be told apart.
  std::uint16_t add_link(std::string href);

 private:
  /// The stretch that `at` is in.
  const Content::Stretch& seek(const Content& content, std::size_t at);
  void put(std::string_view shown, std::size_t source_start, std::size_t source_end, unsigned marks,
           std::uint16_t link);

  Markup& out_;
  std::size_t stretch_ = 0;     // of the content that is being shown
  std::size_t first_span_ = 0;  // of the block
};

/// Shows the block's content with its inline marks.
void show_inline(Content& content, Output& out);

}  // namespace banter::text
