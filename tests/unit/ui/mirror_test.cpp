#include "ui/mirror.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>

#include "base/random.hpp"

namespace banter::ui {
namespace {

/// What the platform would hold.
struct Sink final : MirrorSink {
  void put(const Node& node) override {
    nodes[node.id] = node;
    ++puts;
  }
  void remove(NodeId id) override {
    EXPECT_EQ(nodes.erase(id), 1U) << "only what is there can go";
    ++removes;
  }
  void reorder(const std::vector<NodeId>& ids) override {
    order = ids;
    ++reorders;
  }

  std::map<NodeId, Node> nodes;
  std::vector<NodeId> order;
  int puts = 0, removes = 0, reorders = 0;
};

Node button(NodeId id, std::string name, Rect rect = {0, 0, 10, 10}) {
  Node node;
  node.id = id;
  node.role = Role::button;
  node.rect = rect;
  node.name = std::move(name);
  return node;
}

TEST(Mirror, TellsWhatIsNew) {
  Mirror mirror;
  Sink sink;
  mirror.begin();
  mirror.add(button(1, "a"));
  mirror.add(button(2, "b"));
  mirror.sync(sink);
  EXPECT_EQ(sink.puts, 2);
  EXPECT_EQ(sink.order, (std::vector<NodeId>{1, 2}));
}

TEST(Mirror, TellsNothingWhenNothingDiffers) {
  Mirror mirror;
  Sink sink;
  for (int i = 0; i < 3; ++i) {
    mirror.begin();
    mirror.add(button(1, "a"));
    mirror.add(button(2, "b"));
    mirror.sync(sink);
  }
  EXPECT_EQ(sink.puts, 2);
  EXPECT_EQ(sink.reorders, 1);
  EXPECT_EQ(sink.removes, 0);
}

TEST(Mirror, TellsOnlyWhatDiffers) {
  Mirror mirror;
  Sink sink;
  mirror.begin();
  mirror.add(button(1, "a"));
  mirror.add(button(2, "b"));
  mirror.sync(sink);
  mirror.begin();
  mirror.add(button(1, "a"));
  mirror.add(button(2, "B"));
  mirror.sync(sink);
  EXPECT_EQ(sink.puts, 3);
  EXPECT_EQ(sink.nodes[2].name, "B");
  EXPECT_EQ(sink.reorders, 1) << "the order is as it was";
}

TEST(Mirror, EveryFieldCounts) {
  const auto differs = [](const std::function<void(Node&)>& change) {
    Mirror mirror;
    Sink sink;
    Node node = button(1, "a");
    mirror.begin();
    mirror.add(node);
    mirror.sync(sink);
    change(node);
    mirror.begin();
    mirror.add(node);
    mirror.sync(sink);
    return sink.puts == 2;
  };
  EXPECT_TRUE(differs([](Node& n) { n.flags = Node::disabled; }));
  EXPECT_TRUE(differs([](Node& n) { n.role = Role::listitem; }));
  EXPECT_TRUE(differs([](Node& n) { n.parent = 9; }));
  EXPECT_TRUE(differs([](Node& n) { n.position = 3; }));
  EXPECT_TRUE(differs([](Node& n) { n.set_size = 3; }));
  EXPECT_TRUE(differs([](Node& n) { n.rect.w = 11; }));
  EXPECT_TRUE(differs([](Node& n) { n.name = ""; }));
  EXPECT_TRUE(differs([](Node& n) { n.href = "https://example.org/"; }));
  EXPECT_TRUE(differs([](Node& n) { n.lang = "ko"; }));
  EXPECT_FALSE(differs([](Node&) {}));
}

TEST(Mirror, ChildrenAreToldAgainWhenTheirParentMoved) {
  Mirror mirror;
  Sink sink;
  Node child = button(2, "child");
  child.parent = 1;
  Node grandchild = button(3, "grandchild");
  grandchild.parent = 2;
  const auto frame = [&](Rect parent) {
    mirror.begin();
    mirror.add(button(1, "parent", parent));
    mirror.add(child);
    mirror.add(grandchild);
    mirror.sync(sink);
  };
  frame({0, 0, 10, 10});
  EXPECT_EQ(sink.puts, 3);
  frame({0, 5, 10, 10});
  EXPECT_EQ(sink.puts, 6);
}

TEST(Mirror, LinksHaveIdsOfTheirOwn) {
  const auto no_others = [](NodeId id) { return id > node::divider(0xFFFF'FFFF, false) && id < node::row_base; };
  EXPECT_TRUE(no_others(node::link(0, 0)));
  EXPECT_TRUE(no_others(node::link(0xFFFF'FFFF, node::links_per_row - 1)));
  EXPECT_GE(node::divider(0, true), node::help_base + 0x100);
  EXPECT_NE(node::link(1, node::links_per_row - 1), node::link(2, 0));
}

TEST(Mirror, FollowsAnyDescription) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Random random(seed);
    Mirror mirror;
    Sink sink;
    for (int frame = 0; frame < 60; ++frame) {
      std::vector<Node> described;
      std::vector<NodeId> ids(12);
      for (NodeId i = 0; i < 12; ++i) ids[i] = i + 1;
      for (std::size_t i = ids.size(); i > 1; --i) std::swap(ids[i - 1], ids[random.below(i)]);
      ids.resize(random.below(13));
      if (random.below(2) == 0) std::sort(ids.begin(), ids.end());
      mirror.begin();
      for (const NodeId id : ids) {
        Node node = button(id, std::string(random.below(2), 'x'), {0, static_cast<float>(random.below(2)), 1, 1});
        described.push_back(node);
        mirror.add(std::move(node));
      }
      mirror.sync(sink);
      ASSERT_EQ(sink.nodes.size(), described.size());
      for (const Node& node : described) ASSERT_EQ(sink.nodes.at(node.id), node);
      ASSERT_TRUE(ids.empty() || sink.order == ids) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace banter::ui
