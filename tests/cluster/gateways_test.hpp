// Two gateways on a cluster of three nats-servers, to be started and killed.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "load.hpp"
#include "nats_cluster.hpp"

namespace banter::server {

class ClusterTest : public testing::Test {
 protected:
  void start_gateway(std::size_t which) {
    folder_.write("root/index.html", "<!doctype html><title>page</title>");
    gateways_[which] = std::make_unique<Child>(
        std::vector<std::string>{"--root", folder_.path("root"), "--nats", cluster_.urls(), "--listen", "127.0.0.1:0"});
    const auto port = gateways_[which]->wait_ready();
    if (port == 0) {
      gateways_[which]->wait();
      FAIL() << gateways_[which]->err();
    }
    where_.ports[which] = port;
  }
  void kill_gateway(std::size_t which) {
    where_.ports[which] = 0;
    gateways_[which]->signal(SIGKILL);
    EXPECT_EQ(gateways_[which]->wait(), 128 + SIGKILL);
  }

  TempFolder folder_;
  NatsCluster cluster_;
  std::array<std::unique_ptr<Child>, 2> gateways_;
  Gateways where_;
};

}  // namespace banter::server
