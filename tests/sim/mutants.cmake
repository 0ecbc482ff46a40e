# What the checker must object to: each mutant is the simulator with one text of one source file changed. It passes
# when the checker objects. The changed file is compiled into the program, so that the library's is left out.
function(banter_mutant name source original mutated)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/mutants/${name})
  get_filename_component(file ${source} NAME)
  foreach(text original mutated)
    file(CONFIGURE OUTPUT ${folder}/${text}.txt CONTENT "${${text}}" @ONLY)
  endforeach()
  add_custom_command(OUTPUT ${folder}/${file}
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR}/${source} -DORIGINAL=${folder}/original.txt
      -DMUTATED=${folder}/mutated.txt -DTO=${folder}/${file} -P ${CMAKE_CURRENT_SOURCE_DIR}/mutate.cmake
    DEPENDS ${PROJECT_SOURCE_DIR}/${source} ${folder}/original.txt ${folder}/mutated.txt
      ${CMAKE_CURRENT_SOURCE_DIR}/mutate.cmake
    VERBATIM)
  # One file is compiled, and fast: what it breaks is not its memory. Built by the target `mutants` alone.
  add_executable(sim_mutant_${name} EXCLUDE_FROM_ALL $<TARGET_OBJECTS:sim_main> ${folder}/${file})
  target_include_directories(sim_mutant_${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_compile_options(sim_mutant_${name} PRIVATE -w -g0 -O0 -fno-sanitize=all)
  target_link_options(sim_mutant_${name} PRIVATE LINKER:-s)
  target_link_libraries(sim_mutant_${name} PRIVATE banter_sim)
  add_dependencies(mutants sim_mutant_${name})
  add_test(NAME mutant_${name} COMMAND sim_mutant_${name} --seeds 3000 --expect-objection)
  set_tests_properties(mutant_${name} PROPERTIES PROCESSORS 2 TIMEOUT 300)
endfunction()

# ---- the client ----
banter_mutant(store_without_dedup_by_number src/chat/store_apply.cpp
  [[if (const auto known = log_.find(message.seq)) {]]
  [[if (const auto known = log_.find(message.seq); known && false) {]])
banter_mutant(store_does_not_know_its_own src/chat/store_apply.cpp
  [[const auto ours = own_unconfirmed(message);]]
  [[const std::optional<std::size_t> ours;]])
banter_mutant(store_does_not_resend src/chat/store.cpp
  [[if (requeue(i)) ++i;]]
  [[++i;]])
banter_mutant(store_resends_under_another_id src/chat/store.cpp
  [[outbox_.write(i, now);]]
  [[if (entry.written_at != TimePoint{}) out.push_back({entry.row, entry.id + "x", entry.text});
    outbox_.write(i, now);]])
banter_mutant(store_ignores_a_new_epoch src/chat/store_notices.cpp
  [[if (event.epoch == epoch_) return {};]]
  [[if (!epoch_.empty()) return {};]])
banter_mutant(store_shows_no_gap src/chat/message_log.cpp
  [[if (hole && !record.gap_before) {]]
  [[if (hole && !record.gap_before && false) {]])
banter_mutant(store_shows_no_gap_after_a_jump src/chat/store_history.cpp
  [[settled ? log_.key(next) : last + 1]]
  [[last + 1]])
banter_mutant(client_resumes_one_too_far src/app/client_session.cpp
  [[store_.last_seq(), store_.last_edit()}]]
  [[store_.last_seq() + 1, store_.last_edit()}]])
banter_mutant(client_resumes_edits_one_too_far src/app/client_session.cpp
  [[store_.last_seq(), store_.last_edit()}]]
  [[store_.last_seq(), store_.last_edit() + 1}]])

banter_mutant(client_writes_before_it_is_kept src/chat/store.cpp
  [[if (entry.stage == Outbox::Stage::saving) break;]]
  [[if (entry.stage == Outbox::Stage::saving) outbox_.requeue(i);]])
banter_mutant(store_shows_as_queued_what_is_not_kept src/chat/store.cpp
  [[const bool waits = entry.stage == Outbox::Stage::queued && !entry.elsewhere && !open_;]]
  [[const bool waits = entry.stage != Outbox::Stage::failed && !entry.elsewhere && !open_;]])
banter_mutant(store_takes_an_acks_text_for_its_own src/chat/store_apply.cpp
  [[if (!event.text) return settle(]]
  [[if (event.seq != 0) return settle(]])
banter_mutant(client_goes_on_on_a_socket_that_took_nothing src/app/client_session.cpp
  [[unwritable_ = send->socket;]]
  [[]])

# ---- the hub ----
banter_mutant(hub_acknowledges_before_it_is_durable src/server/core/hub.cpp
  [[appends_.emplace(ticket, PendingAppend{]]
  [[send(id, protocol::Ack{message.room, message.id, rooms_[message.room].confirmed + 1, message.time});
  appends_.emplace(ticket, PendingAppend{]])
banter_mutant(hub_lets_acks_run_ahead src/server/core/hub_rooms.cpp
  [[if (inside && reply.seq > std::max(member->second.delivered, next)) {]]
  [[if (inside && reply.seq > std::max(member->second.delivered, next) && false) {]])
banter_mutant(hub_broadcasts_over_a_hole src/server/core/hub_rooms.cpp
  [[if (knows_its_place && message.seq > member.delivered + 1) {]]
  [[if (knows_its_place && message.seq > member.delivered + 1 && false) {]])
banter_mutant(hub_skips_who_is_not_live src/server/core/hub_rooms.cpp
  [[if (!page.messages.empty() && member.delivered < std::max(page.last, room.confirmed)) {]]
  [[if (!page.messages.empty() && member.delivered < std::max(page.last, room.confirmed) && false) {]])
banter_mutant(hub_forgets_who_was_congested src/server/core/hub_rooms.cpp
  [[if (member.phase == Member::Phase::draining) read_page(]]
  [[if (member.phase == Member::Phase::draining && false) read_page(]])
banter_mutant(hub_lets_a_failed_message_be_overtaken src/server/core/hub_failures.cpp
  [[generation_ = std::max(generation_, append.generation + 1);]]
  [[]])
banter_mutant(hub_forgets_what_it_refused src/server/core/hub_failures.cpp
  [[if (refused.empty() || again || now >= member->second.refused_until) {]]
  [[if (true || again) {]])
banter_mutant(hub_does_not_look_again src/server/core/hub_failures.cpp
  [[look_again(append.message.room);]]
  [[]])

# ---- the storage ----
banter_mutant(storage_without_dedup tests/sim/disk.cpp
  [[storage_.perform(requests, replies);]]
  [[auto alien = requests;
  for (auto& request : alien) {
    if (auto* append = std::get_if<server::Append>(&request)) append->message.id += "#" + std::to_string(append->ticket);
  }
  storage_.perform(alien, replies);
  for (auto& [name, room] : storage_.rooms) {
    for (auto& message : room) message.id = message.id.substr(0, message.id.find('#'));
  }]])
