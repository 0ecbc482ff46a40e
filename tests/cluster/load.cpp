#include "load.hpp"

#include <memory>

namespace banter::server {

using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::seconds patience{30};
constexpr std::chrono::milliseconds ack_within{10'000};
constexpr std::chrono::milliseconds write_every{250};  // below what a connection may, so that nothing waits for that

}  // namespace

bool Person::connected() {
  if (client_ && client_->open()) return true;
  ClientOptions options;
  options.may_fail = true;
  client_ = std::make_unique<Client>(gateways_.port(gateway_), options);
  live_ = asked_ = false;
  if (!client_->open()) return false;
  ++connections;
  client_->say(protocol::Hello{name_, "the-secret-token-of-" + name_});
  client_->say(protocol::Join{"general", epoch_, after_});
  return true;
}

void Person::step(std::chrono::milliseconds wait) {
  if (!connected()) return;
  if (const auto event = client_->event(wait)) hear(*event);
}

void Person::write(Clock::time_point until) {
  for (int number = 1; Clock::now() < until; ++number) {
    id_ = name_ + "-" + std::to_string(number);
    text_ = "message " + std::to_string(number) + " of " + name_;
    const auto begin = Clock::now();
    asked_ = false;
    auto asked_at = begin;
    while (!id_.empty() && Clock::now() < until + patience) {
      if (connected() && live_ && !asked_ && Clock::now() >= again_) {
        client_->chat(id_, text_);
        asked_ = true;
        asked_at = Clock::now();
      }
      step(std::chrono::milliseconds(50));
      if (asked_ && Clock::now() - asked_at > ack_within) client_.reset();  // as our client does
    }
    const auto slot = begin + write_every;
    const auto took = Clock::now() - begin;
    while (Clock::now() < slot) step(std::chrono::duration_cast<std::chrono::milliseconds>(slot - Clock::now()));
    if (!id_.empty()) problems.push_back(id_ + " was never acknowledged");
    worst = std::max(worst, std::chrono::duration_cast<std::chrono::milliseconds>(took));
  }
}

void Person::read_all(protocol::Seq last) {
  const auto end = Clock::now() + patience;
  while (!live_ && Clock::now() < end) step(std::chrono::milliseconds(50));
  client_.reset();
  seen.clear();
  after_ = 0;
  read_to(last);
}

void Person::read_to(protocol::Seq last) {
  const auto end = Clock::now() + patience;
  while (after_ < last && Clock::now() < end) step(std::chrono::milliseconds(50));
}

void Person::hear(const protocol::Event& event) {
  if (const auto* welcome = std::get_if<protocol::Welcome>(&event)) user = welcome->user;
  if (const auto* joined = std::get_if<protocol::Joined>(&event)) {
    if (!epoch_.empty() && joined->epoch != epoch_) problems.push_back("the epoch changed");
    if (joined->last < after_) problems.push_back("a gateway knows less than this client has");
    epoch_ = joined->epoch;
  }
  if (const auto* history = std::get_if<protocol::History>(&event)) {
    if (history->gap) problems.push_back("a gap");
    live_ = true;
    for (const auto& message : history->messages) take(message);
  }
  if (const auto* chat = std::get_if<protocol::Chat>(&event)) take(chat->message);
  if (const auto* ack = std::get_if<protocol::Ack>(&event)) {
    acked[ack->id] = ack->seq;
    if (ack->id == id_) {
      if (ack->seq > after_) {
        protocol::ChatMessage own;
        own.seq = ack->seq;
        own.user = user;
        own.id = ack->id;
        own.text = text_;
        take(own);
      }
      id_.clear();
    }
  }
  if (const auto* refusal = std::get_if<protocol::Refusal>(&event); refusal && refusal->id == id_) {
    asked_ = false;
    again_ = Clock::now() + refusal->retry_after;
  }
}

void Person::take(const protocol::ChatMessage& message) {
  if (after_ > 0 && message.seq != after_ + 1) {
    problems.push_back("number " + std::to_string(message.seq) + " after " + std::to_string(after_));
  }
  after_ = std::max(after_, message.seq);
  if (!seen.emplace(message.seq, Seen{message.user, message.id, message.text}).second) {
    problems.push_back("number " + std::to_string(message.seq) + " came twice");
  }
}

}  // namespace banter::server
