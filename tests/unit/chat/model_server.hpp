// A small server that does what docs/protocol.md asks of one, over a wire that loses, delays and
// lets acks overtake messages. The truth the store is compared with.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "chat/store.hpp"
#include "store_bench.hpp"

namespace banter::chat::test {

class ModelServer {
 public:
  static constexpr std::size_t page = 8;           ///< messages a newcomer gets
  static constexpr std::size_t load_limit = 9;     ///< messages one load gets at most
  static constexpr std::size_t resume_limit = 12;  ///< missed messages a returning client gets

  ModelServer(Random& random, bool limits_rate) : random_(random), limits_rate_(limits_rate) {}

  // ---- the client's side of the wire ----
  [[nodiscard]] bool connected() const { return connected_; }
  void connect() { connected_ = true; }
  /// What is under way in both directions is gone.
  void cut() {
    connected_ = joined_ = false;
    to_server_.clear();
    refused_.clear();
    to_client_.clear();
    acks_.clear();
  }
  void write(protocol::Command command) { to_server_.push_back(std::move(command)); }

  /// The next event for the client; acks overtake all else at will.
  std::optional<protocol::Event> deliver() {
    if (!acks_.empty() && (to_client_.empty() || random_.below(3) == 0)) return pop(acks_);
    if (!to_client_.empty()) return pop(to_client_);
    return std::nullopt;
  }
  [[nodiscard]] bool idle() const { return to_server_.empty() && to_client_.empty() && acks_.empty(); }

  // ---- the server's ----
  void handle_one(Duration now) {
    if (to_server_.empty()) return;
    const protocol::Command command = std::move(to_server_.front());
    to_server_.pop_front();
    if (const auto* join = std::get_if<protocol::Join>(&command)) handle(*join);
    if (const auto* chat = std::get_if<protocol::SendChat>(&command)) handle(*chat, now);
    if (const auto* load = std::get_if<protocol::LoadHistory>(&command)) handle(*load);
  }
  /// Somebody else says something, sometimes under an id that one of ours has too.
  void others_say(const std::string& text) { store(text, "u-bob", "id" + std::to_string(random_.below(40))); }
  /// Restored from nothing: the numbering starts anew.
  void new_epoch() {
    cut();
    log.clear();
    known_.clear();
    epoch = "epoch" + std::to_string(++epochs_);
  }

  std::vector<protocol::ChatMessage> log;
  std::string epoch = "epoch0";

 private:
  template <class T>
  static T pop(std::deque<T>& queue) {
    T front = std::move(queue.front());
    queue.pop_front();
    return front;
  }

  void handle(const protocol::Join& join) {
    joined_ = true;
    to_client_.emplace_back(protocol::Joined{"r", epoch, log.size()});
    const bool resumes = join.epoch == epoch && join.after <= log.size();
    std::size_t from = resumes ? join.after : log.size() - std::min(page, log.size());
    const bool gap = (resumes && log.size() - from > resume_limit) || (!resumes && join.after > 0);
    if (resumes && gap) from = log.size() - resume_limit;
    // In one frame or in several, the flag in the first.
    protocol::History history{"r", {}, from > 0, gap};
    for (std::size_t i = from; i < log.size(); ++i) {
      history.messages.push_back(log[i]);
      if (random_.below(4) == 0) {
        to_client_.emplace_back(history);
        history.messages.clear();
        history.gap = false;
      }
    }
    to_client_.emplace_back(history);
  }

  /// Sometimes it cannot read, or has no time.
  void handle(const protocol::LoadHistory& load) {
    if (load.epoch != epoch || random_.below(8) == 0) {
      protocol::Refusal refusal;
      refusal.room = "r";
      refusal.id = load.id;
      refusal.code = load.epoch != epoch ? "wrong-epoch" : random_.below(2) == 0 ? "storage" : "busy";
      if (refusal.code == "busy") refusal.retry_after = Duration{50};
      to_client_.emplace_back(refusal);
      return;
    }
    protocol::History answer{"r", {}, false, false, load.before, load.after};
    const std::size_t most = std::min<std::size_t>(1 + random_.below(load_limit), load.limit);
    std::size_t end = load.before ? std::min<std::size_t>(*load.before - 1, log.size()) : log.size();
    std::size_t begin = std::min<std::size_t>(load.after.value_or(0), end);
    if (load.before) {
      begin = std::max(begin, end - std::min(end, most));
      answer.more = begin > load.after.value_or(0);
    } else {
      end = std::min(end, begin + most);
      answer.more = end < log.size();
    }
    for (std::size_t i = begin; i < end; ++i) answer.messages.push_back(log[i]);
    to_client_.emplace_back(answer);
  }

  void handle(const protocol::SendChat& chat, Duration now) {
    // What follows a refused message is refused until that one has come again: else it would overtake.
    const bool retried = chat.id == refused_ && now >= limited_until_;
    const auto known = known_.find({"u-ann", chat.id});
    if (known == known_.end() && ((!refused_.empty() && !retried) || (limits_rate_ && random_.below(6) == 0))) {
      if (refused_.empty() || retried) {
        refused_ = chat.id;
        limited_until_ = now + 50ms;
      }
      protocol::Refusal refusal;
      refusal.room = "r";
      refusal.code = "rate-limited";
      refusal.id = chat.id;
      refusal.retry_after = std::max(limited_until_ - now, Duration{10});
      to_client_.emplace_back(refusal);
      return;
    }
    if (known == known_.end()) refused_.clear();
    const protocol::Seq seq = known != known_.end() ? known->second : store(chat.text, "u-ann", chat.id);
    acks_.emplace_back(protocol::Ack{"r", chat.id, seq, log[seq - 1].time});
  }

  protocol::Seq store(const std::string& text, const std::string& user, const std::string& id) {
    log.push_back(message(log.size() + 1, text, user.substr(2), id, user));
    const protocol::Seq seq = log.size();
    known_.emplace(std::pair{user, id}, seq);
    // The sender's broadcast may be spared, since the ack stands for it, or not.
    if (joined_ && (user != "u-ann" || random_.below(2) == 0)) to_client_.emplace_back(protocol::Chat{log.back()});
    return seq;
  }

  Random& random_;
  bool limits_rate_;
  bool connected_ = false;
  bool joined_ = false;
  int epochs_ = 0;
  Duration limited_until_{0};
  std::string refused_;  ///< the message that is to come first now
  std::deque<protocol::Command> to_server_;
  std::deque<protocol::Event> to_client_;
  std::deque<protocol::Event> acks_;
  std::map<std::pair<std::string, std::string>, protocol::Seq> known_;
};

}  // namespace banter::chat::test
