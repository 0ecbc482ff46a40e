// Why a command is refused and why a connection is closed: codes that docs/protocol.md and
// docs/server.md list. A client may act on a code; the text is for people.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "protocol/messages.hpp"

namespace banter::server::refusal {

inline constexpr std::string_view bad_request = "bad-request";
inline constexpr std::string_view hello_required = "hello-required";
inline constexpr std::string_view hello_timeout = "hello-timeout";
inline constexpr std::string_view bad_token = "bad-token";
inline constexpr std::string_view bad_nick = "bad-nick";
inline constexpr std::string_view token_expired = "token-expired";
inline constexpr std::string_view nick_taken = "nick-taken";
inline constexpr std::string_view not_allowed = "not-allowed";
inline constexpr std::string_view muted = "muted";
inline constexpr std::string_view kicked = "kicked";
inline constexpr std::string_view banned = "banned";
inline constexpr std::string_view bad_room = "bad-room";
inline constexpr std::string_view bad_id = "bad-id";
inline constexpr std::string_view not_joined = "not-joined";
inline constexpr std::string_view too_many_rooms = "too-many-rooms";
inline constexpr std::string_view room_full = "room-full";
inline constexpr std::string_view empty = "empty";
inline constexpr std::string_view not_editable = "not-editable";
inline constexpr std::string_view wrong_epoch = "wrong-epoch";
inline constexpr std::string_view too_large = "too-large";
inline constexpr std::string_view rate_limited = "rate-limited";
inline constexpr std::string_view busy = "busy";
inline constexpr std::string_view storage = "storage";

}  // namespace banter::server::refusal

namespace banter::server {

/// `room` and `id` name the command that is refused; the same may work after `retry`, zero: nobody knows.
inline protocol::Refusal refusal_of(std::string_view code, std::string text, std::string_view room = {},
                                    std::string_view id = {}, Duration retry = Duration{0}) {
  return {std::string(code), std::move(text), std::string(room), std::string(id), retry};
}

}  // namespace banter::server

/// Close codes of RFC 6455, section 7.4.1, and our own from the private range.
namespace banter::server::close_code {

inline constexpr int going_away = 1001;
inline constexpr int unsupported = 1003;    ///< a binary frame
inline constexpr int policy = 1008;         ///< final: too many bad or refused requests
inline constexpr int internal = 1011;       ///< the storage fails; come back later
inline constexpr int bad_token = 4401;      ///< final
inline constexpr int token_expired = 4402;  ///< come back with another token
inline constexpr int bad_nick = 4403;       ///< final until the person picks another
inline constexpr int expelled = 4403;       ///< final: kicked, banned, or not let in
inline constexpr int hello_timeout = 4408;
inline constexpr int frame_timeout = 4408;
inline constexpr int too_slow = 4429;  ///< the send queue is full; come back and resume

}  // namespace banter::server::close_code
