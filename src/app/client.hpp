// The chat client: wires session, store and views. The platform calls step() when something came
// or a deadline passed, and draw() when a frame is wanted; nothing calls back upward in between.
//
//   socket ─► inbox ─► Session ─► codec ─► Store ─► views ─► intents ─► Store, Session ─► socket
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/announcer.hpp"
#include "app/console.hpp"
#include "app/inbox.hpp"
#include "app/options.hpp"
#include "app/platform.hpp"
#include "text/painter.hpp"
#include "ui/chat_view.hpp"
#include "ui/selected_text.hpp"

namespace banter::app {

/// Of the surface the chat is drawn on.
struct Surface {
  float width = 0, height = 0;  ///< CSS pixels
  bool dark = false;
  bool reduced_motion = false;
  float target = 0;                   ///< the least side of what is pressed, CSS pixels
  std::optional<ui::Theme> forced{};  ///< of the system's colours, where it forces them

  [[nodiscard]] const ui::Theme& theme() const { return forced ? *forced : dark ? ui::dark_theme : ui::light_theme; }
};

class Client {
 public:
  Client(Options options, Platform& platform, text::Painter& painter, const ui::PageTextures& textures);

  /// Connects, or asks for a nickname first.
  void start();
  /// Closes the connection for good.
  void stop();

  // ---- what the platform reports ----
  void receive(const net::SocketEvent& event) { inbox_.put(event); }
  /// Where a platform may write a frame itself.
  [[nodiscard]] Inbox& inbox() { return inbox_; }
  [[nodiscard]] std::size_t inbox_bytes() const { return inbox_.bytes(); }
  void set_online(bool online);
  /// The page was frozen or hidden, or the machine asleep, and now it runs.
  void woke();
  void set_focus(ui::NodeId node, bool visible);
  void field_changed(ui::NodeId field, ui::FieldState state);
  void field_submitted(ui::NodeId field);
  void activate(ui::NodeId node);
  /// False: it means nothing there, the browser may have it.
  bool key(ui::NodeId node, ui::Key key, ui::Modifiers with = {});
  /// A finger has rested for half a second. True: the finger's way from here on is the view's; nothing scrolls.
  bool long_press(float x, float y);
  /// With a press of mouse or pen: see MessageList::press_comes.
  void press_comes(int clicks, bool shift) { view_.press_comes(clicks, shift); }
  void clear_selection();
  /// What is selected of the log, for the clipboard; empty: nothing is. What had to be left out is told to the person.
  [[nodiscard]] ui::SelectedText copy();
  /// True: the chat took it; false: the host page may scroll.
  bool wheel(float x, float y, float delta);
  /// Such a wheel step would be taken. Changes nothing.
  [[nodiscard]] bool can_scroll(float x, float y, float delta) const { return view_.can_scroll(x, y, delta); }
  /// A finger comes down. True: it moves what it touches (the scrollbar's thumb), and the log must not follow it.
  /// `scrolled`: something was scrolled a moment ago.
  bool touch_begins(float x, float y, bool scrolled) { return view_.touch_begins(x, y, scrolled); }
  [[nodiscard]] bool in_scroller(float x, float y) const { return view_.in_scroller(x, y); }
  /// The pointer did something: hover and buttons may look different.
  void pointer_moved() { want_frames(2); }
  /// Pressed, released or gone: ImGui takes such events one a frame.
  void pointer_acted() {
    mirror_at_once_ = true;
    want_frames(4);
  }
  /// Fonts or textures changed: everything is drawn anew.
  void repaint() { want_frames(2); }
  /// From the embedding page. The error says why it was not accepted.
  Result<std::string> send(std::string_view text);
  /// From the embedding page, under a number of its own: Platform::answered says how it ended. The error says why it
  /// was not even begun.
  Result<int> delete_message(int request, chat::RowId row);
  /// Brings the message with this number of the room onto the screen, loading it if it must.
  Result<int> show(int request, protocol::Seq seq);
  Result<int> moderate(int request, std::string action, std::string user, std::uint64_t seconds);
  /// The same to who wrote a message.
  Result<int> moderate(int request, std::string action, chat::RowId written, std::uint64_t seconds);
  /// Says something to the person, for some seconds.
  void notice(std::string words) { set_notice(std::move(words)); }
  void reconnect();
  /// Wants what is missing above a row, as its button does, or reading on there.
  void load_gap(const ui::LoadGap& gap);
  void set_listening(bool rows) { listening_ = rows; }
  /// Whether others are told that the person types.
  void set_typing(bool told) { tells_typing_ = told; }

