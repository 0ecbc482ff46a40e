// What the views read: references to the chat's state and a few words the app decides on.
#pragma once

#include <cstdint>
#include <string_view>

#include "chat/connection.hpp"
#include "chat/link_history.hpp"
#include "chat/people.hpp"
#include "chat/store.hpp"

namespace banter::ui {

struct Model {
  const chat::Store& store;
  const chat::Connection& connection;
  const chat::ConnectionLog& log;
  const chat::People& people;
  const chat::LinkHistory& links;
  std::string_view room;
  std::string_view nick;
  std::string_view notice;  ///< why the last thing the person asked for did not happen; empty: nothing to say
  bool measures = false;    ///< the dialect has answers whose time can be taken
  bool needs_nick = false;  ///< the person has not chosen a nickname yet
  /// Of an own message.
  enum class Edit : std::uint8_t {
    none,
    writing,  ///< its other text is being written
    saving,   ///< … and was sent to the server, which has not answered
  };
  Edit edit = Edit::none;
  bool show_banner = false;  ///< the connection has been away for long enough to say so
};

}  // namespace banter::ui
