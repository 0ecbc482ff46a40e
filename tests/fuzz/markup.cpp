// What markup.hpp and markup_html.hpp promise, of whatever is typed.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "../unit/text/markup_promises.hpp"
#include "text/markup_html.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static banter::text::Markup markup;  // used again, as clients do
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  banter::text::parse_markup(source, markup);
  const char* broken = banter::text::test::broken_promise(source, markup);
  const auto end = static_cast<std::uint32_t>(markup.text.size());
  for (const std::uint32_t start : {0U, end / 3}) {
    const std::string html = banter::text::to_html(markup, start, end - start / 2);
    if (broken == nullptr) broken = banter::text::test::broken_html(html);
  }
  if (broken == nullptr) return 0;
  std::fprintf(stderr, "broken promise: %s\n", broken);
  std::abort();
}
