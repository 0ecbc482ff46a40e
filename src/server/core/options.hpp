// The command line of banter-server.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "server/core/identity.hpp"

namespace banter::server {

struct Options {
  std::string host = "127.0.0.1";  ///< a name, an IPv4 address, or an IPv6 address without brackets
  std::uint16_t port = 8080;       ///< 0: one the system picks
  std::string root;
  std::string database;
  std::vector<std::string> origins;  ///< normalised, see origin.hpp
  std::string default_room = "general";
  std::size_t max_connections = 4096;
  std::vector<std::string> nats;  ///< addresses of a NATS cluster that keeps the messages instead of the database
  std::string nats_credentials;   ///< a file; empty: none
  std::string nats_stream = "BANTER";
  int nats_replicas = 3;
  int nats_duplicates = 3600;  ///< seconds in which a message that is sent again is recognised by its id
  AuthMode auth = AuthMode::anonymous;
  std::map<std::string, std::string> jwt_keys;  ///< files by `kid`
  std::string jwt_audience;                     ///< empty: any
  std::string jwt_issuer;                       ///< empty: any
  std::string tls_certificate;                  ///< a file; empty: no TLS
  std::string tls_key;                          ///< likewise; both or neither
  bool new_epoch = false;                       ///< start the numbering of every room anew, after a restore
};

/// What the command line asks for.
struct ShowHelp {};
struct ShowVersion {};
using Request = std::variant<Options, ShowHelp, ShowVersion>;

/// `arguments` without the program's name. The error says what is wrong and what to do.
Result<Request> parse_options(const std::vector<std::string>& arguments);

std::string_view usage();

}  // namespace banter::server
