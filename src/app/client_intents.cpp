// The part of the client that does what a person asked for by way of the views.
#include <utility>

#include "app/client.hpp"
#include "ui/shown_text.hpp"

namespace banter::app {
namespace {

constexpr Duration notice_for{8'000};

}  // namespace

void Client::carry_out_intents() {
  for (const ui::Intent& intent : std::exchange(intents_, {})) carry_out(intent);
  send_waiting();
  take_actions();
}

void Client::carry_out(const ui::Intent& intent) {
  want_frames(2);
  if (const auto* message = std::get_if<ui::SendMessage>(&intent)) {
    const auto sent = send(message->text);
    if (sent) {
      *view_.field(ui::node::composer) = {};
      platform_.set_field(ui::node::composer, {});
      if (focused_ == ui::node::send) platform_.focus(ui::node::composer);  // the button is of no use any more
    } else {
      set_notice(sent.error().message);
    }
  } else if (const auto* choice = std::get_if<ui::ChooseNick>(&intent)) {
    const auto nick = check_nick(choice->nick);
    if (!nick) return set_notice(nick.error().message);
    options_.nick = *nick;
    platform_.remember("nick", *nick);
    needs_nick_ = false;
    set_notice({});
    session_.set_nick(*nick);
    store_.set_nick(*nick);
    if (session_.state() == net::State::idle) {
      session_.start(platform_.now());
    } else {
      session_.reconnect_now(platform_.now());
    }
    platform_.focus(ui::node::composer);
  } else if (const auto* edit = std::get_if<ui::EditMessage>(&intent)) {
    begin_edit(edit->row);
  } else if (const auto* message_copy = std::get_if<ui::CopyMessage>(&intent)) {
    copied_row_ = message_copy->row;
    platform_.copy_selection();
  } else if (const auto* save = std::get_if<ui::SaveEdit>(&intent)) {
    save_edit(save->text);
  } else if (std::holds_alternative<ui::CancelEdit>(intent)) {
    cancel_edit();
  } else if (std::holds_alternative<ui::CopySelection>(intent)) {
    platform_.copy_selection();
  } else if (std::holds_alternative<ui::ReconnectNow>(intent)) {
    reconnect();
  } else if (const auto* retry = std::get_if<ui::RetryMessage>(&intent)) {
    apply(store_.retry(retry->row, platform_.wall()));
  } else if (const auto* discard = std::get_if<ui::DiscardMessage>(&intent)) {
    unsettled_.erase(discard->row);
    apply(store_.discard(discard->row));
  } else if (const auto* members = std::get_if<ui::WantMembers>(&intent)) {
    people_.want(members->people);
    ask_for_members(platform_.now());
  } else if (const auto* older = std::get_if<ui::LoadOlder>(&intent)) {
    store_.want_older();
    if (older->pressed) awaited_load_ = chat::RowId::none;
  } else if (const auto* gap = std::get_if<ui::LoadGap>(&intent)) {
    if (!gap->pressed) return store_.read_on(gap->row, gap->forwards);
    store_.want_gap(gap->row);
    awaited_load_ = gap->row;
  } else if (std::holds_alternative<ui::ShowFirst>(intent)) {
    show_first();
  } else if (const auto* move = std::get_if<ui::MoveFocus>(&intent)) {
    platform_.focus(move->to);
  }
}

/// Somebody pressed for messages that are missing: what they see of it is said, too.
void Client::tell_of_load() {
  if (!awaited_load_) return;
  const bool older = *awaited_load_ == chat::RowId::none;
  const auto at = older ? std::nullopt : store_.index_of(*awaited_load_, store_.size());
  const chat::Gap gap = at ? store_.row(*at).gap : chat::Gap::none;
  const chat::Older state = store_.older();
  if (older ? state == chat::Older::loading || state == chat::Older::away
            : gap == chat::Gap::loading || gap == chat::Gap::away)
    return;
  awaited_load_.reset();
  if (older ? state == chat::Older::failed : gap == chat::Gap::failed) return announcer_.notice("They did not load");
  announcer_.notice(gap == chat::Gap::lost ? "The server does not have them either" : "Messages loaded");
}

ui::SelectedText Client::copy_message(chat::RowId id) const {
  const auto at = store_.index_of(id, store_.size());
  if (!at) return {};
  text::Markup room;
  const chat::Row row = store_.row(*at);
  const auto end = static_cast<std::uint32_t>(ui::shown_text(row, room).size());
  ui::SelectedText out = ui::selected_text(store_, {{*at, id, 0}, {*at, id, end}}, 0);
  out.text = row.text;  // as it was written, to be sent again
  return out;
}

void Client::set_notice(std::string words) {
  notice_ = std::move(words);
  notice_until_.reset();
  if (!notice_.empty() && !needs_nick_) {
    notice_until_ = platform_.now() + notice_for;
    announcer_.notice(notice_);
  }
  want_frames(1);
}

}  // namespace banter::app
