#include "server/io/ws_connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/websocket/option.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/container/static_vector.hpp>
#include <utility>

#include "server/core/refusals.hpp"
#include "server/io/clock.hpp"

namespace banter::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

/// Gone when it is done: an idle connection keeps nothing of it.
struct WsConnection::Handshake {
  Handshake(Stream bytes, WsTerms settled) : stream(std::move(bytes)), terms(std::move(settled)) {}

  websocket::stream<Stream> stream;
  WsTerms terms;
  HttpRequest request;
};

WsConnection::WsConnection(Stream stream, Gateway& gateway, WsTerms terms, ConnectionSlot slot)
    : stream_(stream.get_executor()),
      gateway_(gateway),
      slot_(std::move(slot)),
      handshake_(std::make_unique<Handshake>(std::move(stream), std::move(terms))) {}

WsConnection::~WsConnection() = default;

void WsConnection::start(HttpRequest request) {
  auto& stream = handshake_->stream;
  websocket::stream_base::timeout timeout{};
  timeout.handshake_timeout = gateway_.limits().handshake_within;
  timeout.idle_timeout = websocket::stream_base::none();
  stream.set_option(timeout);
  stream.set_option(websocket::stream_base::decorator([subprotocol = handshake_->terms.subprotocol](auto& response) {
    if (!subprotocol.empty()) response.set(http::field::sec_websocket_protocol, subprotocol);
  }));
  handshake_->request = std::move(request);
  stream.async_accept(handshake_->request,
                      [self = WsConnectionPtr(this)](beast::error_code error) { self->accepted(error); });
}

void WsConnection::accepted(beast::error_code error) {
  if (error) return;  // the last owner is gone with this handler
  const auto done = std::move(handshake_);
  stream_ = std::move(done->stream.next_layer());
  beast::error_code ignored;  // a socket without this option works too
  stream_.socket().set_option(asio::socket_base::send_buffer_size(gateway_.limits().send_buffer_bytes), ignored);
  stream_.socket().non_blocking(true, error);
  if (error) return;
  batches_ = done->terms.batches;
  heard_ = monotonic_now();
  dialect_ = done->terms.dialect;
  id_ = gateway_.attach(this, dialect_);
  attached_ = true;
  if (gateway_.stopping()) close(close_code::going_away, "the server stops");
  if (closing_) flush();  // it was turned away while it was attached
  wait_readable();
}

// ---- reading ----

void WsConnection::wait_readable() {
  stream_.wait_readable([self = WsConnectionPtr(this)](beast::error_code error) { self->readable(error); });
}

void WsConnection::readable(beast::error_code error) {
  if (error) return ended();
  auto& buffer = gateway_.read_buffer();
  const std::size_t got = stream_.read_some(asio::buffer(buffer), error);
  if (error == asio::error::would_block || error == asio::error::interrupted) return wait_readable();
  if (error) return ended();
  heard_ = monotonic_now();
  pinged_ = false;
  if (take_in({buffer.data(), got})) wait_readable();
}

bool WsConnection::take_in(std::string_view bytes) {
  WsReader fresh;
  WsReader& reader = receiving_ ? receiving_->reader : fresh;
  bool ended_one = false;
  while (!bytes.empty() && !deaf_ && attached_) {
    const auto [item, error] = reader.next(bytes, gateway_.limits().frame_bytes);
    if (error != 0) {
      fail(error);
    } else if (item) {
      ended_one = true;
      on_item(*item);
    } else {
      break;
    }
  }
  reader.release();
  if (!reader.midway()) {
    receiving_.reset();
  } else if (!receiving_) {
    receiving_ = std::make_unique<Receiving>(Receiving{std::move(fresh), heard_});
  } else if (ended_one) {
    receiving_->since = heard_;
  }
  return attached_;
}

void WsConnection::on_item(const WsReader::Item& item) {
  switch (item.kind) {
    case Opcode::close:
      return peer_closes(item.code);
    case Opcode::ping:
      return answer_ping(item.payload);
    case Opcode::text:
    case Opcode::binary:
      break;
    default:
      return;
  }
  auto& stats = gateway_.io_stats();
  ++stats.frames_in;
  stats.bytes_in += item.payload.size();
  if (closing_) return;
  if (item.kind == Opcode::text) return gateway_.received(id_, item.payload);
  gateway_.forget(id_);
  close(close_code::unsupported, "text frames only");
}

