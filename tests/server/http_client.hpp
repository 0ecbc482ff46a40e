// HTTP requests as bytes, well-formed or not, and the answers taken apart.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace banter::server {

struct HttpReply {
  int status = 0;                              ///< 0: there was no answer
  std::map<std::string, std::string> headers;  ///< names in lower case; several of one name are joined with ", "
  std::string body;
};

/// A connected socket, blocking, of which every read ends after five seconds. `receive_buffer`: of the system; 0: its
/// default.
int connect_to(std::uint16_t port, int receive_buffer = 0);

/// Sends the bytes and reads until the server closes, at most five seconds.
std::string raw_exchange(std::uint16_t port, const std::string& bytes);

/// Sends a request and reads nothing of the answer, for as long as it lives.
class StalledRequest {
 public:
  /// Returns when the answer's first bytes are there.
  StalledRequest(std::uint16_t port, const std::string& bytes);
  StalledRequest(const StalledRequest&) = delete;
  StalledRequest& operator=(const StalledRequest&) = delete;
  ~StalledRequest();

 private:
  int socket_;
};

/// Whether somebody listens there.
bool listens(std::uint16_t port);

/// One request with "Connection: close". `headers`: lines that end in "\r\n".
HttpReply request(std::uint16_t port, const std::string& method, const std::string& target,
                  const std::string& headers = {});
inline HttpReply get(std::uint16_t port, const std::string& target, const std::string& headers = {}) {
  return request(port, "GET", target, headers);
}

HttpReply parse_reply(const std::string& bytes);

/// The value of a sample in what /metrics answers; -1 when it is not there.
double sample(const std::string& metrics, const std::string& name);
/// The value of a sample in /metrics; -1 when it is not there.
double metric(std::uint16_t port, const std::string& name);

}  // namespace banter::server
