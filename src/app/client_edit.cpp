// The part of the client that gives an own message another text. What was written stays until the server has it.
#include <utility>

#include "app/client.hpp"

namespace banter::app {
namespace {

constexpr Duration answer_within{10'000};

}  // namespace

/// Of the last own message that is not on its way. False: there is none, the server takes no edits, or something is
/// being written already.
bool Client::begin_edit() {
  if (edit_ || !view_.field(ui::node::composer)->value.empty()) return false;
  if (store_.size() > 0) {
    const chat::Row newest = store_.row(store_.size() - 1);
    if (newest.delivery == chat::Delivery::queued) {
      begin_edit(newest.id);
      return true;
    }
  }
  const auto last = store_.last_own();
  if (!last || !store_.takes_edits()) return false;
  begin_edit(store_.row(*last).id);
  return true;
}

void Client::begin_edit(chat::RowId id) {
  const auto at = store_.index_of(id, store_.size());
  if (edit_ || !at) return;
  const chat::Row row = store_.row(*at);
  Edit edit;
  edit.row = id;
  edit.seq = row.seq;
  edit.epoch = store_.epoch();
  edit.text = row.text;
  edit_ = std::move(edit);
  view_.field(ui::node::edit_field)->value = edit_->text;
  platform_.set_field(ui::node::edit_field, edit_->text);
  platform_.focus(ui::node::edit_field);
}

void Client::save_edit(const std::string& text) {
  if (!edit_ || !edit_->id.empty()) return;
  if (text == edit_->text) return end_edit();
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    return set_notice("A message cannot be emptied. Escape leaves it as it was.");
  if (const std::string objection = store_.objection_to(text); !objection.empty()) return set_notice(objection);
  if (edit_->seq == 0) save_waiting(text);
  if (!edit_ || edit_->seq == 0) return;
  if (edit_->epoch != store_.epoch()) return set_notice("This message is gone from the server; it stays as it was.");
  std::string id = platform_.random_hex(16);
  if (!joined_ || !session_.send(platform_.now(), protocol::Edit{options_.room, edit_->seq, id, text}))
    return set_notice("Not connected. Save it again when the connection is back.");
  edit_->id = std::move(id);
  edit_->sent = text;
  edit_->answer_by = platform_.now() + answer_within;
}

/// One that waits gets its text here; one that was sent meanwhile, on the server.
void Client::save_waiting(const std::string& text) {
  chat::Changes changes;
  if (store_.rewrite(edit_->row, text, changes)) {
    apply(changes);
    keep_outbox();
    return end_edit();
  }
  const auto at = store_.index_of(edit_->row, store_.size());
  if (!at) return set_notice("This message was sent or taken back elsewhere. Copy what you need of the new text.");
  const chat::Row row = store_.row(*at);
  if (row.seq == 0) return set_notice("The message is on its way. Save again in a moment.");
  if (!store_.takes_edits()) return set_notice("The message was sent meanwhile, and this server takes no edits.");
  edit_->seq = row.seq;
  edit_->epoch = store_.epoch();
}

void Client::cancel_edit() {
  if (edit_ && !edit_->id.empty()) set_notice("The change was sent already and may still be made.");
  end_edit();
}

void Client::end_edit() {
  if (!edit_) return;
  edit_.reset();
  *view_.field(ui::node::edit_field) = {};
  platform_.set_field(ui::node::edit_field, {});
  // One goes on writing, unless one has gone elsewhere meanwhile.
  if (focused_ == ui::node::none || focused_ == ui::node::edit_field || focused_ == ui::node::save_edit ||
      focused_ == ui::node::cancel_edit)
    platform_.focus(ui::node::composer);
  want_frames(2);
}

/// What the server says of the edit that it was sent.
void Client::notice_edit(const protocol::Event& event) {
  if (!edit_ || edit_->id.empty()) return;
  const auto* edited = std::get_if<protocol::Edited>(&event);
  const auto* refusal = std::get_if<protocol::Refusal>(&event);
  if (edited != nullptr && edited->id == edit_->id) {
    announcer_.notice("The message was changed.");
    edit_->id.clear();
    edit_->text = edit_->sent;
    if (view_.field(ui::node::edit_field)->value == edit_->sent) end_edit();  // else one has written on
  } else if (refusal != nullptr && refusal->id == edit_->id) {
    edit_->id.clear();
    set_notice(refusal->text.empty() ? "The server refused the change: " + refusal->code : refusal->text);
  }
}

}  // namespace banter::app