void WsConnection::answer_ping(std::string_view payload) {
  if (closing_) return;
  for (std::size_t i = 0; i < queue_.size(); ++i) {
    if (queue_[i].opcode == Opcode::pong) return;  // one answer for several is enough (RFC 6455, 5.5.3)
  }
  queue_.push_back({std::make_shared<const std::string>(payload), Opcode::pong});
  queued_bytes_ += payload.size();
  gateway_.io_stats().queue_bytes += payload.size();
  flush();
}

void WsConnection::fail(int code) {
  deaf_ = true;
  gateway_.forget(id_);
  close(code, code == ws_too_big ? "the frame is too large" : "");
}

void WsConnection::peer_closes(int code) {
  peer_closed_ = true;
  deaf_ = true;
  if (close_sent_) return ended();
  gateway_.forget(id_);
  drop_queue();
  if (!closing_) closing_ = std::make_unique<Closing>(Closing{heard_, {}});
  closing_->goodbye = code == 1005 ? std::string() : close_payload(code, {});
  flush();
}

// ---- writing ----

struct WsConnection::Gathered {
  static constexpr std::size_t most_buffers = 64;  // Asio hands on no more at once
  static constexpr std::size_t most_frames = 20;

  boost::container::static_vector<asio::const_buffer, most_buffers> buffers;
  std::array<WsHead, most_frames> heads;
  std::size_t frames = 0;
  std::size_t entries = 0;  ///< of the queue
  std::size_t payload = 0;  ///< bytes of theirs
  std::size_t bytes = 0;

  void add(std::string_view piece) {
    buffers.emplace_back(piece.data(), piece.size());
    bytes += piece.size();
  }
  void add_head(Opcode opcode, std::size_t size) {
    heads[frames] = ws_head(opcode, size);
    add(heads[frames++].view());
  }
};

void WsConnection::gather(Gathered& out) const {
  const std::size_t most = gateway_.limits().batch_bytes;
  while (out.entries < queue_.size() && out.frames < Gathered::most_frames &&
         out.buffers.size() + 2 <= Gathered::most_buffers) {
    const QueuedFrame& first = queue_[out.entries];
    if (out.frames > 0 && out.bytes + first.payload->size() > most) break;
    // As many as fit become one array: brackets, commas and what is between them.
    std::size_t count = 1;
    std::size_t size = first.payload->size() + 2;
    while (batches_ && first.opcode == Opcode::text && out.entries + count < queue_.size() &&
           out.buffers.size() + 2 * (count + 1) + 2 <= Gathered::most_buffers) {
      const QueuedFrame& next = queue_[out.entries + count];
      if (next.opcode != Opcode::text || size + next.payload->size() + 1 > most) break;
      size += next.payload->size() + 1;
      ++count;
    }
    out.add_head(first.opcode, count == 1 ? first.payload->size() : size);
    for (std::size_t i = 0; i < count; ++i) {
      if (count > 1) out.add(i == 0 ? "[" : ",");
      const FrameText& payload = queue_[out.entries + i].payload;
      out.add(*payload);
      out.payload += payload->size();
    }
    if (count > 1) out.add("]");
    out.entries += count;
  }
}

void WsConnection::send(FrameText frame) {
  if (closing_ || !attached_) return;
  queued_bytes_ += frame->size();
  gateway_.io_stats().queue_bytes += frame->size();
  queue_.push_back({std::move(frame), Opcode::text});
  const auto& limits = gateway_.limits();
  if (!blocked_ && queued_bytes_ > limits.batch_bytes) flush();
  if (closing_ || !attached_) return;
  if (queued_bytes_ > limits.queue_bytes) return cut();
  if (queued_bytes_ > limits.congested_bytes) {
    tell_ = true;
    gateway_.congested(id_);
  }
  flush_later();
}

void WsConnection::tell_when_sent() {
  if (closing_ || !attached_) return;
  tell_ = true;
  flush_later();
}

void WsConnection::flush_later() {
  if (!blocked_ && !std::exchange(flush_due_, true)) gateway_.flush_later(this);
}

void WsConnection::flush() {
  flush_due_ = false;
  if (blocked_ || !attached_) return;
  while (write_rest() && !queue_.empty()) {
    if (!write_queued()) break;
  }
  if (!blocked_ && attached_ && queue_.empty()) all_written();
}

bool WsConnection::stuck(beast::error_code error) {
  if (error == asio::error::would_block) {
    wait_writable();
  } else {
    abort();
  }
  return false;
}

