// The tables of docs/markup.md, row by row: the page is what the parser does.
#include <fstream>
#include <iterator>

#include "markup_bench.hpp"
#include "text/markup_html.hpp"

namespace banter::text::test {
namespace {

void replace(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// The code spans of a table's cell, as GitHub reads them.
std::vector<std::string> codes(std::string cell) {
  replace(cell, "\\|", "|");
  replace(cell, "↵", "\n");
  std::vector<std::string> out;
  for (std::size_t at = cell.find('`'); at != std::string::npos; at = cell.find('`', at)) {
    const std::size_t start = cell.find_first_not_of('`', at);
    const std::string ticks = cell.substr(at, start - at);
    std::size_t end = cell.find(ticks, start);
    if (end == std::string::npos) return {"code does not end in " + cell};
    std::string code = cell.substr(start, end - start);
    if (code.front() == ' ' && code.back() == ' ') code = code.substr(1, code.size() - 2);
    out.push_back(code);
    at = end + ticks.size();
  }
  return out;
}

/// What is between the bars of a table's row that are not escaped.
std::vector<std::string> cells(const std::string& row) {
  std::vector<std::string> out;
  std::size_t start = 1;
  for (std::size_t at = 1; at < row.size(); ++at) {
    if (row[at] != '|' || row[at - 1] == '\\') continue;
    out.push_back(row.substr(start, at - start));
    start = at + 1;
  }
  return out;
}

std::vector<std::string> mentions(std::string_view source) {
  const Markup markup = parsed(source);
  std::vector<std::string> out;
  for (const Span& span : markup.spans) {
    if ((span.marks & Mark::mention) != 0) out.push_back(markup.text.substr(span.start, span.end - span.start));
  }
  return out;
}

TEST(MarkupDocs, EveryRowIsTrue) {
  std::ifstream page(BANTER_DOCS "/markup.md");
  std::string header;
  int rows = 0;
  for (std::string line; std::getline(page, line);) {
    if (line.empty() || line[0] != '|') {
      header.clear();
    } else if (header.empty()) {
      header = line;
    } else if (line.compare(0, 2, "|-") != 0) {
      const std::vector<std::string> row = cells(line);
      ASSERT_EQ(row.size(), 2U) << line;
      const std::vector<std::string> typed = codes(row[0]);
      ASSERT_EQ(typed.size(), 1U) << line;
      if (header == "| typed | mentioned |") {
        EXPECT_EQ(mentions(typed[0]), codes(row[1])) << line;
      } else {
        ASSERT_EQ(header, "| typed | shown, as HTML |");
        EXPECT_EQ(std::vector<std::string>{to_html(parsed(typed[0]), 0, 0xFFFFFFFF)}, codes(row[1])) << line;
      }
      ++rows;
    }
  }
  EXPECT_GT(rows, 40);
}

}  // namespace
}  // namespace banter::text::test
