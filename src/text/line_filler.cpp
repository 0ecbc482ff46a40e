#include "text/line_filler.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "text/graphemes.hpp"
#include "text/shaping.hpp"
#include "text/signs.hpp"

namespace banter::text {
namespace {

constexpr float tab_columns = 8;  // CSS tab-size
constexpr std::string_view soft_hyphen = "\u00AD";
constexpr std::string_view ideographic_space = "\u3000";
constexpr std::string_view hyphen = "\u2010";

bool has_ink(const Run& run) {
  return run.kind == Segment::Kind::word || run.kind == Segment::Kind::emoji;
}

bool has_other_scripts(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// Of the spaces, those that take no room at the end of a line: U+0020 and U+3000.
bool may_hang(char first) {
  return first == ' ' || first == '\xE3';
}

/// One pass over the segments of a paragraph. Runs of the line being filled are those from line_first_ on.
class LineFiller {
 public:
  /// `levels`: null when all are 0.
  LineFiller(Painter& painter, const Paragraph& paragraph, const std::vector<LevelRun>* levels, Layout& out)
      : painter_(painter),
        paragraph_(paragraph),
        text_(paragraph.text.substr(0, paragraph.end)),
        levels_(levels),
        span_(paragraph.spans),
        style_(paragraph.style),
        max_width_(std::max(paragraph.max_width, 1.0F) + line_tolerance),
        piece_width_(0.95F * static_cast<float>(painter.page_size()) / painter.scale()),
        out_(out),
        mixed_(has_other_scripts(text_.substr(paragraph.start))),
        context_(mixed_ && has_context(text_.substr(paragraph.start))),
        scripts_(text_),
        signs_(text_),
        line_first_(out.runs.size()),
        break_at_(out.runs.size()),
        line_start_(paragraph.start) {}

  void fill() {
    const float column = painter_.measure(style_, " ");
    const float tab = column * tab_columns;
    Segmenter segmenter(text_, levels_, &painter_, paragraph_.start);
    Segment segment;
    bool ended = false;  // by a newline
    bool empty = true;
    while (segmenter.next(segment)) {
      ended = empty = false;
      const std::uint32_t same_style = seek_style(segment.start);
      same_style_ = same_style;
      if (segment.kind != Segment::Kind::word && segment.kind != Segment::Kind::space) begin_run();
      switch (segment.kind) {
        case Segment::Kind::newline:
          push(segment, 0, 0);
          end_line();
          ended = true;
          break;
        case Segment::Kind::tab:
          // The next stop, unless that is nearer than half a space.
          push(segment, 0, tab > 0 ? (std::floor((x_ + column / 2) / tab) + 1) * tab - x_ : 0);
          break;
        case Segment::Kind::space:
          space(segment, same_style);
          break;
        default:
          word(segment, same_style);
      }
    }
    if (!ended || paragraph_.trailing_line || empty) end_line();
  }

 private:
  std::string_view slice(const Segment& s) const { return text_.substr(s.start, s.end - s.start); }

  /// Makes style_ that of byte `at` and returns where it ends.
  std::uint32_t seek_style(std::uint32_t at) {
    if (span_ == nullptr) return paragraph_.end;
    while (span_->end <= at && span_->end < paragraph_.end) ++span_;
    style_ = span_->style;
    return span_->end;
  }

  void space(Segment segment, std::uint32_t same_style) {
    const std::uint32_t end = segment.end;
    for (; segment.start < end; segment.start = segment.end, same_style = seek_style(segment.start)) {
      segment.end = std::min(end, same_style);
      const bool plain = text_[segment.start] == ' ';
      const float width = plain ? painter_.measure(style_, " ") * static_cast<float>(segment.end - segment.start)
                                : painter_.measure(style_, slice(segment));
      if (!may_hang(text_[segment.start])) make_way(width);
      push(segment, 0, width);
    }
  }

  /// Of a space that does not hang. A line may break after it, not before.
  void make_way(float width) {
    if (x_ + width > max_width_ && break_at_ > line_first_) wrap_at(break_at_, true);
    if (x_ + width > max_width_ && out_.runs.size() > line_first_) end_line();
  }

  /// A line does not break where only the style changes.
  void word(Segment segment, std::uint32_t same_style) {
    const std::uint32_t end = segment.end;
    while (same_style < end && segment.kind == Segment::Kind::word) {
      segment.end = same_style;
      word_piece(segment);
      segment.start = same_style;
      segment.end = end;
      segment.break_before = false;
      same_style_ = same_style = seek_style(segment.start);
      begin_run();
    }
    word_piece(segment);
  }

  /// What follows is shaped by itself.
  void begin_run() {
    scripts_.begin();
    signs_.begin();
    leaning_end_ = 0;
  }

  /// As it is measured and drawn. `first`: the letter that chooses its font.
  SegmentId id_of(const Segment& s, std::string_view words, std::string_view first) {
    const std::string_view mark =
        levels_ != nullptr && s.kind == Segment::Kind::word ? override_for(slice(s), s.level) : std::string_view{};
    if (mark.empty()) return painter_.segment_of_run(style_, first, words);
    marked_.assign(mark).append(words);
    return painter_.segment(style_, marked_);
  }

  /// What `s` adds to the distance to the run before it, when that is on this line and of the same style and level.
  [[nodiscard]] float kern_before(const Segment& s) const {
    if (!context_ || out_.runs.size() <= line_first_) return 0;
    const Run& last = out_.runs.back();
    if (last.style != style_ || last.end != s.start || last.start == last.end) return 0;
    // Signs of East Asia go together though brackets lie between directions.
    if (last.level != s.level && static_cast<unsigned char>(text_[s.start]) < 0xE3) return 0;
    if (last.kind != Segment::Kind::word && last.kind != Segment::Kind::space) return 0;
    return kerning(painter_, style_, text_, last.start, s.start, s.end);
  }

  /// What stands around `s`, whose width by itself is given, does to that, though a line may end between.
  [[nodiscard]] float kern_after(const Segment& s, float width) {
    const std::string_view rest = text_.substr(0, std::max(s.end, std::min(paragraph_.end, same_style_)));
    if (rest.substr(s.end, ideographic_space.size()) == ideographic_space)
      return kerning(painter_, style_, rest, s.start, s.end,
                     s.end + static_cast<std::uint32_t>(ideographic_space.size()));
    if (s.end > leaning_end_) {
      if (!has_arabic(slice(s))) return 0;
      leaning_start_ = s.start;
      leaning_end_ = std::max(s.end, end_of_leaning(rest, s.start, static_cast<std::uint32_t>(rest.size())));
    }
    if (s.start == leaning_start_ && s.end == leaning_end_) return 0;  // alone
    if (s.start < leaning_start_ || !has_arabic(slice(s))) return 0;
    const std::string_view line = text_.substr(leaning_start_, leaning_end_ - leaning_start_);
    return painter_.width_within(style_, line, s.start - leaning_start_, s.end - leaning_start_) - width;
  }

  void lean(float kern) {
    if (kern == 0) return;
    out_.runs.back().kern += kern;
    out_.runs.back().width += kern;
    x_ += kern;
  }

  /// Browsers measure what is of one level and script as a whole and round that up to a 64th of a pixel.
  static float rounded_up(float width) {
    constexpr float unit = 1.0F / 64;
    constexpr float noise = 1.0F / 256;  // of sums, and of what was measured so itself
    return std::ceil((width - noise) / unit) * unit;
  }
  void begin_item() { x_ = rounded_up(x_); }

  void word_piece(Segment segment) {
    const bool letters = segment.kind == Segment::Kind::word;
    if (letters && context_ && segment.level == level_) {
      if (const std::uint32_t border = scripts_.border(segment.start, segment.end); border != segment.start) {
        const std::uint32_t end = std::exchange(segment.end, border);
        word_piece(segment);
        segment.start = border;
        segment.end = end;
        segment.break_before = false;
      }
    }
    if (letters && segment.level != level_) begin_run();
    if (letters && context_) {
      if (const std::uint32_t border = signs_.pass(segment.start, segment.end, same_style_); border != segment.end) {
        const std::uint32_t end = std::exchange(segment.end, border);
        shaped_piece(segment);
        segment.start = border;
        segment.end = end;
        segment.break_before = false;
        return word_piece(segment);
      }
    }
    shaped_piece(segment);
  }

  void shaped_piece(const Segment& segment) {
    const bool letters = segment.kind == Segment::Kind::word;
    const Script script = scripts_.script();
    std::string_view first = letters && mixed_ ? scripts_.pass(segment.start, segment.end) : std::string_view{};
    if (!context_) first = {};
    const bool other = script != Script::common && scripts_.script() != script;
    if (mixed_ && (other || letters != letters_ || segment.level != level_)) begin_item();
    level_ = segment.level;
    letters_ = letters;
    const std::string_view lead = letters && context_ ? signs_.lead() : std::string_view{};
    const SegmentId id =
        lead.empty() ? id_of(segment, slice(segment), first) : painter_.signs_of_run(style_, lead, slice(segment));
    const bool in_context = context_ && segment.kind == Segment::Kind::word;
    const float after = in_context ? kern_after(segment, painter_.advance(id)) : 0;
    const float width = painter_.advance(id) + after;
    // Where a soft hyphen breaks a word a hyphen is shown, and that must fit as well.
    const bool shown = segment.break_before && ends_softly(out_.runs.size());
    const float mark = shown ? rounded_up(x_) - x_ + rounded_up(painter_.measure(style_, hyphen)) : 0;
    float kern = in_context ? kern_before(segment) : 0;
    const float trim =
        in_context && x_ + kern + width > max_width_ ? trim_at_end(painter_, style_, text_, segment.end) : 0;
    // Twice when there was no room for it, and on the next line there is.
    for (int i = 0; i < 2; ++i) {
      if (segment.break_before && (!shown || x_ + mark <= max_width_)) break_at_ = out_.runs.size();
      if (x_ + kern + width + trim > max_width_ && break_at_ > line_first_) {
        const bool parted = break_at_ == out_.runs.size();
        wrap_at(break_at_, true);
        if (parted) kern = 0;
      }
    }
    lean(kern);
    if (x_ + width + trim > max_width_ || width > piece_width_) return word_by_clusters(segment, first);
    const bool trimmed = x_ + width > max_width_;
    push(segment, id, width + (trimmed ? trim : 0), after + (trimmed ? trim : 0));
    if (trimmed) x_ = std::max(x_, max_width_);  // the line ends here
  }

  [[nodiscard]] bool hangs(const Run& run) const {
    if (run.kind == Segment::Kind::space) return may_hang(text_[run.start]);
    return !has_ink(run);
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
  void word_by_clusters(const Segment& segment, std::string_view first) {
    ends_.clear();
    for (std::uint32_t at = segment.start; at < segment.end;)
      ends_.push_back(at = std::min(cluster_end(text_, at), segment.end));
    Segment piece = segment;
    for (auto next = ends_.begin(); next != ends_.end();) {
      const float room = std::min(max_width_ - x_, piece_width_);
      auto fit = std::partition_point(next, ends_.end(), [&](std::uint32_t end) {
        return painter_.advance(painter_.segment_of_run(
                   style_, first, part_of_word(text_, segment.start, segment.end, piece.start, end, cut_))) <= room;
      });
      if (fit == next && x_ > 0) {
        end_line();
        continue;
      }
      if (fit == next) ++fit;
      next = fit;
      piece.end = *(fit - 1);
      push_piece(segment, piece, first);
      piece.start = piece.end;
      piece.break_before = false;
    }
  }

  void push_piece(const Segment& word, const Segment& piece, std::string_view first) {
    const SegmentId id = id_of(piece, part_of_word(text_, word.start, word.end, piece.start, piece.end, cut_), first);
    push(piece, id, painter_.advance(id));
  }

  void push(const Segment& s, SegmentId id, float width, float kern = 0) {
    out_.runs.push_back({id, 0, width, kern, s.start, s.end, s.kind, s.level, style_});
    x_ += width;
    if (s.kind == Segment::Kind::tab || text_[s.start] == ' ') break_at_ = out_.runs.size();
  }

  // Ends the line before run `at`; what stands from there on begins the next one.
  // A word that ends the line with a soft hyphen shows it.
  void wrap_at(std::size_t at, bool softly = false) {
    std::size_t inked = at;
    while (softly && inked > line_first_ && hangs(out_.runs[inked - 1])) --inked;
    if (softly && ends_softly(inked)) {
      const Run& last = out_.runs[inked - 1];
      const SegmentId id = painter_.segment(last.style, hyphen);
      out_.runs.insert(
          out_.runs.begin() + static_cast<std::ptrdiff_t>(inked),
          Run{id, 0, painter_.advance(id), 0, last.end, last.end, Segment::Kind::word, last.level, last.style});
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
    line.start = line_start_;
    line.end = line_start_ = end > line_first_ ? out_.runs[end - 1].end : line.start;
    line.y = out_.height;
    out_.height += line_height;
    std::size_t inked = end;
    while (inked > line_first_ && hangs(out_.runs[inked - 1])) --inked;
    for (std::size_t i = line_first_; i < inked; ++i) line.width += out_.runs[i].width;
    line.x = paragraph_.x;
    if (paragraph_.right_to_left && max_width_ < unbounded)
      line.x += std::max(0.0F, max_width_ - line_tolerance - line.width);
    place_runs(line, inked);
    out_.width = std::max(out_.width, paragraph_.x + line.width);
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
      out_.runs[i].level = paragraph_.right_to_left ? 1 : 0;
      if (paragraph_.right_to_left) x -= out_.runs[i].width;
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
  const Paragraph& paragraph_;
  std::string_view text_;
  const std::vector<LevelRun>* levels_;
  const StyledSpan* span_;
  Style style_;
  float max_width_;
  float piece_width_;
  Layout& out_;
  const bool mixed_;    // it may have more than one script
  const bool context_;  // its pieces may be as wide as their neighbours make them
  ScriptCursor scripts_;
  SignCursor signs_;
  bool letters_ = true;                                // was the piece before, or else an emoji
  std::uint8_t level_ = 0;                             // of the word before
  std::uint32_t leaning_start_ = 0, leaning_end_ = 0;  // words around this one that lean on one another
  std::uint32_t same_style_ = 0;                       // where the style ends
  std::string marked_;
  std::string cut_;
  std::vector<std::uint32_t> ends_;
  std::vector<std::uint8_t> run_levels_;
  std::vector<std::uint32_t> order_;
  std::size_t line_first_;
  std::size_t break_at_;  // the last run of this line that a line may begin with
  std::uint32_t line_start_;
  float x_ = 0;
};

}  // namespace

void fill_lines(Painter& painter, const Paragraph& paragraph, const std::vector<LevelRun>* levels, Layout& out) {
  LineFiller(painter, paragraph, levels, out).fill();
}

}  // namespace banter::text
