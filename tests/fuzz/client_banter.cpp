#include "fuzz_codec.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return banter::protocol::fuzz::run_client(banter::protocol::Dialect::banter, data, size);
}
