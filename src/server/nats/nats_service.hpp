// The storage that several servers share, for the gateway: a thread that runs the shared store over a connection to
// NATS. Programs built without libnats have another nats_service.cpp, which says so.
#pragma once

#include "base/result.hpp"
#include "server/core/options.hpp"
#include "server/io/storage_service.hpp"

namespace banter::server {

/// Connects and opens the stream. The factory is to be called once. The error says what is wrong and what to do.
Result<StorageFactory> open_nats(const Options& options);

}  // namespace banter::server
