// A session and a store, wired as the client wires them, fed with whatever a server may send and a platform may report.
//   o opened   u with another subprotocol   f<frame>   b a binary frame   c<digit> closed, of several codes   w
//   unwritable t<digit> time passes, 4 to the power of it seconds/64   s<text> the person sends   n offline   y online
//   r reconnect   x retry what failed   d discard it   l the previous socket's frame comes late
#include <algorithm>
#include <string>
#include <utility>

#include "chat/store.hpp"
#include "net/session.hpp"
#include "script.hpp"

namespace {

using namespace banter;
using banter::fuzz::require;

class Page {
 public:
  explicit Page(protocol::Dialect dialect)
      : session_({.url = "ws://x/ws", .hello = {"ann", "0123456789abcdef"}}, protocol::make_client_codec(dialect), 1),
        store_({.room = "r", .nick = "ann", .acks = session_.capabilities().acks, .max_pending = 20}) {
    session_.start(now_);
    settle();
  }

  void step(std::string_view line) {
    const std::string_view rest = line.empty() ? line : line.substr(1);
    switch (line.empty() ? '\0' : line[0]) {
      case 'o':
        session_.receive(now_, net::Opened{socket_, std::string(protocol::banter_subprotocol)});
        break;
      case 'u':
        session_.receive(now_, net::Opened{socket_, std::string(rest)});
        break;
      case 'f':
        session_.receive(now_, net::Frame{socket_, rest});
        break;
      case 'l':
        session_.receive(now_, net::Frame{socket_ - 1, rest});
        break;
      case 'b':
        session_.receive(now_, net::Frame{socket_, rest, true});
        break;
      case 'c': {
        constexpr int codes[] = {1006, 1000, 1001, 1008, 1009, 1011, 4401, 4403, 4429, 1002};
        session_.receive(now_, net::Closed{socket_, codes[fuzz::digit(line, 1)], std::string(rest), true});
        break;
      }
      case 'w':
        session_.receive(now_, net::Unwritable{socket_});
        break;
      case 't':
        pass(Duration{1'000 / 64 << (2 * fuzz::digit(line, 1))});
        break;
      case 's':
        store_.begin_send(rest, "id" + std::to_string(++ids_), wall_, now_);
        break;
      case 'n':
      case 'y':
        session_.set_online(now_, line[0] == 'y');
        break;
      case 'r':
        session_.reconnect_now(now_);
        break;
      case 'x':
      case 'd':
        settle_failed(line[0] == 'x');
        break;
      default:
        break;
    }
    settle();
  }

  void check() const {
    require(store_.pending() + store_.failed() <= 20, "the outbox is bounded");
    std::size_t unnumbered = 0;
    for (std::size_t i = 0; i < store_.size(); ++i) {
      const chat::Row row = store_.row(i);
      require(row.id != chat::RowId::none && store_.index_of(row.id, i) == i, "a row is found where it is");
      require((row.delivery == chat::Delivery::failed) == !row.error.empty(), "what failed says why");
      const bool unsettled = row.delivery == chat::Delivery::failed || row.delivery == chat::Delivery::pending ||
                             row.delivery == chat::Delivery::queued;
      require(!unsettled || row.seq == 0, "what is numbered was confirmed");
      require(unsettled || unnumbered == 0, "what is not confirmed stands below");
      if (unsettled) ++unnumbered;
      if (i == 0 || row.seq == 0 || unsettled) continue;
      const chat::Row above = store_.row(i - 1);
      require(above.seq == 0 || above.seq < row.seq || row.gap_before, "numbers rise");
    }
    require(unnumbered == store_.pending() + store_.failed(), "every unconfirmed message has a row");
  }

 private:
  void pass(Duration time) {
    const TimePoint end = now_ + time;
    for (int n = 0; n < 40; ++n) {
      const auto next = std::min(session_.next_deadline().value_or(end), store_.next_deadline().value_or(end));
      if (next >= end) break;
      now_ = std::max(now_, next);
      act();
    }
    now_ = end;
    act();
  }
  void act() {
    session_.tick(now_);
    const auto due = session_.next_deadline();
    require(!due || *due > now_ || session_.state() == net::State::waiting, "a deadline that passed was acted upon");
    store_.tick(now_);
    if (joined_ && store_.stalled(now_)) session_.drop(now_, "not confirmed");
    settle();
  }
  void settle_failed(bool retry) {
    for (std::size_t i = 0; i < store_.size(); ++i) {
      const chat::Row row = store_.row(i);
      if (row.delivery != chat::Delivery::failed) continue;
      if (retry) {
        store_.retry(row.id, WallTime{now_.time_since_epoch()});
      } else {
        store_.discard(row.id);
      }
      return;
    }
  }
  void settle() {
    take_notices();
    if (session_.state() == net::State::open && joined_) {
      for (const chat::Outgoing& out : store_.take_unsent(now_)) {
        require(!out.text.empty(), "nothing is not sent");
        session_.send(now_, protocol::SendChat{"r", out.id, "ann", out.text});
      }
    }
    for (const net::Action& action : session_.take_actions()) {
      if (const auto* open = std::get_if<net::OpenSocket>(&action)) {
        require(!open_, "there is one socket at a time");
        socket_ = open->socket;
        open_ = true;
      } else if (const auto* send = std::get_if<net::SendText>(&action)) {
        require(send->socket == socket_ && !send->text.empty(), "what is sent goes to the socket there is");
      } else if (const auto* close = std::get_if<net::CloseSocket>(&action)) {
        require(close->code == 1000 || (close->code >= 3000 && close->code < 5000), "pages may close with this code");
        require(close->reason.size() <= 123, "a close frame holds this reason");
        open_ = open_ && close->socket != socket_;
      }
    }
  }
  void take_notices() {
    for (const net::Notice& notice : session_.take_notices()) {
      if (const auto* change = std::get_if<net::StateChanged>(&notice)) {
        open_ = open_ && change->to != net::State::waiting && change->to != net::State::stopped &&
                change->to != net::State::offline;
        if (change->to == net::State::open) {
          joined_ = !session_.capabilities().rooms;
          if (!joined_) session_.send(now_, protocol::Join{"r", store_.epoch(), store_.last_seq(), store_.last_edit()});
        } else if (change->from == net::State::open) {
          joined_ = false;
          store_.connection_lost(false);
        }
      } else if (const auto* received = std::get_if<net::Received>(&notice)) {
        joined_ = joined_ || std::holds_alternative<protocol::Joined>(received->event);
        store_.apply(received->event, wall_);
      }
    }
  }

  TimePoint now_{Duration{1'000'000}};
  WallTime wall_{Duration{1'700'000'000'000}};
  net::Session session_;
  chat::Store store_;
  net::SocketId socket_ = 0;
  bool open_ = false;
  bool joined_ = false;
  int ids_ = 0;
};

}  // namespace

/// The first byte chooses the dialect.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  Page page(data[0] == 'p' ? protocol::Dialect::plain : protocol::Dialect::banter);
  fuzz::run_script(data + 1, size - 1, [&](std::string_view line) { page.step(line); });
  page.check();
  return 0;
}
