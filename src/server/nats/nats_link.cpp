#include "server/nats/nats_link.hpp"

#include <cstdlib>
#include <cstring>
#include <utility>

#include "server/cluster/api_json.hpp"

namespace banter::server::nats {

namespace {

constexpr int pending_messages = 16'384;  // of one subscription; beyond, messages are dropped and read again
constexpr int pending_bytes = 16 << 20;
constexpr std::chrono::seconds kept_old{10};
constexpr std::int64_t end_within_ms = 3'000;

Packet packet_of(natsMsg* message) {
  Packet packet;
  packet.subject = natsMsg_GetSubject(message);
  if (const char* reply = natsMsg_GetReply(message)) packet.reply = reply;
  const char* data = natsMsg_GetData(message);
  if (data) packet.body.assign(data, static_cast<std::size_t>(natsMsg_GetDataLength(message)));
  const char** keys = nullptr;
  int count = 0;
  if (natsMsgHeader_Keys(message, &keys, &count) != NATS_OK) return packet;
  for (int i = 0; i < count; ++i) {
    const char* value = nullptr;
    if (natsMsgHeader_Get(message, keys[i], &value) == NATS_OK && value) packet.headers[keys[i]] = value;
  }
  std::free(keys);  // the keys themselves are the message's
  packet.status = static_cast<int>(parse_number(header(packet, "Status")).value_or(0));
  return packet;
}

std::string all(const std::vector<std::string>& urls) {
  std::string out;
  for (const auto& url : urls) out += (out.empty() ? "" : ", ") + url;
  return out;
}

}  // namespace

Result<std::unique_ptr<NatsLink>> NatsLink::open(const LinkConfig& config) {
  std::unique_ptr<NatsLink> link(new NatsLink);  // the constructor is private
  natsOptions* created = nullptr;
  natsStatus status = natsOptions_Create(&created);
  const Handle<natsOptions> options(created);
  std::vector<const char*> urls;
  for (const auto& url : config.urls) urls.push_back(url.c_str());
  const auto then = [&](auto&& next) {
    if (status == NATS_OK) status = next();
  };
  then([&] { return natsOptions_SetServers(created, urls.data(), static_cast<int>(urls.size())); });
  then([&] { return natsOptions_SetName(created, "banter-server"); });
  then([&] { return natsOptions_SetTimeout(created, 2'000); });
  then([&] { return natsOptions_SetMaxReconnect(created, -1); });
  then([&] { return natsOptions_SetReconnectWait(created, 250); });
  then([&] { return natsOptions_SetReconnectJitter(created, 250, 500); });
  then([&] { return natsOptions_SetPingInterval(created, 5'000); });
  then([&] { return natsOptions_SetMaxPingsOut(created, 2); });
  then([&] { return natsOptions_SetWriteDeadline(created, 5'000); });
  // A few threads serve all subscriptions, instead of one each.
  then([&] { return natsOptions_UseGlobalMessageDelivery(created, true); });
  then([&] { return natsOptions_SetDisconnectedCB(created, &NatsLink::on_down, link.get()); });
  then([&] { return natsOptions_SetReconnectedCB(created, &NatsLink::on_up, link.get()); });
  // What it says of slow subscriptions, the missing messages say too; the library would print it.
  then([&] {
    return natsOptions_SetErrorHandler(
        created, [](natsConnection*, natsSubscription*, natsStatus, void*) {}, nullptr);
  });
  if (!config.credentials.empty()) {
    then([&] { return natsOptions_SetUserCredentialsFromFiles(created, config.credentials.c_str(), nullptr); });
  }
  natsConnection* connection = nullptr;
  then([&] { return natsConnection_Connect(&connection, created); });
  if (status != NATS_OK) {
    return Error{"cannot connect to NATS at " + all(config.urls) + ": " + words(status) +
                 "; see that one of them runs there and lets this server in"};
  }
  link->connection_.reset(connection);
  return link;
}

NatsLink::~NatsLink() {
  close();
}

void NatsLink::close() {
  if (!connection_) return;
  natsConnection_Close(connection_.get());
  subscriptions_.clear();
  old_.clear();
  connection_.reset();
  // Until then its threads may still be calling.
  nats_CloseAndWait(end_within_ms);
}

bool NatsLink::up() const {
  return connection_ && natsConnection_Status(connection_.get()) == NATS_CONN_STATUS_CONNECTED;
}

bool NatsLink::publish(const Packet& packet) {
  if (!up()) return false;  // the library would keep it and send it when nobody waits for it any more
  natsMsg* created = nullptr;
  const char* reply = packet.reply.empty() ? nullptr : packet.reply.c_str();
  natsStatus status =
      natsMsg_Create(&created, packet.subject.c_str(), reply, packet.body.data(), static_cast<int>(packet.body.size()));
  const Handle<natsMsg> message(created);
  for (const auto& [name, value] : packet.headers) {
    if (status == NATS_OK) status = natsMsgHeader_Set(created, name.c_str(), value.c_str());
  }
  if (status == NATS_OK) status = natsConnection_PublishMsg(connection_.get(), created);
  return status == NATS_OK;
}

bool NatsLink::subscribe(const std::string& subject) {
  bury_old();
  natsSubscription* created = nullptr;
  natsStatus status =
      natsConnection_Subscribe(&created, connection_.get(), subject.c_str(), &NatsLink::on_message, this);
  Handle<natsSubscription> subscription(created);
  if (status == NATS_OK) status = natsSubscription_SetPendingLimits(created, pending_messages, pending_bytes);
  if (status != NATS_OK) return false;
  subscriptions_[subject] = std::move(subscription);
  return true;
}

void NatsLink::unsubscribe(const std::string& subject) {
  bury_old();
  const auto at = subscriptions_.find(subject);
  if (at == subscriptions_.end()) return;
  natsSubscription_Unsubscribe(
      at->second.get());  // it fails when the connection is gone, and then there is nothing to do
  old_.emplace_back(Clock::now(), std::move(at->second));
  subscriptions_.erase(at);
}

void NatsLink::bury_old() {
  while (!old_.empty() && Clock::now() - old_.front().first > kept_old) old_.pop_front();
}

void NatsLink::on_message(natsConnection*, natsSubscription* subscription, natsMsg* message, void* self) {
  const Handle<natsMsg> owned(message);
  const auto& handlers = static_cast<NatsLink*>(self)->handlers_;
  if (!handlers.on_packet) return;
  Packet packet = packet_of(message);
  // A consumer delivers under the subject that the message has in the stream.
  const char* listens = natsSubscription_GetSubject(subscription);
  if (listens && !std::strchr(listens, '*')) packet.stored_subject = std::exchange(packet.subject, listens);
  handlers.on_packet(std::move(packet));
}

void NatsLink::on_up(natsConnection*, void* self) {
  const auto& handlers = static_cast<NatsLink*>(self)->handlers_;
  if (handlers.on_connection) handlers.on_connection(true);
}

void NatsLink::on_down(natsConnection*, void* self) {
  const auto& handlers = static_cast<NatsLink*>(self)->handlers_;
  if (handlers.on_connection) handlers.on_connection(false);
}

}  // namespace banter::server::nats
