#include "server/io/static_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "server/core/content.hpp"
#include "server/core/digest.hpp"

namespace banter::server {

namespace fs = std::filesystem;

namespace {

/// The whole of a regular file; none for anything else: a pipe would block the server.
std::shared_ptr<const std::string> read_file(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file < 0) return nullptr;
  std::shared_ptr<const std::string> body;
  struct stat status {};
  if (::fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
      static_cast<std::uintmax_t>(status.st_size) <= StaticFiles::max_file_bytes) {
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t have = 0;
    ssize_t got = 1;
    while (have < bytes.size() && (got = ::read(file, bytes.data() + have, bytes.size() - have)) > 0) {
      have += static_cast<std::size_t>(got);
    }
    if (have == bytes.size()) body = std::make_shared<const std::string>(std::move(bytes));
  }
  ::close(file);
  return body;
}

}  // namespace

Result<StaticFiles> StaticFiles::open(const std::string& root) {
  std::error_code error;
  const auto real = fs::canonical(root, error);
  if (error) return Error{"--root " + root + ": " + error.message() + ": build the page first, or name its folder"};
  if (!fs::is_directory(real, error)) return Error{"--root " + root + " is not a folder"};
  return StaticFiles(real);
}

bool StaticFiles::covers(const std::string& path) const {
  std::error_code error;
  auto real = fs::weakly_canonical(fs::absolute(path, error), error);
  if (error) return false;  // nothing can be opened under such a name either
  return std::mismatch(root_.begin(), root_.end(), real.begin(), real.end()).first == root_.end();
}

std::optional<fs::path> StaticFiles::inside(const std::string& path) const {
  std::error_code error;
  auto real = fs::canonical(root_ / path, error);
  if (error) return std::nullopt;
  const auto [root_end, at] = std::mismatch(root_.begin(), root_.end(), real.begin(), real.end());
  if (root_end != root_.end()) return std::nullopt;
  for (auto part = at; part != real.end(); ++part) {  // a link may lead to what is hidden
    if (part->native().front() == '.') return std::nullopt;
  }
  return real;
}

const StaticFiles::Cached* StaticFiles::load(const fs::path& path) {
  std::error_code error;
  const auto modified = fs::last_write_time(path, error);
  if (error) return nullptr;
  const auto size = fs::file_size(path, error);
  if (error) return nullptr;
  const auto known = cache_.find(path.native());
  if (known != cache_.end() && known->second.modified == modified && known->second.size == size) return &known->second;

  auto body = read_file(path);
  const auto digest = body ? sha256_hex(*body) : std::nullopt;
  if (!digest) return nullptr;
  if (known != cache_.end()) {
    cached_bytes_ -= known->second.body->size();
    cache_.erase(known);
  }
  if (cached_bytes_ + body->size() > max_cached_bytes) {
    cache_.clear();
    cached_bytes_ = 0;
  }
  cached_bytes_ += body->size();
  Cached entry{modified, size, std::move(body), "\"" + digest->substr(0, 32) + "\""};
  return &cache_.insert_or_assign(path.native(), std::move(entry)).first->second;
}

StaticFiles::Found StaticFiles::find(const std::string& path, std::string_view accept_encoding) {
  std::error_code error;
  auto name = path;
  if (name.empty() || name.back() == '/') name += "index.html";
  const auto real = inside(name);
  if (!real) return {};
  if (fs::is_directory(*real, error)) return {std::nullopt, Missing::is_folder};
  if (!fs::is_regular_file(*real, error)) return {};
  const auto modified = fs::last_write_time(*real, error);

  StaticFile file;
  file.type = media_type(name);
  const Cached* chosen = nullptr;
  constexpr std::pair<std::string_view, std::string_view> codings[] = {{"br", ".br"}, {"gzip", ".gz"}};
  for (const auto& [coding, suffix] : codings) {
    const auto sibling = inside(name + std::string(suffix));
    // One older than the file is of an earlier build.
    if (!sibling || !fs::is_regular_file(*sibling, error) || fs::last_write_time(*sibling, error) < modified) continue;
    file.varies = true;
    if (chosen || !accepts_coding(accept_encoding, coding)) continue;
    chosen = load(*sibling);
    if (chosen) file.coding = coding;
  }
  if (!chosen) chosen = load(*real);
  if (!chosen) return {};
  file.body = chosen->body;
  file.etag = chosen->etag;
  return {std::move(file), Missing::not_found};
}

}  // namespace banter::server