  // ---- what outlives the visit: see Platform ----
  /// A room as it was kept. What cannot be read is left out; once the room is joined there is nothing to restore. With
  /// tokens of the page it is shown, as own messages are, once the server has said that it is the same person's.
  void restore_room(std::string_view frames);
  /// A message that was kept by an earlier visit (before start()), or just now by another tab.
  void restore(const chat::KeptMessage& message, chat::Store::From from);
  /// What another tab did to one.
  void kept_elsewhere(const chat::KeptChange& change);
  void message_kept(const std::string& id);
  /// Nothing can be kept, or nothing any more: `why`, for the person; empty: they need not know.
  void keeping_failed(std::string_view why);
  void set_turn(bool ours);
  /// The page may go away.
  void keep_room_now();

  // ---- the loop ----
  /// Takes in what came, acts on deadlines. `budget`: for draining the inbox; what is left waits for the next step.
  void step(Duration budget);
  /// Inside an ImGui frame, into a window that covers the surface.
  void draw(const Surface& surface);
  [[nodiscard]] bool wants_frame() const { return frames_wanted_ > 0 && !holds_frames(); }
  /// More comes than anybody can read: the next frame is drawn at the deadline.
  [[nodiscard]] bool holds_frames() const { return held_until_ && frames_urgent_ == 0; }
  [[nodiscard]] bool wants_step() const { return !inbox_.empty() || (unmeasured() > 0 && !measure_from_); }
  /// All that was reported so far is on the canvas, and the mirror says the same.
  [[nodiscard]] bool settled() const { return frames_wanted_ == 0 && inbox_.empty() && !mirror_due_; }
  /// When step() or draw() has something to do of itself.
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;

  // ---- for snapshots ----
  [[nodiscard]] const chat::Store& store() const { return store_; }
  [[nodiscard]] const chat::Connection& connection() const { return connection_; }
  [[nodiscard]] const chat::People& people() const { return people_; }
  [[nodiscard]] const chat::LinkHistory& links() const { return links_; }
  [[nodiscard]] const ui::ChatView& view() const { return view_; }
  [[nodiscard]] const Options& options() const { return options_; }
  [[nodiscard]] std::uint64_t frames_drawn() const { return frames_drawn_; }

 private:
  void want_frames(int count) {
    frames_wanted_ = std::max(frames_wanted_, count);
    frames_urgent_ = std::max(frames_urgent_, count);
    held_until_.reset();
  }
  /// One that may wait for a moment while more comes than anybody can read.
  void want_frame_for_rows() { frames_wanted_ = std::max(frames_wanted_, 1); }
  void hold_frames(TimePoint now, bool more_came);
  void act_on_deadlines(TimePoint now);
  bool oversleeps(TimePoint now);
  [[nodiscard]] std::size_t unmeasured() const { return changes_.any() ? 0 : view_.list().unmeasured(); }
  void measure_rows();
  void take_notices();
  void take_actions();
  void notice_state(const net::StateChanged& change);
  void notice_event(const protocol::Event& event);
  void notice_chats(const protocol::ChatBatch& chats);
  void announce(std::size_t count, const protocol::BatchedChat& last);
  void show_connection();
  // ---- client_link.cpp: how the connection does ----
  void look_at_clocks(TimePoint now);
  void measure(TimePoint now);
  void measured(TimePoint now, Duration round_trip);
  void log_socket_event(const net::SocketEvent& event);
  /// `news`: rows that are new here are told to the page; not those that a person scrolled back to.
  void apply(const chat::Changes& changes, bool news = true);
  void send_waiting();
  [[nodiscard]] ui::SelectedText copy_message(chat::RowId id) const;
  void carry_out_intents();
  void carry_out(const ui::Intent& intent);
  void set_notice(std::string words);
  // ---- client_keep.cpp ----
  void keep_outbox();
  void want_turn(bool wanted);
  // ---- client_commands.cpp ----
  Result<int> command(int request, const protocol::Command& command, std::string id);
  void notice_command(const protocol::Event& event);
  void restore_limit();
  /// Bytes of a text that the server takes: a later visit knows it before it is connected.
  void keep_limit(std::uint32_t bytes);
  void identified(const std::string& user);
  void tell_of_load();
  bool becomes_another(const protocol::Event& event);
  [[nodiscard]] std::optional<TimePoint> answers_due() const;
  void notice_moderated(const protocol::Moderated& event);
  void end_commands(TimePoint now, bool lost);
  // ---- client_jump.cpp ----
  /// `request`: 0: a person's own.
  void begin_jump(int request, protocol::Seq seq);
  void show_first();
  void follow_jump();
  void note_shown();
  void give_up_jump();
  void end_late_jump(TimePoint now);
  /// `error`: why the message is not on the screen; empty: it is.
  void end_jump(const std::string& error);
  // ---- client_edit.cpp ----
  bool begin_edit();
  void begin_edit(chat::RowId id);
  void save_waiting(const std::string& text);
  void save_edit(const std::string& text);
  void cancel_edit();
  void end_edit();
  void notice_edit(const protocol::Event& event);
  // ---- client_people.cpp ----
  /// The person changed what stands in the composer.
  void tell_typing(std::string_view draft);
  void ask_for_members(TimePoint now);
  void people_changed();
  void tell_page(const chat::Changes& changes, bool news);
  [[nodiscard]] ui::Model model() const;
  [[nodiscard]] net::Config session_config();
  void log_note(std::string_view text, chat::LogEntry::Direction direction = chat::LogEntry::Direction::note);
  void sync_mirror();

