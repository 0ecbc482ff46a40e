#include "child.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>

namespace banter::server {

namespace {

void read_all(int file, std::string& into) {
  char buffer[4096];
  ssize_t some = 0;
  while ((some = ::read(file, buffer, sizeof buffer)) > 0) into.append(buffer, static_cast<std::size_t>(some));
}

}  // namespace

Child::Child(const std::vector<std::string>& arguments, const std::string& other) {
  int out[2];
  int err[2];
  EXPECT_EQ(::pipe2(out, O_CLOEXEC), 0);
  EXPECT_EQ(::pipe2(err, O_CLOEXEC), 0);
  std::string program = other.empty() ? BANTER_SERVER : other;
  std::vector<std::string> copies = arguments;
  std::vector<char*> argv{program.data()};
  for (auto& copy : copies) argv.push_back(copy.data());
  argv.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ == 0) {
    // It ends with the test, however that ends.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(err[1], STDERR_FILENO);
    ::execv(program.c_str(), argv.data());
    ::_exit(127);
  }
  EXPECT_GT(pid_, 0) << program;
  ::close(out[1]);
  ::close(err[1]);
  out_pipe_ = out[0];
  err_reader_ = std::thread([this, file = err[0]] {
    char buffer[4096];
    ssize_t some = 0;
    while ((some = ::read(file, buffer, sizeof buffer)) > 0) {
      const std::lock_guard guard(err_mutex_);
      err_.append(buffer, static_cast<std::size_t>(some));
      err_grew_.notify_all();
    }
    ::close(file);
  });
}

Child::~Child() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  finish();
}

void Child::finish() {
  pid_ = -1;
  if (out_pipe_ >= 0) {
    read_all(out_pipe_, out_);
    ::close(out_pipe_);
    out_pipe_ = -1;
  }
  if (err_reader_.joinable()) err_reader_.join();
}

std::uint16_t Child::wait_ready() {
  for (;;) {
    pollfd ready{out_pipe_, POLLIN, 0};
    if (::poll(&ready, 1, 40'000) <= 0) return 0;
    char one = 0;
    if (::read(out_pipe_, &one, 1) != 1) return 0;
    out_ += one;
    if (one != '\n') continue;
    const auto colon = out_.rfind(':');
    if (out_.find("listening on http") == std::string::npos || colon == std::string::npos) return 0;
    return static_cast<std::uint16_t>(std::stoi(out_.substr(colon + 1)));
  }
}

bool Child::wait_err(const std::string& text) {
  std::unique_lock lock(err_mutex_);
  return err_grew_.wait_for(lock, std::chrono::seconds(10), [&] { return err_.find(text) != std::string::npos; });
}

void Child::signal(int number) const {
  EXPECT_EQ(::kill(pid_, number), 0);
}

int Child::wait(int seconds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (pid_ > 0 && std::chrono::steady_clock::now() < end) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      finish();
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return status_;
}

void Child::limit_file_size(long bytes) const {
  rlimit limit{};
  EXPECT_EQ(::prlimit(pid_, RLIMIT_FSIZE, nullptr, &limit), 0);
  limit.rlim_cur = bytes < 0 ? limit.rlim_max : static_cast<rlim_t>(bytes);
  EXPECT_EQ(::prlimit(pid_, RLIMIT_FSIZE, &limit, nullptr), 0);
}

}  // namespace banter::server
