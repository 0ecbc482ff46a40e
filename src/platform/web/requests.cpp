// What the embedding page asks of the server by way of the module, and the tokens it gives.
#include <emscripten/emscripten.h>

#include <string>

#include "platform/web/instance.hpp"

namespace {

using namespace banter;
using web::instance;

std::string refusal;  // of the last call that had one

/// Null: it was begun, and banter_js_answered will say how it ends.
const char* words_of(const Result<int>& begun) {
  if (begun) return nullptr;
  refusal = begun.error().message;
  return refusal.c_str();
}

}  // namespace

extern "C" {

/// The answer to banter_js_ask_token: a token, or why there is none.
EMSCRIPTEN_KEEPALIVE void banter_token(unsigned socket, const char* token, const char* error) {
  instance->client.receive(net::TokenAnswer{socket, token, error});
}

EMSCRIPTEN_KEEPALIVE const char* banter_delete(int request, unsigned row) {
  return words_of(instance->client.delete_message(request, chat::RowId{row}));
}

/// `number`: a whole number from 0 to 2^53.
EMSCRIPTEN_KEEPALIVE const char* banter_show(int request, double number) {
  return words_of(instance->client.show(request, static_cast<protocol::Seq>(number)));
}

/// `user`: empty: who wrote the message of `row`. `seconds`: a whole number from 0 to 2^53.
EMSCRIPTEN_KEEPALIVE const char* banter_moderate(int request, const char* action, const char* user, unsigned row,
                                                 double seconds) {
  const auto whole = static_cast<std::uint64_t>(seconds);
  app::Client& client = instance->client;
  return words_of(*user == 0 ? client.moderate(request, action, chat::RowId{row}, whole)
                             : client.moderate(request, action, std::string(user), whole));
}

}  // extern "C"