  Options options_;
  Platform& platform_;
  text::Painter& painter_;
  const ui::PageTextures& textures_;
  net::Session session_;
  chat::Store store_;
  chat::People people_;
  chat::Changes changes_;  // since the last frame
  chat::Connection connection_;
  chat::ConnectionLog log_;
  chat::LinkHistory links_;
  ui::ChatView view_;
  ui::Mirror mirror_;
  Console console_;
  Announcer announcer_;
  Inbox inbox_;
  std::vector<ui::Intent> intents_;
  std::vector<net::Notice> notices_;  // empty between calls; keeps its memory
  TimePoint step_now_{};              // when the step last looked at the clocks
  WallTime step_wall_{};

  /// An own message that gets another text.
  struct Edit {
    chat::RowId row = chat::RowId::none;
    protocol::Seq seq = 0;  ///< 0: it waits to be sent
    std::string epoch;      ///< in which it has that number
    std::string text;       ///< as it is
    std::string id;         ///< of the command that was sent and is not answered; empty: none
    std::string sent;       ///< with it
    TimePoint answer_by{};
  };
  std::optional<Edit> edit_;
  /// A message that was asked for and is not on the screen yet.
  struct Jump {
    int request = 0;
    protocol::Seq seq = 0;
    std::string epoch;  ///< in which it has that number; empty: the one that comes
    TimePoint answer_by{};
    chat::RowId row = chat::RowId::none;  ///< none: it is not here
  };
  std::optional<Jump> jump_;
  std::optional<chat::RowId> copied_row_;  ///< is what copy() has to give

  bool keeps_ = false;
  bool turn_wanted_ = false;
  std::optional<chat::RowId> awaited_load_;  ///< the gap above it; RowId::none: what is above all
  std::optional<TimePoint> grace_until_;     ///< nobody looked when an answer was due: it may be here, unread
  std::optional<TimePoint> keep_room_at_;
  /// Whose this browser's messages are is not known: the page's tokens say it, and the next may be another person's.
  bool unidentified_ = false;
  std::string held_room_;                                                       ///< until it is known
  std::vector<std::pair<chat::KeptMessage, chat::Store::From>> held_messages_;  ///< likewise
  /// A command of the embedding page that is not answered.
  struct Asked {
    std::string id;
    int request = 0;
    TimePoint answer_by{};
  };
  std::vector<Asked> asked_;  // bounded; the first was asked first

  bool started_ = false;
  bool online_ = true;
  bool joined_ = false;
  net::SocketId unwritable_ = 0;  // has not taken a frame: it is given nothing more
  bool too_big_ = false;          // the last connection was closed for a frame that was too big
  bool listening_ = false;
  bool tells_typing_ = true;
  TimePoint types_again_ = TimePoint::min();  // from then on the server is told again
  bool needs_nick_ = false;
  /// A message whose ack is timed; one at a time.
  struct Probe {
    std::string id;
    TimePoint sent{};
  };
  std::optional<Probe> probe_;
  std::optional<TimePoint> measure_at_;  // while the panel shows what is measured
  TimePoint looked_{};                   // at both clocks
  std::optional<WallTime> looked_wall_;
  std::optional<TimePoint> join_deadline_;
  std::optional<TimePoint> banner_at_;  // from then on the banner shows
  std::optional<TimePoint> notice_until_;
  std::string notice_;
  ui::NodeId focused_ = ui::node::none;
  bool focus_visible_ = false;
  int frames_wanted_ = 2;
  int frames_urgent_ = 2;  // of those: not for new rows alone
  TimePoint drawn_at_{};
  TimePoint came_at_{};  // the last that came
  std::size_t rows_at_draw_ = 0;
  std::optional<TimePoint> held_until_;    // no frame until then: rows come faster than anybody reads
  std::optional<TimePoint> measure_from_;  // no row is measured until then: others have the time
  std::uint64_t frames_drawn_ = 0;
  bool mirror_at_once_ = true;                // a person acted, or all stands elsewhere: no pause
  float drawn_width_ = 0, drawn_height_ = 0;  // of the surface in the last frame
  TimePoint mirror_synced_{};
  std::optional<TimePoint> mirror_due_;
  std::optional<TimePoint> next_change_;
  // Kept while nobody listens too: who begins to listen is told of what changes from then on.
  chat::RowId newest_told_ = chat::RowId::none;                // rows up to here are known to the embedding page
  std::unordered_map<chat::RowId, chat::Delivery> unsettled_;  // own rows among them that are not yet sent
};

}  // namespace banter::app
