// What survives a crash of the server. Whatever becomes durable is reported to the checker at that moment.
// Must not know: when things are written, and what goes wrong with it; that is the server's machine.
#pragma once

#include <string>
#include <vector>

#include "../unit/server/memory_storage.hpp"
#include "checker.hpp"

namespace banter::sim {

class Disk {
 public:
  explicit Disk(Checker& checker) : checker_(checker) {}

  /// Performs the requests; what they write is durable when this returns.
  void perform(const std::vector<server::StoreRequest>& requests, std::vector<server::StoreReply>& replies);
  void back_up();
  /// What was backed up takes the place of what is there, under a new epoch.
  void restore();
  [[nodiscard]] protocol::Seq last(const std::string& room) const;
  /// The newest edit's number.
  [[nodiscard]] protocol::EditNumber last_edit(const std::string& room) const;
  [[nodiscard]] const std::string& epoch() const { return storage_.epoch; }
  [[nodiscard]] const Checker::Rooms& rooms() const { return storage_.rooms; }

 private:
  Checker& checker_;
  server::MemoryStorage storage_;
  server::MemoryStorage backup_;
  int epochs_ = 1;
};

}  // namespace banter::sim
