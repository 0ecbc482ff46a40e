// What the codecs' files offer codec.cpp, and what the two sides of a dialect share.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "protocol/codec.hpp"
#include "protocol/record.hpp"

namespace banter::protocol {

std::unique_ptr<ClientCodec> make_banter_client(const Limits& limits);
std::unique_ptr<ServerCodec> make_banter_server(const Limits& limits);
std::unique_ptr<ClientCodec> make_plain_client(const Limits& limits, const PlainFields& fields);
std::unique_ptr<ServerCodec> make_plain_server(const Limits& limits);

inline constexpr Capabilities banter_capabilities{true, true, true, true, true, true, true};
inline constexpr Capabilities plain_capabilities{};

/// The plain dialect calls a frame JSON when its first non-space byte opens an object or an array;
/// all others are a message's text as they are.
bool plain_is_json(std::string_view frame);

}  // namespace banter::protocol
