// The stream that the servers share, and the bucket in which they tell who is where: made when they are not there, and
// looked at whether they keep what they are given.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "server/core/options.hpp"
#include "server/nats/nats_link.hpp"

namespace banter::server::nats {

/// Waits a while for a cluster that is only just starting. The epoch of the stream's rooms; or what is wrong and what
/// to do.
Result<std::string> open_stream(NatsLink& link, const Options& options, const std::string& random_epoch);

/// The key-value bucket beside the stream; NATS calls its own stream KV_<name>.
std::string bucket_name(const Options& options);
/// Waits likewise. None, or what is wrong and what to do.
std::optional<Error> open_bucket(NatsLink& link, const Options& options);

}  // namespace banter::server::nats
