// Which marks in a text belong together: the rules for where one may begin and end, and the stack of those that wait
// for their other half. The stack is that of CommonMark's appendix "A parsing strategy" with fewer ways to pair.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace banter::text {

/// Bytes that are shown, with the marks that end before and begin after them.
struct Piece {
  std::size_t start = 0, end = 0;
  std::uint16_t closes = 0, opens = 0;  ///< of Mark
  std::uint16_t marks = 0;              ///< of these bytes alone
  std::uint16_t link = 0;               ///< of Span
};

struct Flanks {
  bool can_open = false, can_close = false;
};

/// What a run of `length` signs ('*', '_', '~' or '|') may do between these two code points.
Flanks flanks(char sign, std::size_t length, char32_t previous, char32_t next);

class Pairs {
 public:
  void clear();
  /// `left` signs at the end of pieces[piece] wait to be closed. `solid` counts what marks may hold.
  void open(char sign, std::uint8_t left, std::size_t solid, std::size_t piece);
  /// Pairs what can be of the `left` signs at the start of `closer`, changing it and the piece that opens. False: what
  /// is left is no mark, nor is what it would have closed, for there was nothing between them.
  bool close(char sign, std::uint8_t& left, std::size_t solid, std::vector<Piece>& pieces, Piece& closer);

 private:
  struct Opener {
    std::size_t piece, solid;
    char sign;
    std::uint8_t left;  // signs that are not paired
  };
  std::size_t find(char sign, std::uint8_t left);
  void forget_from(std::size_t size);

  std::vector<Opener> openers_;
  std::array<std::size_t, 6> bottoms_{};  // of openers_, by kind of closer: none below is its opener
};

}  // namespace banter::text
