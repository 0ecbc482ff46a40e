// The program banter-server, started and ended by its process id.
#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace banter::server {

class Child {
 public:
  /// `program`: another one than banter-server.
  explicit Child(const std::vector<std::string>& arguments, const std::string& program = {});
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  /// Kills it if it still runs.
  ~Child();

  /// Reads standard output up to the line that tells the address; 0 when the program ended instead.
  std::uint16_t wait_ready();
  /// Until this is written to standard error; false when that does not happen in ten seconds.
  bool wait_err(const std::string& text);
  void signal(int number) const;
  /// The exit status, 128 + the signal that ended it, or -1 when it still runs after `seconds`.
  int wait(int seconds = 10);
  /// No file of the process may grow beyond this; -1: no limit.
  void limit_file_size(long bytes) const;
  [[nodiscard]] pid_t pid() const { return pid_; }
  /// All that was written to standard output and error; complete after wait().
  [[nodiscard]] const std::string& out() const { return out_; }
  [[nodiscard]] const std::string& err() const { return err_; }

 private:
  void finish();

  pid_t pid_ = -1;
  int out_pipe_ = -1;
  std::string out_;
  std::string err_;
  std::mutex err_mutex_;
  std::condition_variable err_grew_;
  std::thread err_reader_;
  int status_ = -1;
};

}  // namespace banter::server
