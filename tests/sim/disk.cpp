#include "disk.hpp"

#include <map>

namespace banter::sim {

void Disk::perform(const std::vector<server::StoreRequest>& requests, std::vector<server::StoreReply>& replies) {
  const std::size_t before = replies.size();
  storage_.perform(requests, replies);
  std::map<server::Ticket, const server::StoreRequest*> asked;
  for (const auto& request : requests) asked.emplace(server::ticket_of(request), &request);
  for (std::size_t i = before; i < replies.size(); ++i) {
    if (const auto* appended = std::get_if<server::Appended>(&replies[i]); appended && !appended->duplicate) {
      // As it was asked for: by now another request of the batch may have changed it.
      protocol::ChatMessage message = std::get<server::Append>(*asked.at(appended->ticket)).message;
      message.seq = appended->seq;
      checker_.stored(message);
    } else if (const auto* revised = std::get_if<server::Revised>(&replies[i]); revised && revised->edit != 0) {
      const auto* revise = std::get_if<server::Revise>(asked.at(revised->ticket));
      if (revise == nullptr) continue;
      if (revise->erase) {
        checker_.deleted(revise->room, revise->seq);
      } else {
        checker_.revised(revise->room, revise->seq, revise->text);
      }
    }
  }
}

void Disk::back_up() {
  backup_ = storage_;
}

void Disk::restore() {
  storage_ = backup_;
  storage_.epoch = "e" + std::to_string(++epochs_);
  checker_.renumbered(storage_.rooms);
}

protocol::Seq Disk::last(const std::string& room) const {
  const auto at = storage_.rooms.find(room);
  return at == storage_.rooms.end() ? 0 : at->second.size();
}

protocol::EditNumber Disk::last_edit(const std::string& room) const {
  const auto at = storage_.edits.find(room);
  return at == storage_.edits.end() ? 0 : at->second;
}

}  // namespace banter::sim
