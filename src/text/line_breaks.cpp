#include "text/line_breaks.hpp"

#include <cstddef>
#include <new>

#include "base/utf8.hpp"

extern "C" {  // of the two, linebreakdef.h does not say so itself
#include <linebreak.h>
#include <linebreakdef.h>
}

namespace banter::text {
namespace {

constexpr char strict[] = "-strict";  // CJ as NS, as in UAX #14 without tailoring

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_alphanumeric(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
bool one_of(std::string_view set, char c) {
  return set.find(c) != std::string_view::npos;
}

}  // namespace

Break LineBreaker::pass(char32_t c) {
  static_assert(sizeof(LineBreakContext) <= sizeof(context_) && alignof(LineBreakContext) <= 8);
  if (!begun_) {
    begun_ = true;
    lb_init_break_context(new (context_) LineBreakContext{}, c, kana_ == Kana::strict ? strict : nullptr);
    return Break::no;
  }
  switch (lb_process_next_char(std::launder(reinterpret_cast<LineBreakContext*>(context_)), c)) {
    case LINEBREAK_MUSTBREAK:
      return Break::mandatory;
    case LINEBREAK_ALLOWBREAK:
      return Break::allowed;
    default:
      return Break::no;
  }
}

bool needs_dictionary(char32_t c) {
  if (c < 0x0E01) return false;
  const LineBreakContext untailored{};
  return lb_get_char_class(&untailored, c) == LBP_SA;
}

void find_line_breaks(std::string_view text, std::vector<Break>& before) {
  before.assign(text.size(), Break::no);
  LineBreaker breaker;
  for (std::size_t at = 0; at < text.size();) {
    const utf8::CodePoint c = utf8::decode(text.substr(at));
    before[at] = breaker.pass(c.value);
    at += c.length;
  }
}

bool breaks_between_ascii(char earlier, char a, char b) {
  if (a == '-' && is_digit(b)) return is_alphanumeric(earlier);  // else it is a minus
  if (a == '-') return !one_of("!$),./:;?]}", b);
  if (a == '?') return !one_of("!\"'),./:;?]}", b);
  return one_of("(<[{", b) && one_of("!\"#%&)*+,.:;=>\\]|}~", a);
}

}  // namespace banter::text
