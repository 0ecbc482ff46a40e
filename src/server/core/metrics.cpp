#include "server/core/metrics.hpp"

#include <cstdio>

namespace banter::server {

namespace {

class Page {
 public:
  void head(std::string_view name, std::string_view type, std::string_view help) {
    text_.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
    text_.append(name).append(" ").append(type).append("\n");
  }
  /// `labels` with braces, or empty.
  void sample(std::string_view name, std::string_view labels, double value) {
    char number[40];
    std::snprintf(number, sizeof number, "%.15g", value);
    text_.append(name).append(labels).append(" ").append(number).append("\n");
  }
  void counter(std::string_view name, std::string_view help, double value) {
    head(name, "counter", help);
    sample(name, "", value);
  }
  void gauge(std::string_view name, std::string_view help, double value) {
    head(name, "gauge", help);
    sample(name, "", value);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

double number(std::uint64_t value) {
  return static_cast<double>(value);
}

void add_connections(Page& page, const Metrics& metrics) {
  constexpr std::string_view open = "banter_connections";
  page.head(open, "gauge", "Open connections.");
  page.sample(open, "{kind=\"http\"}", number(metrics.open_http));
  page.sample(open, "{kind=\"plain\"}", number(metrics.open_plain));
  page.sample(open, "{kind=\"banter\"}", number(metrics.open_banter));

  constexpr std::string_view opened = "banter_connections_opened_total";
  page.head(opened, "counter", "WebSocket connections opened, by dialect.");
  page.sample(opened, "{dialect=\"plain\"}", number(metrics.io.opened_plain));
  page.sample(opened, "{dialect=\"banter\"}", number(metrics.io.opened_banter));

  page.counter("banter_connections_refused_total", "Connections refused because too many were open.",
               number(metrics.io.connections_refused));
  page.counter("banter_handshakes_refused_total", "WebSocket handshakes refused.",
               number(metrics.io.handshakes_refused));
  page.counter("banter_tls_handshakes_failed_total", "TLS handshakes that were not ended.",
               number(metrics.io.tls_handshakes_failed));
  page.counter("banter_send_queue_cuts_total", "Connections closed because they read too slowly.",
               number(metrics.io.cuts));
  page.gauge("banter_send_queue_bytes", "Bytes that wait to be sent, of all connections.",
             number(metrics.io.queue_bytes));
  page.counter("banter_http_requests_total", "HTTP requests answered.", number(metrics.io.http_requests));
  page.counter("banter_frames_received_total", "WebSocket frames received.", number(metrics.io.frames_in));
  page.counter("banter_frames_sent_total", "WebSocket frames sent.", number(metrics.io.frames_out));
  page.counter("banter_received_bytes_total", "Bytes of WebSocket frames received.", number(metrics.io.bytes_in));
  page.counter("banter_sent_bytes_total", "Bytes of WebSocket frames sent.", number(metrics.io.bytes_out));
}

void add_messages(Page& page, const Metrics& metrics, const HubStats& hub) {
  page.counter("banter_messages_received_total", "Messages that clients asked to send.", number(hub.messages_in));
  page.counter("banter_messages_stored_total", "Messages stored.", number(hub.stored));
  page.counter("banter_messages_duplicate_total", "Resends of stored messages.", number(hub.duplicates));
  page.counter("banter_edits_stored_total", "Edits and deletions stored.", number(hub.edits));
  page.counter("banter_moderations_total", "Mutes, kicks and bans, and their ends.", number(hub.moderated));
  page.counter("banter_messages_acked_total", "Acknowledgements sent.", number(hub.acked));
  page.counter("banter_deliveries_total", "Messages handed to connections.", number(hub.deliveries));
  page.counter("banter_presences_sent_total", "Frames sent that told who came and went.", number(hub.presences));
  page.counter("banter_typings_sent_total", "Frames sent that told who types.", number(hub.typings));
  page.counter("banter_protocol_errors_total", "Frames or objects that were not understood.",
               number(hub.protocol_errors));
  constexpr std::string_view refused = "banter_refused_total";
  page.head(refused, "counter", "Commands refused, by code.");
  for (const auto& [code, count] : hub.refused) page.sample(refused, "{code=\"" + code + "\"}", number(count));
  page.gauge("banter_rooms", "Rooms somebody is in.", number(metrics.rooms));
  page.gauge("banter_messages_pending", "Messages and edits on their way to the disk.", number(metrics.pending));
}

void add_storage(Page& page, const StorageStats& storage) {
  constexpr std::string_view seconds = "banter_storage_batch_seconds";
  page.head(seconds, "summary", "Time spent in the database, a batch of requests at a time.");
  page.sample("banter_storage_batch_seconds_sum", "", storage.seconds);
  page.sample("banter_storage_batch_seconds_count", "", number(storage.batches));
  page.counter("banter_storage_failures_total", "Requests to the database that failed.", number(storage.failures));
  page.counter("banter_storage_consumer_restarts_total", "Times that reading from NATS was begun anew.",
               number(storage.consumer_restarts));
  page.counter("banter_storage_people_failures_total", "Times that NATS did not take or tell who is in a room.",
               number(storage.people_failures));
  page.gauge("banter_storage_queue", "Requests waiting for the database.", number(storage.queued));
  page.gauge("banter_storage_healthy", "1 while the database can be written to.", storage.healthy ? 1 : 0);
}

}  // namespace

std::string render(const Metrics& metrics, const HubStats& hub) {
  Page page;
  add_connections(page, metrics);
  add_messages(page, metrics, hub);
  add_storage(page, metrics.storage);
  page.gauge("process_start_time_seconds", "When the server was started, seconds since the Unix epoch.",
             metrics.started);
  page.head("banter_build_info", "gauge", "The server's version.");
  page.sample("banter_build_info", "{version=\"" + std::string(metrics.version) + "\"}", 1);
  return page.take();
}

}  // namespace banter::server
