// The few numbers and words that JetStream's JSON answers are asked for.
// Must not know: what the fields mean.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace banter::server {

/// The scalars of a JSON object by their path ("message.seq"): strings without their quotes and with their escapes as
/// they are, the rest as it is written. Arrays are skipped. None when it is not one JSON object, or nests deeper
/// than 32.
std::optional<std::map<std::string, std::string, std::less<>>> json_scalars(std::string_view json);

/// A number in [0, 2^64) at a path; none when there is none.
std::optional<std::uint64_t> json_number(const std::map<std::string, std::string, std::less<>>& scalars,
                                         std::string_view path);

/// Decimal digits alone, in [0, 2^64).
std::optional<std::uint64_t> parse_number(std::string_view digits);

}  // namespace banter::server
