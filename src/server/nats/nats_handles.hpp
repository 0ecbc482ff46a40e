// Owners of libnats' objects, and its errors in words.
#pragma once

#include <nats/nats.h>

#include <memory>
#include <string>

namespace banter::server::nats {

struct Destroy {
  void operator()(natsOptions* one) const { natsOptions_Destroy(one); }
  void operator()(natsConnection* one) const { natsConnection_Destroy(one); }
  void operator()(natsSubscription* one) const { natsSubscription_Destroy(one); }
  void operator()(natsMsg* one) const { natsMsg_Destroy(one); }
  void operator()(jsCtx* one) const { jsCtx_Destroy(one); }
  void operator()(jsStreamInfo* one) const { jsStreamInfo_Destroy(one); }
  void operator()(jsPubAck* one) const { jsPubAck_Destroy(one); }
};
template <class Type>
using Handle = std::unique_ptr<Type, Destroy>;

/// What failed, for a person.
inline std::string words(natsStatus status, int js_error = 0) {
  const char* last = nats_GetLastError(nullptr);
  std::string out = last && *last ? last : natsStatus_GetText(status);
  if (js_error != 0) out += " (JetStream error " + std::to_string(js_error) + ")";
  return out;
}

}  // namespace banter::server::nats
