// The part of the client that brings a message onto the screen which somebody asked for by its number.
#include <utility>

#include "app/client.hpp"
#include "ui/rich_text.hpp"

namespace banter::app {
namespace {

using Reach = chat::Store::Reach;

constexpr Duration here_within{10'000};

}  // namespace

Result<int> Client::show(int request, protocol::Seq seq) {
  if (!session_.capabilities().acks) return Error{"Messages have no numbers in this dialect."};
  begin_jump(request, seq);
  return request;
}

void Client::begin_jump(int request, protocol::Seq seq) {
  give_up_jump();
  jump_ = Jump{request, seq, store_.epoch(), platform_.now() + here_within};
  follow_jump();
  send_waiting();
  take_actions();
}

/// Ctrl+Home: without the way there, page after page.
void Client::show_first() {
  const chat::Older older = store_.older();
  const bool told = older == chat::Older::available || older == chat::Older::loading || older == chat::Older::failed;
  if (told) return begin_jump(0, 1);
  give_up_jump();
  view_.scroll_to_start();
}

void Client::follow_jump() {
  if (!jump_ || jump_->row != chat::RowId::none) return;
  if (!jump_->epoch.empty() && jump_->epoch != store_.epoch())
    return end_jump("The server has begun anew since: its messages have other numbers now.");
  switch (store_.reach(jump_->seq)) {
    case Reach::here:
      jump_->row = store_.row(*store_.find_message(jump_->seq)).id;
      view_.show(jump_->row);
      return want_frames(2);
    case Reach::idle:
      return store_.want_message(jump_->seq);
    case Reach::coming:
    case Reach::away:
      return;
    case Reach::failed:
      return end_jump("The message did not load.");
    case Reach::absent:
      if (jump_->request != 0) return end_jump("There is no such message.");
      view_.scroll_to_start();
      return end_jump({});
    case Reach::untold:
      return end_jump("This server does not tell earlier messages.");
  }
}

/// In a frame that has just been drawn.
void Client::note_shown() {
  if (!jump_ || !view_.shows(jump_->row)) return;
  if (const auto at = store_.index_of(jump_->row, store_.size())) {
    const chat::Row row = store_.row(*at);
    announcer_.shown(row.author, ui::spoken(row.text));
    mirror_at_once_ = true;
  }
  end_jump({});
}

void Client::end_late_jump(TimePoint now) {
  if (!jump_ || jump_->row != chat::RowId::none || now < jump_->answer_by) return;
  end_jump(joined_ ? "The message did not come within 10 s." : "Not connected within 10 s.");
}

/// The person, or the page, wants something else by now.
void Client::give_up_jump() {
  if (!jump_) return;
  const int request = std::exchange(jump_, std::nullopt)->request;
  if (request != 0) platform_.answered(request, "Another message was asked for meanwhile.");
}

void Client::end_jump(const std::string& error) {
  const Jump jump = *std::exchange(jump_, std::nullopt);
  if (jump.request != 0) return platform_.answered(jump.request, error);
  if (!error.empty()) set_notice(error);
}

}  // namespace banter::app