bool WsConnection::write_rest() {
  while (rest_) {
    auto& [bytes, at, payload] = *rest_;
    beast::error_code error;
    at += stream_.write_some(asio::buffer(bytes.data() + at, bytes.size() - at), error);
    if (error) return stuck(error);
    if (at < bytes.size()) continue;
    sending_since_ = never;
    unqueue(payload);
    rest_.reset();
  }
  return true;
}

void WsConnection::set_rest(std::string bytes, std::size_t payload) {
  rest_ = std::make_unique<Rest>(Rest{std::move(bytes), 0, payload});
}

bool WsConnection::write_queued() {
  Gathered out;
  gather(out);
  std::size_t sent =
      0;  // of TLS, which must be told the same bytes again when it could not write them: see write_rest()
  if (!stream_.secure()) {
    beast::error_code error;
    sent = stream_.write_plain(out.buffers, error);
    if (error) return stuck(error);
  }
  auto& stats = gateway_.io_stats();
  stats.frames_out += out.frames;
  stats.bytes_out += out.payload;
  sending_since_ = never;
  if (sent < out.bytes) {
    std::size_t skip = sent;
    std::string rest;
    rest.reserve(out.bytes - sent);
    for (const auto& buffer : out.buffers) {
      const std::size_t gone = std::min(skip, buffer.size());
      rest.append(static_cast<const char*>(buffer.data()) + gone, buffer.size() - gone);
      skip -= gone;
    }
    set_rest(std::move(rest), out.payload);
  } else {
    unqueue(out.payload);
  }
  queue_.pop_front(out.entries);
  return true;
}

void WsConnection::all_written() {
  if (closing_ && !close_sent_) {
    close_sent_ = true;
    const std::string goodbye = std::exchange(closing_->goodbye, {});
    set_rest(std::string(ws_head(Opcode::close, goodbye.size()).view()) + goodbye, 0);
    if (!write_rest()) return;
  }
  if (close_sent_) {
    if (peer_closed_) return ended();
    if (deaf_) stream_.shutdown_send();
    return;
  }
  if (std::exchange(tell_, false)) gateway_.drained(id_);
}

void WsConnection::wait_writable() {
  if (sending_since_ == never) sending_since_ = monotonic_now();
  if (std::exchange(blocked_, true)) return;
  tell_ = true;
  stream_.wait_writable([self = WsConnectionPtr(this)](beast::error_code error) {
    self->blocked_ = false;
    if (!error) self->flush();
  });
}

void WsConnection::unqueue(std::size_t bytes) {
  queued_bytes_ -= bytes;
  gateway_.io_stats().queue_bytes -= bytes;
}

void WsConnection::drop_queue() {
  for (std::size_t i = 0; i < queue_.size(); ++i) unqueue(queue_[i].payload->size());
  queue_.clear();
}

// ---- its end ----

void WsConnection::close(int code, const std::string& reason) {
  if (closing_) return;
  closing_ = std::make_unique<Closing>(Closing{monotonic_now(), close_payload(code, reason)});
  flush();
}

void WsConnection::cut() {
  ++gateway_.io_stats().cuts;
  drop_queue();
  gateway_.forget(id_);
  close(close_code::too_slow, "reads too slowly");  // after what was begun, as long as sweep() lets it
}

void WsConnection::sweep(TimePoint now) {
  const auto& limits = gateway_.limits();
  if (closing_) {
    if (now - closing_->since > limits.close_within) abort();
  } else if (sending_since_ != never && now - sending_since_ > limits.stall) {
    cut();
  } else if (attached_ && receiving_ && now - receiving_->since > limits.frame_within) {
    gateway_.forget(id_);
    close(close_code::frame_timeout, "the frame did not come in time");
  } else if (now - heard_ > limits.idle) {
    abort();
  } else if (now - heard_ > limits.idle / 2 && !std::exchange(pinged_, true)) {
    queue_.push_back({std::make_shared<const std::string>(), Opcode::ping});
    flush();
  }
}

void WsConnection::abort() {
  stream_.close();  // the pending read ends now, and with it the connection
}

void WsConnection::ended() {
  if (!attached_) return;
  attached_ = false;
  if (!closing_) closing_ = std::make_unique<Closing>(Closing{monotonic_now(), {}});
  unqueue(queued_bytes_);
  stream_.say_goodbye();
  abort();
  gateway_.detach(id_);
}

}  // namespace banter::server
