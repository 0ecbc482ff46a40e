#include "ui/chat_view.hpp"

#include "list_bench.hpp"
#include "ui/status_views.hpp"

namespace banter::ui::test {
namespace {

using chat::Link;

class ChatBench : public Bench {
 public:
  explicit ChatBench(float width = 900, float height = 600) : Bench(width, height) { connection.link = Link::open; }

  [[nodiscard]] Model model() const {
    return {.store = rooms.store,
            .connection = connection,
            .log = log,
            .room = "general",
            .nick = "ann",
            .notice = notice,
            .needs_nick = needs_nick,
            .show_banner = show_banner};
  }
  void draw() {
    if (const auto changes = rooms.take_changes(); changes.any()) view.rows_changed(changes, rooms.store);
    Bench::draw([&](Frame& frame) { view.draw(frame, area(), model(), intents); });
  }
  void click(NodeId id) {
    const Node* target = find(id);
    ASSERT_NE(target, nullptr) << "no node " << id;
    const Rect r = target->rect;
    screen.move(r.x + r.w / 2, r.y + r.h / 2);
    draw();
    screen.press();
    draw();
    screen.release();
    draw();
  }
  void type(NodeId field, std::string value) {
    const auto end = static_cast<std::uint32_t>(value.size());
    *view.field(field) = {std::move(value), end, end, 0, 0, 0};
  }

