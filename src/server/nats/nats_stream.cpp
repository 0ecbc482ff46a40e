#include "server/nats/nats_stream.hpp"

#include <chrono>
#include <cstdio>
#include <thread>
#include <utility>
#include <vector>

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

using Text = std::vector<const char*>;

/// As both streams are.
jsStreamConfig config_of(const std::string& name, Text& subjects, const Options& options) {
  jsStreamConfig config;
  jsStreamConfig_Init(&config);
  config.Name = name.c_str();
  config.Subjects = subjects.data();
  config.SubjectsLen = static_cast<int>(subjects.size());
  config.Retention = js_LimitsPolicy;
  config.Discard = js_DiscardNew;  // if an operator sets a limit: refuse what is new, never drop what is old
  config.Storage = js_FileStorage;
  config.Replicas = options.nats_replicas;
  config.AllowDirect = true;
  return config;
}

Info add(jsCtx* js, jsStreamConfig config) {
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

Info add_stream(jsCtx* js, const std::string& name, const Options& options) {
  Text subjects{rooms_subject, epoch_subject};
  auto config = config_of(name, subjects, options);
  config.Duplicates = std::int64_t{options.nats_duplicates} * 1'000'000'000;
  config.DenyDelete = true;
  config.DenyPurge = true;
  return add(js, config);
}

/// As `nats kv add` makes one with a history of 1, but that messages may be deleted: those that sweep do that. A limit
/// of age is not set, because it would take the people of a room in which nobody comes or goes. Files, because a NATS
/// of one server forgets a bucket in memory altogether when it is started again.
Info add_bucket(jsCtx* js, const std::string& name, const Options& options) {
  const std::string all = "$KV." + bucket_name(options) + ".>";
  Text subjects{all.c_str()};
  auto config = config_of(name, subjects, options);
  config.MaxMsgsPerSubject = 1;
  config.AllowRollup = true;
  return add(js, config);
}

using Add = Info (*)(jsCtx* js, const std::string& name, const Options& options);

Info look(jsCtx* js, const std::string& name, const Options& options, Add add_it) {
  jsStreamInfo* info = nullptr;
  jsErrCode code{};
  const natsStatus status = js_GetStreamInfo(&info, js, name.c_str(), nullptr, &code);
  if (status == NATS_OK) return {Handle<jsStreamInfo>(info), {}, false};
  if (code == JSStreamNotFoundErr) return add_it(js, name, options);
  return {nullptr, words(status, static_cast<int>(code)), true};
}

/// Asks until it is there or the time is over.
Result<Handle<jsStreamInfo>> await(jsCtx* js, const std::string& name, const Options& options, Add add_it,
                                   std::chrono::steady_clock::time_point end) {
  for (;;) {
    Info found = look(js, name, options, add_it);
    if (found.info) return std::move(found.info);
    if (!found.may_pass || std::chrono::steady_clock::now() > end) {
      return Error{"stream " + name + ": " + found.wrong +
                   "; it wants a NATS with JetStream that lets this server make and use it, and as many servers as "
                   "--nats-replicas (now " +
                   std::to_string(options.nats_replicas) + ")"};
    }
    std::this_thread::sleep_for(again);
  }
}

Result<Handle<jsCtx>> jetstream(NatsLink& link) {
  jsCtx* created = nullptr;
  const natsStatus status = natsConnection_JetStream(&created, link.connection(), nullptr);
  Handle<jsCtx> js(created);
  if (status != NATS_OK) return Error{"JetStream: " + words(status)};
  return js;
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

/// Likewise of the bucket.
std::string unfit_bucket(const jsStreamConfig& config, const std::string& subject) {
  if (config.SubjectsLen != 1 || std::string(config.Subjects[0]) != subject) return "its subject is not " + subject;
  if (config.MaxMsgsPerSubject != 1) return "it keeps more than the newest of each key (max_msgs_per_subject)";
  if (config.MaxAge > 0) return "it forgets who is there by age (max_age)";
  if (config.DenyDelete) return "it lets nobody delete what a dead server left (deny_delete)";
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
  const auto js = jetstream(link);
  if (!js) return js.error();
  const std::string name = "stream " + options.nats_stream + ": ";
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto found = await(js->get(), options.nats_stream, options, &add_stream, end);
    if (!found) return found.error();
    const auto& config = *(*found)->Config;
    if (auto wrong = unfit(config); !wrong.empty()) return Error{name + wrong};
    const auto window = config.Duplicates / 1'000'000'000;
    if (window != options.nats_duplicates) {
      log(name + "keeps ids for " + std::to_string(window) + " s, as it was made; --nats-duplicates is not used");
    }
    auto epoch = epoch_of(js->get(), options, (*found)->Created, random_epoch);
    if (epoch || std::chrono::steady_clock::now() > end) return epoch;
    std::this_thread::sleep_for(again);
  }
}

std::string bucket_name(const Options& options) {
  return options.nats_stream + "_PEOPLE";
}

std::optional<Error> open_bucket(NatsLink& link, const Options& options) {
  const auto js = jetstream(link);
  if (!js) return js.error();
  const std::string name = "KV_" + bucket_name(options);
  const auto found = await(js->get(), name, options, &add_bucket, std::chrono::steady_clock::now() + patience);
  if (!found) return found.error();
  auto wrong = unfit_bucket(*(*found)->Config, "$KV." + bucket_name(options) + ".>");
  if (!wrong.empty()) return Error{"stream " + name + ": " + wrong + "; delete it, and it is made anew"};
  return std::nullopt;
}

}  // namespace banter::server::nats
