// The exports for what outlives the visit (web/embed/keeping.js): see app::Platform.
#include <emscripten/emscripten.h>

#include "platform/web/instance.hpp"

using banter::web::instance;

extern "C" {

/// Before banter_start: frames that banter_js_keep_room was given.
EMSCRIPTEN_KEEPALIVE void banter_restore_room(const char* frames) {
  instance->client.restore_room(frames);
}

/// What banter_js_keep was told by an earlier visit (before banter_start), or by another tab just now.
EMSCRIPTEN_KEEPALIVE void banter_kept_elsewhere(int earlier, int what, int stage, double place, double version,
                                                double time, double seq, double edit, const char* id, const char* owner,
                                                const char* author, const char* epoch, const char* text,
                                                const char* error) {
  banter::chat::KeptChange change;
  change.what = static_cast<banter::chat::KeptChange::What>(what);
  change.epoch = epoch;
  change.seq = static_cast<banter::protocol::Seq>(seq);
  change.edit = static_cast<banter::protocol::EditNumber>(edit);
  banter::chat::KeptMessage& message = change.message;
  message.stage = static_cast<banter::chat::KeptMessage::Stage>(stage);
  message.place = static_cast<std::uint64_t>(place);
  message.version = static_cast<std::uint64_t>(version);
  message.time = banter::WallTime{banter::Duration{static_cast<banter::Duration::rep>(time)}};
  message.id = id;
  message.owner = owner;
  message.author = author;
  message.text = text;
  message.error = error;
  if (earlier != 0) {
    instance->client.restore(message, banter::chat::Store::From::earlier);
  } else {
    instance->client.kept_elsewhere(change);
  }
}

EMSCRIPTEN_KEEPALIVE void banter_message_kept(const char* id) {
  instance->client.message_kept(id);
}

EMSCRIPTEN_KEEPALIVE void banter_keeping_failed(const char* why) {
  instance->client.keeping_failed(why);
}

EMSCRIPTEN_KEEPALIVE void banter_turn(int ours) {
  instance->client.set_turn(ours != 0);
}

/// The page may go away: the room is kept as it is.
EMSCRIPTEN_KEEPALIVE void banter_keep_room() {
  instance->client.keep_room_now();
}

}  // extern "C"
