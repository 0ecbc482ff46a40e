// The stream that the servers share: made when it is not there, and looked at whether it keeps what it is given.
#pragma once

#include <string>

#include "base/result.hpp"
#include "server/core/options.hpp"
#include "server/nats/nats_link.hpp"

namespace banter::server::nats {

/// Waits a while for a cluster that is only just starting. The epoch of the stream's rooms; or what is wrong and what
/// to do.
Result<std::string> open_stream(NatsLink& link, const Options& options, const std::string& random_epoch);

}  // namespace banter::server::nats
