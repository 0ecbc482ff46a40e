// What the person before the tab does and sees.
#include <string_view>
#include <utility>
#include <vector>

#include "device.hpp"
#include "device_platform.hpp"

namespace banter::sim {
namespace {

bool has(const std::string& text, std::string_view words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

void Device::act() {
  if (env_.clock.now() < asleep_until_) return;
  const auto what = env_.random.below(24);
  if (what == 0) {
    env_.trace("device ", number_, " reconnects");
    client_->reconnect();
  } else if (what < 3) {
    settle_own();
  } else if (what < 7) {
    edit();
  } else if (what == 7) {
    if (env_.one_in(3)) remove();
  } else if (what < 11) {
    scroll_back();
  } else {
    int count = what == 23 ? 8 : 1;  // somebody pastes, or holds a key
    while (count-- > 0 && typed_ < most_) type();
  }
  wake();
}

std::string Device::words() {
  static constexpr std::string_view some[] = {
      "", " hello", " *bold* `code`", " a\nb", " \"quoted\" \\ ü 👩‍👩‍👧", " https://example.org/?a=1&b=2"};
  std::string out(some[env_.random.below(std::size(some))]);
  if (env_.one_in(6)) out += " " + std::string(env_.random.below(180), 'x');
  if (env_.one_in(60)) out += " " + std::string(400, 'y');  // more than the server takes
  return out;
}

void Device::type() {
  const std::string text = "d" + std::to_string(number_) + "." + std::to_string(++typed_) + words();
  env_.trace("device ", number_, " types ", text.substr(0, 40));
  env_.chaos.saw(Mark::typed);
  checker_.typed(number_, text);
  const auto sent = client_->send(text);
  if (sent) {
    checker_.accepted(text, *sent);
  } else {
    checker_.not_accepted(text);
  }
}

void Device::edit() {
  if (platform_->fields[ui::node::edit_field].empty()) {
    client_->key(ui::node::composer, ui::Key::up);
    return begin_edit();
  }
  if (!env_.one_in(6)) return save_edit();
  env_.trace("device ", number_, " leaves the edit");
  checker_.edit_left(edited_text_);
  client_->activate(ui::node::cancel_edit);
}

/// The field has a message's text.
void Device::begin_edit() {
  const std::string old = platform_->fields[ui::node::edit_field];
  if (old.empty()) return;
  if (has(old, " edit ")) env_.chaos.saw(Mark::edited_again);
  edited_text_ =
      old.substr(0, old.find(' ')) + " edit " + std::to_string(number_) + "." + std::to_string(++edits_) + words();
  checker_.edit_typed(number_, old, edited_text_);
  save_edit();
}

/// Saving again what is being saved changes nothing; what was lost with a connection is saved anew.
void Device::save_edit() {
  env_.trace("device ", number_, " saves ", edited_text_.substr(0, 40));
  const auto end = static_cast<std::uint32_t>(edited_text_.size());
  client_->field_changed(ui::node::edit_field, {edited_text_, end, end, 0, 0, 0});
  client_->activate(ui::node::save_edit);
  const chat::Store& store = client_->store();
  for (std::size_t i = store.size(); i > 0 && store.row(i - 1).seq == 0; --i) {
    if (store.row(i - 1).text != edited_text_) continue;
    env_.chaos.saw(Mark::rewritten);
    checker_.rewritten(edited_text_);
  }
}

/// Does something about a message that failed, or that waits.
void Device::settle_own() {
  const chat::Store& store = client_->store();
  for (std::size_t i = 0; i < store.size(); ++i) {
    const chat::Row row = store.row(i);
    const bool failed = row.delivery == chat::Delivery::failed;
    if ((!failed && row.delivery != chat::Delivery::queued) || env_.one_in(3)) continue;
    const auto node = static_cast<ui::NodeId>(row.id);
    if (failed && env_.one_in(2)) {
      env_.trace("device ", number_, " tries ", row.text.substr(0, 10), " again");
      env_.chaos.saw(Mark::retried);
      client_->activate(ui::node::retry_base + node);
    } else if (failed || env_.one_in(4)) {
      env_.trace("device ", number_, " discards ", row.text.substr(0, 10));
      env_.chaos.saw(failed ? Mark::discarded : Mark::taken_back);
      checker_.discarded(std::string(row.text));
      client_->activate(ui::node::discard_base + node);
    } else if (platform_->fields[ui::node::edit_field].empty()) {
      client_->activate(ui::node::rewrite_base + node);
      begin_edit();
    }
    return;
  }
}

/// Deletes an own message, if the client lets one.
void Device::remove() {
  const chat::Store& store = client_->store();
  for (std::size_t i = store.size(); i > 0; --i) {
    const chat::Row row = store.row(i - 1);
    if (row.delivery != chat::Delivery::sent || row.seq == 0 || row.deleted || !env_.one_in(3)) continue;
    checker_.delete_typed(number_, std::string(row.text));
    env_.trace("device ", number_, " deletes ", row.text.substr(0, 10));
    static_cast<void>(client_->delete_message(++commands_, row.id));
    return;
  }
}

/// Goes to a message that may be anywhere, or nowhere.
void Device::jump() {
  const chat::Store& store = client_->store();
  const auto seq = env_.random.below(store.last_seq() + 2);
  env_.trace("device ", number_, " jumps to ", seq);
  sought_ = store.find_message(seq) ? 0 : seq;
  static_cast<void>(client_->show(++commands_, seq));
}

/// Reads what is older, or what is missing.
void Device::scroll_back() {
  const chat::Store& store = client_->store();
  if (const auto gap = store.find_skipped(0, store.size()); gap && !env_.one_in(3)) {
    return client_->load_gap({.row = store.row(*gap).id, .pressed = false, .forwards = !env_.one_in(3)});
  }
  if (env_.one_in(2)) return jump();
  if (env_.one_in(2)) return client_->activate(ui::node::load_older);
  for (std::size_t i = store.size(); i > 0; --i) {
    const chat::Row row = store.row(i - 1);
    if (!row.gap_before || env_.one_in(3)) continue;
    return client_->load_gap({.row = row.id});
  }
}

// ---- what is seen ----

void Device::row_changed(const chat::Row& row) {
  if (row.delivery == chat::Delivery::failed) env_.chaos.saw(Mark::failed);
  if (row.edited) env_.chaos.saw(Mark::edited);
  if (row.deleted) env_.chaos.saw(Mark::deleted);
  look_at_waiting(row);
  env_.trace("device ", number_, " shows ", row.seq, " ", row.text.substr(0, 24), " (", chat::to_string(row.delivery),
             ") ", row.error);
  checker_.shown(number_, seen(row));
}

void Device::link_changed(const chat::Connection& connection) {
  const std::pair<std::string_view, Mark> reasons[] = {{"went silent", Mark::ping_timeout},
                                                       {"did not confirm a message", Mark::ack_timeout},
                                                       {"did not confirm an edit", Mark::edit_unanswered},
                                                       {"did not let us into", Mark::join_timeout},
                                                       {"did not welcome us", Mark::welcome_timeout},
                                                       {"did not answer within", Mark::connect_timeout}};
  for (const auto& [words, mark] : reasons) {
    if (has(connection.reason, words)) env_.chaos.saw(mark);
  }
  if (connection.link == chat::Link::stopped) {
    checker_.object("device " + std::to_string(number_) + " gave up: " + connection.reason);
  }
}

void Device::look_at_waiting(const chat::Row& row) {
  if (row.delivery != chat::Delivery::queued || !keeps_) return;
  if (shelf_.knew(checker_.id_of(std::string(row.text)))) return;
  checker_.object("device " + std::to_string(number_) + " shows \"" + std::string(row.text) +
                  "\" as queued, and it is not kept");
}

void Device::look(bool final) {
  const chat::Store& store = client_->store();
  std::vector<SeenRow> rows;
  for (std::size_t i = 0; i < store.size(); ++i) {
    const chat::Row row = store.row(i);
    rows.push_back(seen(row));
    look_at_waiting(row);
    if (rows.back().gap_before) env_.chaos.saw(Mark::gap);
  }
  if (sought_ != 0 && store.find_message(sought_)) {
    env_.chaos.saw(Mark::jumped);
    sought_ = 0;
  }
  checker_.screen(number_, rows, store.has_older(), final);
}

bool Device::settled(const Disk& disk) const {
  const chat::Store& store = client_->store();
  // A line that is dead is found out within a minute; what was edited meanwhile comes then.
  const WirePtr line = wire();
  const bool alive = line && !line->up.torn() && !line->down.torn() && env_.clock.now() >= asleep_until_;
  return alive && client_->connection().link == chat::Link::open && store.epoch() == disk.epoch() &&
         store.last_seq() == disk.last(room()) && store.last_edit() == disk.last_edit(room()) && store.pending() == 0 &&
         !client_->wants_step() && (!browser_.keeps || shelf_.idle());
}

std::string Device::state() const {
  const chat::Store& store = client_->store();
  return "device " + std::to_string(number_) + " is " + std::string(chat::to_string(client_->connection().link)) +
         ", knows epoch \"" + store.epoch() + "\" up to " + std::to_string(store.last_seq()) + " and edit " +
         std::to_string(store.last_edit()) + ", " + std::to_string(store.pending()) + " pending; " +
         (wire() && !wire()->up.torn() ? "" : "its line is dead; ") + (client_->wants_step() ? "it has to do; " : "") +
         (shelf_.idle() ? "" : "its database is busy; ") + client_->connection().reason;
}

}  // namespace banter::sim
