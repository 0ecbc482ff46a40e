// A Storage in memory that fails when it is told to.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "server/core/storage.hpp"

namespace banter::server {

class MemoryStorage final : public Storage {
 public:
  enum class Fault {
    none,
    refuse,       ///< nothing is stored, and the reply says so
    lose_answer,  ///< it is stored, but the reply says that it failed
  };
  Fault appends = Fault::none;  ///< and revisions
  bool reads_fail = false;
  std::string epoch = "e1";
  std::uint64_t generation = 0;  ///< of the newest append or revision

  void perform(std::vector<StoreRequest> requests, std::vector<StoreReply>& replies) override {
    for (const auto& request : requests) {
      if (const auto* one = std::get_if<Append>(&request)) replies.push_back(append(*one));
      if (const auto* one = std::get_if<Revise>(&request)) replies.push_back(revise(*one));
      if (const auto* one = std::get_if<SetSanction>(&request)) replies.push_back(set_sanction(*one));
      if (const auto* one = std::get_if<SetName>(&request)) replies.push_back(set_name(*one));
    }
    for (const auto& request : requests) {
      if (const auto* one = std::get_if<Read>(&request)) replies.push_back(read(*one));
      if (const auto* one = std::get_if<ReadEdits>(&request)) replies.push_back(read_edits(*one));
    }
  }
  std::string probe() override { return appends == Fault::none ? "" : "full"; }

  std::map<std::string, std::vector<protocol::ChatMessage>> rooms;
  std::map<std::string, protocol::EditNumber> edits;  ///< the newest, by room
  std::size_t edit_reads = 0;
  std::size_t patient_reads = 0;  ///< of somebody who looks back
  std::size_t urgent_reads = 0;   ///< the others
  Roster people;                  ///< what roster() would tell
  std::size_t names_noted = 0;

 private:
  StoreReply set_sanction(const SetSanction& request) {
    if (appends == Fault::refuse) return StoreFailed{request.ticket, "full"};
    const auto& asked = request.sanction;
    std::erase_if(people.sanctions, [&](const Sanction& one) {
      return one.room == asked.room && one.user == asked.user && one.kind == asked.kind;
    });
    if (!request.lift) people.sanctions.push_back(asked);
    return Noted{request.ticket};
  }

  StoreReply set_name(const SetName& request) {
    ++names_noted;
    const auto& asked = request.reservation;
    const auto same = [](const Reservation& one, const Reservation& other) {
      return one.room == other.room && (one.name == other.name || one.user == other.user);
    };
    for (const auto& gone : request.forgotten) {
      std::erase_if(people.names, [&](const Reservation& one) { return same(one, gone); });
    }
    std::erase_if(people.names, [&](const Reservation& one) { return same(one, asked); });
    people.names.push_back(asked);
    return Noted{request.ticket};
  }

  StoreReply append(const Append& request) {
    generation = request.generation;
    if (appends == Fault::refuse) return StoreFailed{request.ticket, "full"};
    auto& room = rooms[request.message.room];
    for (const auto& old : room) {
      if (!old.id.empty() && old.id == request.message.id && old.user == request.message.user) {
        return Appended{request.ticket, old.seq, old.time, true, old.text, old.edit, old.deleted};
      }
    }
    room.push_back(request.message);
    room.back().seq = room.size();
    if (appends == Fault::lose_answer) return StoreFailed{request.ticket, "who knows"};
    return Appended{request.ticket, room.back().seq, room.back().time, false};
  }

  StoreReply revise(const Revise& request) {
    generation = request.generation;
    if (appends == Fault::refuse) return StoreFailed{request.ticket, "full"};
    auto& room = rooms[request.room];
    if (request.seq == 0 || request.seq > room.size()) return Revised{request.ticket, 0};
    auto& message = room[request.seq - 1];
    if (message.user != request.user && !request.of_others) return Revised{request.ticket, 0};
    if (message.deleted && !request.erase) return Revised{request.ticket, 0};
    message.text = request.text;
    message.deleted = request.erase;
    message.edit = ++edits[request.room];
    if (appends == Fault::lose_answer) return StoreFailed{request.ticket, "who knows"};
    return Revised{request.ticket, message.edit};
  }

  StoreReply read_edits(const ReadEdits& request) {
    ++edit_reads;
    if (reads_fail) return StoreFailed{request.ticket, "broken"};
    std::map<protocol::EditNumber, const protocol::ChatMessage*> after;
    for (const auto& message : rooms[request.room]) {
      if (message.edit > request.after) after.emplace(message.edit, &message);
    }
    EditsRead reply{request.ticket, edits[request.room], {}};
    std::size_t bytes = 0;
    for (const auto& [edit, message] : after) {
      bytes += message->text.size();
      if (reply.edits.size() == request.max_edits || (!reply.edits.empty() && bytes > request.max_bytes)) break;
      reply.edits.push_back({request.room, message->seq, edit, {}, message->text, {}, message->deleted});
    }
    return reply;
  }

  StoreReply read(const Read& request) {
    ++(request.patient ? patient_reads : urgent_reads);
    if (reads_fail) return StoreFailed{request.ticket, "broken"};
    PageRead page;
    page.ticket = request.ticket;
    page.epoch = epoch;
    const auto& room = rooms[request.room];
    page.last = room.empty() ? 0 : room.back().seq;
    page.edits = edits[request.room];
    std::size_t bytes = 0;
    const auto take = [&](const protocol::ChatMessage& message) {
      bytes += message.text.size();
      if (page.messages.size() == request.max_messages || (!page.messages.empty() && bytes > request.max_bytes)) {
        return false;
      }
      page.messages.push_back(message);
      return true;
    };
    const auto below = [&](const protocol::ChatMessage& m) { return !request.before || m.seq < *request.before; };
    const auto above = [&](const protocol::ChatMessage& m) { return m.seq > request.after; };
    if (request.before) {
      for (auto m = room.rbegin(); m != room.rend(); ++m) {
        if (below(*m) && (!above(*m) || !take(*m))) break;
      }
      std::reverse(page.messages.begin(), page.messages.end());
    } else {
      for (const auto& m : room) {
        if (above(m) && !take(m)) break;
      }
    }
    return page;
  }
};

}  // namespace banter::server
