// A store under a test's hands: short words for what the server says, rows as lines to compare with.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "chat/store.hpp"

namespace banter::chat::test {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

inline WallTime wall(Duration since_start) {
  return WallTime{Duration{1'700'000'000'000} + since_start};
}
inline TimePoint mono(Duration since_start) {
  return TimePoint{Duration{50'000} + since_start};
}

inline protocol::ChatMessage message(protocol::Seq seq, std::string text, std::string nick = "bob", std::string id = {},
                                     std::string user = {}) {
  protocol::ChatMessage m;
  m.room = "r";
  m.seq = seq;
  m.id = std::move(id);
  m.user = std::move(user);
  m.nick = std::move(nick);
  m.text = std::move(text);
  m.time = wall(Duration{static_cast<Duration::rep>(seq)});
  return m;
}

inline StoreConfig config_with(bool acks) {
  StoreConfig config;
  config.room = "r";
  config.nick = "ann";
  config.acks = acks;
  return config;
}

class Bench {
 public:
  explicit Bench(bool acks = true) : Bench(config_with(acks)) {}
  explicit Bench(StoreConfig config) : store(std::move(config)) { store.set_open(true, wall(0s)); }

  Changes apply(const protocol::Event& event) { return store.apply(event, wall(clock)); }
  Changes joined(std::string epoch, protocol::Seq last = 0) {
    store.set_open(true, wall(clock));
    return apply(protocol::Joined{"r", std::move(epoch), last});
  }
  Changes chat(protocol::ChatMessage m) { return apply(protocol::Chat{std::move(m)}); }
  /// Somebody else's, with the number as its text.
  Changes chat(protocol::Seq seq) { return chat(message(seq, std::to_string(seq))); }
  Changes ack(std::string id, protocol::Seq seq) { return apply(protocol::Ack{"r", std::move(id), seq, wall(1h)}); }
  Changes history(const std::vector<protocol::Seq>& seqs, bool more = false, bool gap = false) {
    protocol::History h{"r", {}, more, gap};
    for (const auto seq : seqs) h.messages.push_back(message(seq, std::to_string(seq)));
    return apply(h);
  }
  Changes refuse(std::string id, std::string code, std::string text = {}, Duration retry_after = {}) {
    protocol::Refusal refusal;
    refusal.room = "r";
    refusal.id = std::move(id);
    refusal.code = std::move(code);
    refusal.text = std::move(text);
    refusal.retry_after = retry_after;
    return apply(refusal);
  }
  /// Says that it tells earlier messages.
  void tells_history() {
    protocol::Welcome welcome{"u-ann", "ann", 0};
    welcome.history = true;
    apply(welcome);
  }
  /// The request that goes on the wire now: "<BEFORE", "AFTER<BEFORE" or "AFTER>"; empty: none.
  std::string load() {
    const auto load = store.take_load(mono(clock));
    if (!load) return {};
    loaded = *load;
    const std::string after = load->after ? std::to_string(*load->after) : "";
    return load->before ? after + "<" + std::to_string(*load->before) : after + ">";
  }
  /// The answer to it.
  Changes answer(const std::vector<protocol::Seq>& seqs, bool more) {
    protocol::History h{"r", {}, more, false, loaded.before, loaded.after};
    for (const auto seq : seqs) h.messages.push_back(message(seq, std::to_string(seq)));
    return apply(h);
  }
  protocol::LoadHistory loaded;

  RowId send(const std::string& text, std::string id) {
    const auto result = store.begin_send(text, std::move(id), wall(clock), mono(clock));
    EXPECT_EQ(result.error, "");
    return result.row;
  }
  /// The texts that go on the wire now.
  Lines take() {
    Lines out;
    for (const Outgoing& o : store.take_unsent(mono(clock))) out.push_back(o.text);
    return out;
  }
  Changes tick() { return store.tick(mono(clock)); }

  /// "SEQ TEXT", with "~" before it after a gap, and "?" pending or queued, "+" sent, "! ERROR" failed after it.
  [[nodiscard]] Lines rows() const {
    Lines out;
    for (std::size_t i = 0; i < store.size(); ++i) {
      const Row row = store.row(i);
      std::string line = row.gap_before ? "~" : "";
      if (row.seq != 0) line += std::to_string(row.seq) + " ";
      line += row.text;
      if (row.delivery == Delivery::pending || row.delivery == Delivery::queued) line += " ?";
      if (row.delivery == Delivery::sent) line += " +";
      if (row.delivery == Delivery::failed) line += " ! " + std::string{row.error};
      out.push_back(line);
    }
    return out;
  }

  Duration clock{0};
  Store store;
};

}  // namespace banter::chat::test
