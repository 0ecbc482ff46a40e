#include "text/layout.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "text/bidi.hpp"
#include "text/graphemes.hpp"

namespace banter::text {
namespace {

constexpr float tab_columns = 8;  // CSS tab-size
constexpr std::string_view ellipsis = "\u2026";
constexpr std::string_view soft_hyphen = "\u00AD";
constexpr std::string_view hyphen = "\u2010";

bool has_ink(const Run& run) {
  return run.kind == Segment::Kind::word || run.kind == Segment::Kind::emoji;
}

/// One pass over the segments. Runs of the line being filled are those from line_first_ on.
class LineFiller {
 public:
  /// `levels`: null when all are 0.
  LineFiller(Painter& painter, Style style, std::string_view text, const std::vector<LevelRun>* levels, float max_width,
             Layout& out)
      : painter_(painter),
        style_(style),
        text_(text),
        levels_(levels),
        max_width_(std::max(max_width, 1.0F)),
        piece_width_(0.95F * static_cast<float>(painter.page_size()) / painter.scale()),
        out_(out) {}

  void fill(bool trailing_line) {
    const float space = painter_.measure(style_, " ");
    Segmenter segmenter(text_, levels_, &painter_);
    Segment segment;
    bool ended = false;  // by a newline
    while (segmenter.next(segment)) {
      ended = false;
      switch (segment.kind) {
        case Segment::Kind::newline:
          push(segment, 0, 0);
          end_line();
          ended = true;
          break;
        case Segment::Kind::tab: {
          const float stop = space * tab_columns;
          float width = stop > 0 ? (std::floor(x_ / stop + 1e-3F) + 1) * stop - x_ : 0;
          if (width < space / 2) width += stop;  // as browsers have it: a tab is always seen
          push(segment, 0, width);
          break;
        }
        case Segment::Kind::space: {
          const bool plain = text_[segment.start] == ' ';
          push(segment, 0,
               plain ? space * static_cast<float>(segment.end - segment.start)
                     : painter_.measure(style_, slice(segment)));
          break;
        }
        default:
          word(segment);
      }
    }
    if (!ended || trailing_line || out_.lines.empty()) end_line();
  }

 private:
  std::string_view slice(const Segment& s) const { return text_.substr(s.start, s.end - s.start); }

  /// As it is measured and drawn, by itself.
  SegmentId id_of(const Segment& s) {
    const std::string_view mark =
        levels_ != nullptr && s.kind == Segment::Kind::word ? override_for(slice(s), s.level) : std::string_view{};
    if (mark.empty()) return painter_.segment(style_, slice(s));
    marked_.assign(mark).append(slice(s));
    return painter_.segment(style_, marked_);
  }

  void word(const Segment& segment) {
    const SegmentId id = id_of(segment);
    const float width = painter_.advance(id);
    // Where a soft hyphen breaks a word a hyphen is shown, and that must fit as well.
    const bool shown = segment.break_before && ends_softly(out_.runs.size());
    const float mark = shown ? painter_.measure(style_, hyphen) : 0;
    // Twice when there was no room for it, and on the next line there is.
    for (int i = 0; i < 2; ++i) {
      if (segment.break_before && (!shown || x_ + mark <= max_width_ + 0.01F)) break_at_ = out_.runs.size();
      if (x_ + width > max_width_ + 0.01F && break_at_ > line_first_) wrap_at(break_at_, true);
    }
    if (x_ + width > max_width_ + 0.01F || width > piece_width_) return word_by_clusters(segment);
    push(segment, id, width);
  }

  /// What stands before run `end` on this line is a soft hyphen.
  [[nodiscard]] bool ends_softly(std::size_t end) const {
    if (end <= line_first_ || out_.runs[end - 1].kind != Segment::Kind::word) return false;
    const Run& last = out_.runs[end - 1];
    const std::string_view piece = text_.substr(last.start, last.end - last.start);
    return piece.size() >= soft_hyphen.size() && piece.substr(piece.size() - soft_hyphen.size()) == soft_hyphen;
  }

  // overflow-wrap: anywhere. As much of the word as fits goes on each line, at least one cluster. Neither does a
  // piece outgrow the page that it is drawn on. It is the pieces that are measured: letters join, and kern.
  void word_by_clusters(const Segment& segment) {
    ends_.clear();
    for (std::uint32_t at = segment.start; at < segment.end;)
      ends_.push_back(at = std::min(cluster_end(text_, at), segment.end));
    Segment piece = segment;
    for (auto next = ends_.begin(); next != ends_.end();) {
      const float room = std::min(max_width_ + 0.01F - x_, piece_width_);
      auto fit = std::partition_point(next, ends_.end(), [&](std::uint32_t end) {
        return painter_.measure(style_, text_.substr(piece.start, end - piece.start)) <= room;
      });
      if (fit == next && x_ > 0) {
        end_line();
        continue;
      }
      if (fit == next) ++fit;
      next = fit;
      piece.end = *(fit - 1);
      push_piece(piece);
      piece.start = piece.end;
      piece.break_before = false;
    }
  }

