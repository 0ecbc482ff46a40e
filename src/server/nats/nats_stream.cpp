#include "server/nats/nats_stream.hpp"

#include <chrono>
#include <cstdio>
#include <thread>

#include "server/io/log.hpp"

namespace banter::server::nats {

namespace {

constexpr std::chrono::seconds patience{20};
constexpr std::chrono::milliseconds again{500};
constexpr const char* rooms_subject = "chat.room.*.msg";
constexpr const char* epoch_subject = "chat.epoch";

struct Info {
  Handle<jsStreamInfo> info;
  std::string wrong;
  bool may_pass = false;  ///< the cluster is not ready yet
};

Info add_stream(jsCtx* js, const Options& options) {
  const char* subjects[] = {rooms_subject, epoch_subject};
  jsStreamConfig config;
  jsStreamConfig_Init(&config);
  config.Name = options.nats_stream.c_str();
  config.Subjects = subjects;
  config.SubjectsLen = 2;
  config.Retention = js_LimitsPolicy;
  config.Discard = js_DiscardNew;  // if an operator sets a limit: refuse what is new, never drop what is old
  config.Storage = js_FileStorage;
  config.Replicas = options.nats_replicas;
  config.Duplicates = std::int64_t{options.nats_duplicates} * 1'000'000'000;
  config.DenyDelete = true;
  config.DenyPurge = true;
  config.AllowDirect = true;
  jsStreamInfo* info = nullptr;
  jsErrCode code{};
  const natsStatus status = js_AddStream(&info, js, &config, nullptr, &code);
  Info out{Handle<jsStreamInfo>(info), {}, false};
  if (status == NATS_OK) return out;
  // 10074: more replicas than servers, which also a cluster says that is not complete yet.
  out.may_pass = true;
  out.wrong = words(status, static_cast<int>(code));
  return out;
}

Info look(jsCtx* js, const Options& options) {
  jsStreamInfo* info = nullptr;
  jsErrCode code{};
  const natsStatus status = js_GetStreamInfo(&info, js, options.nats_stream.c_str(), nullptr, &code);
  if (status == NATS_OK) return {Handle<jsStreamInfo>(info), {}, false};
  if (code == JSStreamNotFoundErr) return add_stream(js, options);
  return {nullptr, words(status, static_cast<int>(code)), true};
}

/// Empty, or why the stream is not fit.
std::string unfit(const jsStreamConfig& config) {
  bool rooms = false;
  for (int i = 0; i < config.SubjectsLen; ++i) rooms = rooms || std::string(config.Subjects[i]) == rooms_subject;
  if (!rooms) return std::string("its subjects do not include ") + rooms_subject;
  if (config.MaxAge > 0 || config.MaxMsgsPerSubject > 0) return "it forgets messages by age or number";
  const bool limited = config.MaxMsgs > 0 || config.MaxBytes > 0;
  if (limited && config.Discard != js_DiscardNew) return "it drops old messages when it is full (discard must be new)";
  if (config.Retention != js_LimitsPolicy) return "its retention is not \"limits\"";
  if (!config.AllowDirect) return "it does not allow direct access (allow_direct)";
  return {};
}

Result<std::string> epoch_of(jsCtx* js, const Options& options, std::int64_t created, const std::string& random_epoch) {
  jsErrCode code{};
  if (options.new_epoch) {
    const natsStatus status = js_Publish(nullptr, js, epoch_subject, random_epoch.data(),
                                         static_cast<int>(random_epoch.size()), nullptr, &code);
    if (status != NATS_OK) return Error{"the new epoch cannot be stored: " + words(status, static_cast<int>(code))};
    return random_epoch;
  }
  natsMsg* message = nullptr;
  const natsStatus status = js_GetLastMsg(&message, js, options.nats_stream.c_str(), epoch_subject, nullptr, &code);
  const Handle<natsMsg> owned(message);
  if (status == NATS_OK) {
    return std::string(natsMsg_GetData(message), static_cast<std::size_t>(natsMsg_GetDataLength(message)));
  }
  if (code != JSNoMessageFoundErr) return Error{"the epoch cannot be read: " + words(status, static_cast<int>(code))};
  char text[24];
  std::snprintf(text, sizeof text, "%llx", static_cast<unsigned long long>(created));
  return std::string(text);
}

}  // namespace

Result<std::string> open_stream(NatsLink& link, const Options& options, const std::string& random_epoch) {
  jsCtx* created = nullptr;
  const natsStatus status = natsConnection_JetStream(&created, link.connection(), nullptr);
  const Handle<jsCtx> js(created);
  if (status != NATS_OK) return Error{"JetStream: " + words(status)};
  const std::string name = "stream " + options.nats_stream + ": ";
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    Info found = look(created, options);
    if (found.info) {
      const auto& config = *found.info->Config;
      if (auto wrong = unfit(config); !wrong.empty()) return Error{name + wrong};
      const auto window = config.Duplicates / 1'000'000'000;
      if (window != options.nats_duplicates) {
        log(name + "keeps ids for " + std::to_string(window) + " s, as it was made; --nats-duplicates is not used");
      }
      auto epoch = epoch_of(created, options, found.info->Created, random_epoch);
      if (epoch || std::chrono::steady_clock::now() > end) return epoch;
    } else if (!found.may_pass || std::chrono::steady_clock::now() > end) {
      return Error{name + found.wrong +
                   "; it wants a NATS with JetStream, and as many servers as --nats-replicas (now " +
                   std::to_string(options.nats_replicas) + ")"};
    }
    std::this_thread::sleep_for(again);
  }
}

}  // namespace banter::server::nats
