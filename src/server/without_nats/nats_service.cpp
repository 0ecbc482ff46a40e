// In place of server/nats where libnats was not there when the server was built.
#include "server/nats/nats_service.hpp"

namespace banter::server {

Result<StorageFactory> open_nats(const Options&) {
  return Error{"--nats: this server was built without NATS (CMake: BANTER_NATS); build it with libnats, or use --db"};
}

}  // namespace banter::server
