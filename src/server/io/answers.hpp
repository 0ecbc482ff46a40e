// What the server answers to an HTTP request that is no WebSocket: files, health, metrics.
// Must not know: sockets, Beast.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/io/static_files.hpp"

namespace banter::server {

/// The parts of a request that matter; empty when absent.
struct WebRequest {
  std::string_view method;
  std::string_view target;
  std::string_view origin;
  std::string_view accept_encoding;
  std::string_view if_none_match;
};

struct Answer {
  unsigned status = 200;
  std::shared_ptr<const std::string> body;
  std::vector<std::pair<std::string_view, std::string>> headers;
};

/// Text for people, with the headers every answer has.
Answer text_answer(unsigned status, std::string text);

class Answers {
 public:
  struct Sources {
    std::function<std::string()> trouble;  ///< empty: healthy
    std::function<std::string()> metrics;
  };

  Answers(StaticFiles files, std::vector<std::string> origins, Sources sources);
  Answer operator()(const WebRequest& request);

 private:
  Answer file(const WebRequest& request);
  void add_policy(const WebRequest& request, bool varies, Answer& answer) const;

  StaticFiles files_;
  std::vector<std::string> origins_;
  Sources sources_;
  std::string content_policy_;
};

}  // namespace banter::server