  Rooms rooms;
  chat::Connection connection;
  chat::ConnectionLog log;
  std::string notice;
  bool needs_nick = false;
  bool show_banner = false;
  ChatView view;
  std::vector<Intent> intents;
};

TEST(ChatView, SendsWhatWasTypedWhenSendIsClicked) {
  ChatBench b;
  b.type(node::composer, "hello\nyou");
  b.draw();
  b.click(node::send);
  ASSERT_EQ(b.intents.size(), 1U);
  ASSERT_TRUE(std::holds_alternative<SendMessage>(b.intents[0]));
  EXPECT_EQ(std::get<SendMessage>(b.intents[0]).text, "hello\nyou");
}

TEST(ChatView, SendIsDisabledWhileThereIsNothingToSend) {
  ChatBench b;
  for (const std::string blank : {"", " ", "\n\t  \r\n"}) {
    b.type(node::composer, blank);
    b.draw();
    EXPECT_TRUE(b.find(node::send)->flags & Node::disabled);
    b.click(node::send);
    b.view.submit(node::composer, b.intents);
    b.view.activate(node::send, b.intents);
    EXPECT_TRUE(b.intents.empty());
  }
  b.type(node::composer, "x");
  b.draw();
  EXPECT_FALSE(b.find(node::send)->flags & Node::disabled);
}

TEST(ChatView, EnterAndTheMirrorsButtonSendToo) {
  ChatBench b;
  b.type(node::composer, "hi");
  b.draw();
  b.view.submit(node::composer, b.intents);
  b.view.activate(node::send, b.intents);
  EXPECT_EQ(b.intents.size(), 2U);
}

TEST(ChatView, SendingGoesToTheEndOfTheList) {
  ChatBench b;
  b.rooms.chats(1, 200);
  b.draw();
  EXPECT_TRUE(b.view.wheel(300, 300, -500));
  b.draw();
  EXPECT_FALSE(b.view.list().at_end());
  b.type(node::composer, "hi");
  b.view.submit(node::composer, b.intents);
  b.draw();
  EXPECT_TRUE(b.view.list().at_end());
}

TEST(ChatView, TheJumpButtonTellsWhatIsNewAndJumps) {
  ChatBench b;
  b.rooms.chats(1, 200);
  b.draw();
  EXPECT_EQ(b.find(node::jump_to_latest), nullptr);
  b.view.wheel(300, 300, -900);
  b.draw();
  ASSERT_NE(b.find(node::jump_to_latest), nullptr);
  EXPECT_EQ(b.find(node::jump_to_latest)->name, "Jump to latest");
  b.rooms.chats(201, 201);
  b.draw();
  EXPECT_EQ(b.find(node::jump_to_latest)->name, "1 new message");
  b.rooms.chats(202, 203);
  b.draw();
  EXPECT_EQ(b.find(node::jump_to_latest)->name, "3 new messages");
  b.click(node::jump_to_latest);
  b.draw();
  EXPECT_TRUE(b.view.list().at_end());
  EXPECT_EQ(b.find(node::jump_to_latest), nullptr);
}

TEST(ChatView, TheWheelIsTakenOnlyWhereSomethingScrolls) {
  ChatBench b;
  b.rooms.chats(1, 200);
  b.draw();
  EXPECT_FALSE(b.view.wheel(300, 10, -50)) << "the header";
  EXPECT_FALSE(b.view.wheel(300, 590, -50)) << "the composer";
  EXPECT_FALSE(b.view.wheel(300, 300, 50)) << "at the end already";
  EXPECT_TRUE(b.view.wheel(300, 300, -50));
  b.draw();
  EXPECT_TRUE(b.view.wheel(300, 300, 50));
  b.view.key(node::messages, Key::home);
  b.draw();
  EXPECT_FALSE(b.view.wheel(300, 300, -50)) << "at the start already";
}

TEST(ChatView, KeysScrollTheList) {
  ChatBench b;
  b.rooms.chats(1, 300);
  b.draw();
  const auto first = [&] { return b.view.list().visible().front().index; };
  const std::size_t end = first();
  b.view.key(node::messages, Key::page_up);
  b.draw();
  const std::size_t page = first();
  EXPECT_LT(page, end - 5);
  b.view.key(node::messages, Key::up);
  b.draw();
  EXPECT_LT(first(), page);
  b.view.key(node::messages, Key::down);
  b.view.key(node::messages, Key::page_down);
  b.draw();
  EXPECT_EQ(first(), end);
  b.view.key(node::messages, Key::home);
  b.draw();
  EXPECT_EQ(first(), 0U);
  b.view.key(node::messages, Key::end);
  b.draw();
  EXPECT_TRUE(b.view.list().at_end());
}

TEST(ChatView, RetryAndDiscardComeFromTheMirrorToo) {
  ChatBench b;
  const chat::RowId row = b.rooms.send("mine", "id1");
  b.rooms.refuse("id1", "no");
  b.draw();
  const auto number = static_cast<NodeId>(row);
  b.view.activate(node::retry_base + number, b.intents);
  b.view.activate(node::discard_base + number, b.intents);
  ASSERT_EQ(b.intents.size(), 2U);
  EXPECT_EQ(std::get<RetryMessage>(b.intents[0]).row, row);
  EXPECT_EQ(std::get<DiscardMessage>(b.intents[1]).row, row);
}

// ---- the nickname ----

TEST(NickForm, AsksAndOffersNothingElse) {
  ChatBench b;
  b.needs_nick = true;
  b.draw();
  EXPECT_NE(b.find(Role::group, "Join #general"), nullptr);
  EXPECT_NE(b.find(Role::textbox, "Nickname"), nullptr);
  EXPECT_TRUE(b.find(node::join)->flags & Node::disabled);
  EXPECT_EQ(b.find(node::composer), nullptr);
  EXPECT_EQ(b.find(node::send), nullptr);
  EXPECT_FALSE(b.view.wheel(300, 300, -50));
  b.click(node::join);
  EXPECT_TRUE(b.intents.empty());
}

TEST(NickForm, JoinIsClicked) {
  ChatBench b;
  b.needs_nick = true;
  b.type(node::nick_field, "ann");
  b.draw();
  b.click(node::join);
  ASSERT_EQ(b.intents.size(), 1U);
  EXPECT_EQ(std::get<ChooseNick>(b.intents[0]).nick, "ann");
  b.view.submit(node::nick_field, b.intents);
  b.view.activate(node::join, b.intents);
  EXPECT_EQ(b.intents.size(), 3U);
}

TEST(NickForm, ShowsWhatIsWrong) {
  ChatBench b;
  b.needs_nick = true;
  b.notice = "Type a nickname first.";
  b.draw();
  EXPECT_NE(b.find(Role::alert, "Type a nickname first."), nullptr);
  EXPECT_TRUE(b.find(node::nick_field)->flags & Node::invalid);
  EXPECT_TRUE(b.word("Type a nickname first."));
  b.notice.clear();
  b.draw();
  EXPECT_EQ(b.find(node::notice), nullptr);
  EXPECT_FALSE(b.find(node::nick_field)->flags & Node::invalid);
}

// ---- the connection ----

TEST(Status, WordsForEveryState) {
  chat::Connection c;
  const TimePoint now{Duration{1000}};
  const auto words = [&](Link link) {
    c.link = link;
    return connection_words(c, now);
  };
  EXPECT_EQ(words(Link::idle), "Not connected");
  EXPECT_EQ(words(Link::connecting), "Connecting…");
  EXPECT_EQ(words(Link::slow), "Still connecting…");
  EXPECT_EQ(words(Link::open), "Connected");
  EXPECT_EQ(words(Link::offline), "Offline");
  EXPECT_EQ(words(Link::stopped), "Disconnected");
  EXPECT_EQ(words(Link::waiting), "Reconnecting…");
  c.retry_at = now + Duration{3001};
  EXPECT_EQ(words(Link::waiting), "Reconnecting in 4 s");
  c.retry_at = now + Duration{3000};
  EXPECT_EQ(words(Link::waiting), "Reconnecting in 3 s");
  c.retry_at = now - Duration{1};
  EXPECT_EQ(words(Link::waiting), "Reconnecting…");
}

TEST(Status, TheCountdownIsDrawnEachSecond) {
  ChatBench b;
  b.connection.link = Link::waiting;
  b.connection.retry_at = b.now + Duration{3000};
  for (int seconds = 3; seconds > 0; --seconds) {
    b.draw();
    ASSERT_NE(b.find(Role::status, "Reconnecting in " + std::to_string(seconds) + " s"), nullptr);
    Frame frame{
        .painter = b.painter, .textures = b.glyphs, .theme = b.theme, .mirror = b.mirror, .focused = node::none};
    frame.now = b.now;
    const auto next = b.view.next_change(frame, b.model());
    ASSERT_TRUE(next);
    EXPECT_EQ(*next - b.now, Duration{1000});
    b.now = *next;
  }
  Frame frame{.painter = b.painter, .textures = b.glyphs, .theme = b.theme, .mirror = b.mirror};
  frame.now = b.now;
  EXPECT_FALSE(b.view.next_change(frame, b.model())) << "it is due: the session acts";
}

TEST(Status, TheStateIsReadByRole) {
  ChatBench b;
  b.draw();
  EXPECT_NE(b.find(Role::status, "Connected"), nullptr);
  EXPECT_NE(b.find(Role::heading, "#general"), nullptr);
  EXPECT_EQ(b.find(node::banner), nullptr);
}

TEST(Status, TheBannerExplainsAndReconnects) {
  ChatBench b;
  b.rooms.chats(1, 3);
  b.connection.link = Link::waiting;
  b.connection.reason = "The server went away.";
  b.show_banner = true;
  b.draw();
  ASSERT_NE(b.find(node::banner), nullptr);
  EXPECT_NE(b.find(node::banner)->name.find("The server went away."), std::string::npos);
  b.click(node::reconnect);
  ASSERT_EQ(b.intents.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<ReconnectNow>(b.intents[0]));
  b.intents.clear();
  b.view.activate(node::reconnect, b.intents);
  EXPECT_EQ(b.intents.size(), 1U);
}

TEST(Status, OfflineThereIsNothingToClick) {
  ChatBench b;
  b.rooms.chats(1, 3);
  b.connection.link = Link::offline;
  b.show_banner = true;
  b.draw();
  EXPECT_NE(b.find(node::banner), nullptr);
  EXPECT_EQ(b.find(node::reconnect), nullptr);
}

TEST(Status, ANoticeIsShownInsteadOfTheBanner) {
  ChatBench b;
  b.rooms.chats(1, 3);
  b.notice = "The message is too long.";
  b.draw();
  ASSERT_NE(b.find(node::banner), nullptr);
  EXPECT_EQ(b.find(node::banner)->name, "The message is too long.");
  EXPECT_EQ(b.screen.shapes(b.theme.danger_surface)->h, 44);
}

TEST(Status, AnEmptyRoomInvites) {
  ChatBench b;
  b.draw();
  EXPECT_TRUE(b.word("No messages yet"));
  b.connection.link = Link::connecting;
  b.draw();
  EXPECT_TRUE(b.word("Messages appear here as soon as the server answers."));
  b.rooms.chats(1, 1);
  b.draw();
  EXPECT_FALSE(b.word("Messages appear here as soon as the server answers."));
}

// ---- the connection log ----

void fill(chat::ConnectionLog& log, int count) {
  for (int i = 1; i <= count; ++i) {
    log.add(WallTime{Duration{1'700'000'000'000}}, chat::LogEntry::Direction::in, 20, "entry" + std::to_string(i));
  }
}

TEST(ConnectionLogPanel, OpensBesideTheMessagesAndCloses) {
  ChatBench b;
  b.rooms.chats(1, 3);
  fill(b.log, 3);
  b.draw();
  EXPECT_EQ(b.find(node::log_panel), nullptr);
  b.click(node::toggle_log);
  b.draw();
  EXPECT_TRUE(b.view.log_open());
  ASSERT_NE(b.find(node::log_panel), nullptr);
  EXPECT_NE(b.find(node::composer), nullptr) << "wide enough for both";
  EXPECT_TRUE(b.find(node::toggle_log)->flags & Node::expanded);
  b.click(node::close_log);
  b.draw();
  EXPECT_FALSE(b.view.log_open());
  b.view.activate(node::toggle_log, b.intents);
  EXPECT_TRUE(b.view.log_open());
  b.view.key(node::log_list, Key::escape);
  EXPECT_FALSE(b.view.log_open());
  EXPECT_TRUE(b.intents.empty());
}

TEST(ConnectionLogPanel, TakesANarrowScreenWhole) {
  ChatBench b(400, 600);
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  EXPECT_EQ(b.find(node::composer), nullptr);
  ASSERT_NE(b.find(node::log_panel), nullptr);
  EXPECT_EQ(b.find(node::log_panel)->rect.w, 400);
}

TEST(ConnectionLogPanel, ListsWhatPassedNewestLast) {
  ChatBench b;
  fill(b.log, 200);
  b.connection.protocol_errors = 2;
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  EXPECT_TRUE(b.word("entry200"));
  EXPECT_FALSE(b.word("entry1"));
  EXPECT_TRUE(b.word("200 entries, 2 protocol errors"));
  EXPECT_EQ(b.word("200 entries, 2 protocol errors")->color, b.theme.danger);
  EXPECT_TRUE(b.view.wheel(700, 300, -1e6F));
  b.draw();
  EXPECT_TRUE(b.word("entry1"));
  b.view.key(node::log_list, Key::end);
  b.draw();
  EXPECT_TRUE(b.word("entry200"));
  b.view.key(node::log_list, Key::home);
  b.draw();
  EXPECT_TRUE(b.word("entry1"));
}

TEST(ConnectionLogPanel, ReadingFurtherUpIsNotDisturbed) {
  ChatBench b;
  fill(b.log, 200);
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  b.view.wheel(700, 300, -900);
  b.draw();
  const auto before = b.word("entry160");
  ASSERT_TRUE(before);
  fill(b.log, 3);
  b.draw();
  ASSERT_TRUE(b.word("entry160"));
  EXPECT_EQ(b.word("entry160")->rect.y, before->rect.y);
}

TEST(ConnectionLogPanel, AClickUnfoldsAPayload) {
  ChatBench b;
  b.log.add(b.wall, chat::LogEntry::Direction::out, 30, "{\"first\":1,\n\"second\":2}");
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  const NodeId entry = node::entry_base + 1;
  const float folded = b.find(entry)->rect.h;
  b.click(entry);
  b.draw();
  EXPECT_GT(b.find(entry)->rect.h, folded);
  EXPECT_TRUE(b.find(entry)->flags & Node::expanded);
  EXPECT_TRUE(b.word("\"second\":2}"));
  b.view.activate(entry, b.intents);
  b.draw();
  EXPECT_EQ(b.find(entry)->rect.h, folded);
}

// ---- robust and tidy ----

TEST(ChatView, DrawsAtAnySize) {
  ChatBench b;
  b.rooms.chats(1, 50);
  b.rooms.send("mine", "id1");
  b.rooms.refuse("id1", "no");
  fill(b.log, 10);
  b.show_banner = true;
  b.connection.link = Link::waiting;
  for (const float width : {0.0F, 1.0F, 37.0F, 120.0F, 300.0F, 479.0F, 480.0F, 759.0F, 760.0F, 2500.0F}) {
    for (const float height : {0.0F, 1.0F, 50.0F, 97.0F, 200.0F, 1400.0F}) {
      for (const bool log_open : {false, true}) {
        for (const bool nick : {false, true}) {
          if (b.view.log_open() != log_open) b.view.activate(node::toggle_log, b.intents);
          b.needs_nick = nick;
          b.screen.resize(width, height);
          b.draw();
          b.draw();
        }
      }
    }
  }
}

TEST(ChatView, EveryNodeIsToldOnceAndParentsComeFirst) {
  ChatBench b;
  b.rooms.chats(1, 50);
  b.rooms.send("mine", "id1");
  b.rooms.refuse("id1", "no");
  fill(b.log, 10);
  b.show_banner = true;
  b.connection.link = Link::waiting;
  b.view.activate(node::toggle_log, b.intents);
  for (const bool nick : {false, true}) {
    b.needs_nick = nick;
    b.draw();
    std::vector<NodeId> seen;
    for (const Node& n : b.mirror.described()) {
      EXPECT_EQ(std::count(seen.begin(), seen.end(), n.id), 0) << n.name;
      if (n.parent != node::none) {
        EXPECT_EQ(std::count(seen.begin(), seen.end(), n.parent), 1) << n.name << " before its parent";
      }
      seen.push_back(n.id);
    }
  }
}

TEST(ChatView, EveryControlHasANameAndAnExtent) {
  ChatBench b;
  b.rooms.send("mine", "id1");
  b.rooms.refuse("id1", "no");
  b.connection.link = Link::waiting;
  b.show_banner = true;
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  for (const Node& n : b.mirror.described()) {
    if (n.role != Role::button && n.role != Role::textbox) continue;
    EXPECT_FALSE(n.name.empty());
    EXPECT_GE(n.rect.w, 20) << n.name;
    EXPECT_GE(n.rect.h, 20) << n.name;
  }
}

TEST(ChatView, ALostTextureCostsTheTextAndNothingElse) {
  ChatBench b;
  b.rooms.chats(1, 10);
  b.glyphs.has_textures = false;
  b.draw();
  EXPECT_TRUE(b.words().empty());
  b.glyphs.has_textures = true;
  b.draw();
  EXPECT_TRUE(b.word("m10"));
}

TEST(ChatView, TextStandsOnWholeDevicePixels) {
  ChatBench b;
  b.rooms.chats(1, 30);
  for (const float scale : {1.0F, 1.5F, 2.0F}) {
    b.painter.set_scale(scale);
    b.view.wheel(300, 300, -3.3F);
    b.draw();
    ASSERT_FALSE(b.words().empty());
    for (const auto& word : b.words()) {
      EXPECT_NEAR(std::remainder(word.rect.x * scale, 1.0F), 0, 0.01) << word.text;
      EXPECT_NEAR(std::remainder(word.rect.y * scale, 1.0F), 0, 0.01) << word.text;
    }
  }
}

TEST(ChatView, TextIsTintedAndEmojiAreNot) {
  ChatBench b;
  b.rooms.chat(message(1, "hello 😀 ✓", "bob 🎉"));
  b.draw();
  EXPECT_EQ(b.word("hello")->color, b.theme.text);
  EXPECT_EQ(b.word("😀")->color, 0xFFFFFFFFU);
  EXPECT_EQ(b.word("✓")->color, b.theme.text) << "in white it would not be seen";
  EXPECT_EQ(b.word("🎉")->color, 0xFFFFFFFFU);
  EXPECT_NE(b.word("bob")->color, 0xFFFFFFFFU);
}

TEST(ChatView, RightToLeftNamesAndMessagesAreVisible) {
  ChatBench b;
  b.rooms.chat(message(1, "שלום 😀", "محمد 🎉"));
  b.draw();
  for (const char* text : {"שלום", "😀", "محمد", "🎉"}) {
    ASSERT_TRUE(b.word(text)) << text;
    EXPECT_GE(b.word(text)->rect.x, 0);
    EXPECT_LE(b.word(text)->rect.right(), 900);
  }
}

TEST(ChatView, TheDarkThemeDrawsInItsColours) {
  ChatBench b;
  b.theme = dark_theme;
  b.rooms.chats(1, 3);
  b.draw();
  EXPECT_EQ(b.word("m3")->color, dark_theme.text);
  EXPECT_TRUE(b.screen.shapes(dark_theme.surface));
}

TEST(ChatView, TheFocusRingIsDrawnWhereTheFocusIs) {
  ChatBench b;
  b.type(node::composer, "x");
  b.focused = node::send;
  b.focus_visible = true;
  b.theme.focus = rgb(0x123456);
  b.draw();
  const Rect button = b.find(node::send)->rect;
  ASSERT_TRUE(b.screen.shapes(b.theme.focus));
  EXPECT_LE(b.screen.shapes(b.theme.focus)->x, button.x);
  EXPECT_GE(b.screen.shapes(b.theme.focus)->right(), button.right());
  b.focus_visible = false;
  b.draw();
  EXPECT_FALSE(b.screen.shapes(b.theme.focus));
}

TEST(ChatView, HoverShowsAHandOverWhatCanBeClicked) {
  ChatBench b;
  b.type(node::composer, "x");
  b.draw();
  const Rect r = b.find(node::send)->rect;
  b.screen.move(r.x + 5, r.y + 5);
  b.draw();
  b.draw();
  EXPECT_EQ(b.screen.cursor(), ImGuiMouseCursor_Hand);
  EXPECT_TRUE(b.screen.shapes(b.theme.accent_hover));
  b.screen.move(300, 200);
  b.draw();
  b.draw();
  EXPECT_EQ(b.screen.cursor(), ImGuiMouseCursor_Arrow);
}

}  // namespace
}  // namespace banter::ui::test