  void push_piece(const Segment& piece) {
    const SegmentId id = id_of(piece);
    push(piece, id, painter_.advance(id));
  }

  void push(const Segment& s, SegmentId id, float width) {
    out_.runs.push_back({id, 0, width, s.start, s.end, s.kind, s.level});
    x_ += width;
    if (s.kind == Segment::Kind::space || s.kind == Segment::Kind::tab) break_at_ = out_.runs.size();
  }

  // Ends the line before run `at`; what stands from there on begins the next one.
  // A word that is broken at a soft hyphen shows it.
  void wrap_at(std::size_t at, bool within_word = false) {
    if (within_word && ends_softly(at)) {
      const Run& last = out_.runs[at - 1];
      const SegmentId id = painter_.segment(style_, hyphen);
      out_.runs.insert(out_.runs.begin() + static_cast<std::ptrdiff_t>(at),
                       Run{id, 0, painter_.advance(id), last.end, last.end, Segment::Kind::word, last.level});
      ++at;
    }
    close(at);
    line_first_ = at;
    x_ = 0;
    for (std::size_t i = at; i < out_.runs.size(); ++i) x_ += out_.runs[i].width;
    break_at_ = at;
  }
  void end_line() { wrap_at(out_.runs.size()); }

  void close(std::size_t end) {
    Line line;
    line.first = static_cast<std::uint32_t>(line_first_);
    line.last = static_cast<std::uint32_t>(end);
    line.start = out_.lines.empty() ? 0 : out_.lines.back().end;
    line.end = end > line_first_ ? out_.runs[end - 1].end : line.start;
    std::size_t inked = end;
    while (inked > line_first_ && !has_ink(out_.runs[inked - 1])) --inked;
    for (std::size_t i = line_first_; i < inked; ++i) line.width += out_.runs[i].width;
    line.x = out_.right_to_left && max_width_ < unbounded ? std::max(0.0F, max_width_ - line.width) : 0;
    place_runs(line, inked);
    out_.width = std::max(out_.width, line.width);
    out_.lines.push_back(line);
  }

  /// Gives every run of the line its x. Those from `inked` on hang at its end.
  void place_runs(const Line& line, std::size_t inked) {
    float x = line.x;
    if (levels_ == nullptr) {
      for (std::size_t i = line.first; i < line.last; ++i) {
        out_.runs[i].x = x;
        x += out_.runs[i].width;
      }
      return;
    }
    // L1: what hangs stands at the base level; in a right-to-left line, out beyond its left edge.
    for (std::size_t i = inked; i < line.last; ++i) {
      out_.runs[i].level = out_.right_to_left ? 1 : 0;
      if (out_.right_to_left) x -= out_.runs[i].width;
    }
    run_levels_.clear();
    for (std::size_t i = line.first; i < line.last; ++i) run_levels_.push_back(out_.runs[i].level);
    visual_order(run_levels_, order_);
    for (const std::uint32_t i : order_) {
      out_.runs[line.first + i].x = x;
      x += out_.runs[line.first + i].width;
    }
  }

  Painter& painter_;
  Style style_;
  std::string_view text_;
  const std::vector<LevelRun>* levels_;
  float max_width_;
  float piece_width_;
  Layout& out_;
  std::string marked_;
  std::vector<std::uint32_t> ends_;
  std::vector<std::uint8_t> run_levels_;
  std::vector<std::uint32_t> order_;
  std::size_t line_first_ = 0;
  std::size_t break_at_ = 0;  // the last run of this line that a line may begin with
  float x_ = 0;
};

}  // namespace

void lay_out(Painter& painter, Style style, std::string_view text, float max_width, Layout& out, bool trailing_line) {
  out.runs.clear();
  out.lines.clear();
  out.width = 0;
  out.generation = painter.generation();
  const bool bidi = needs_bidi(text);
  out.right_to_left = bidi && is_right_to_left(text);
  std::vector<LevelRun> levels;
  if (bidi) resolve_levels(text, out.right_to_left, levels);
  LineFiller(painter, style, text, bidi ? &levels : nullptr, max_width, out).fill(trailing_line);
}

std::string elide(Painter& painter, Style style, std::string_view text, float max_width) {
  if (painter.measure(style, text) <= max_width) return std::string(text);
  const float room = max_width - painter.measure(style, ellipsis);
  float width = 0;
  std::uint32_t end = 0;
  while (end < text.size()) {
    const std::uint32_t next = cluster_end(text, end);
    width += painter.measure(style, text.substr(end, next - end));
    if (width > room) break;
    end = next;
  }
  return std::string(text.substr(0, end)).append(ellipsis);
}

}  // namespace banter::text
