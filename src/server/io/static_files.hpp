// The files of the page: found below one folder and never outside of it, kept in memory, named by
// their content. A prebuilt "name.br" or "name.gz" beside a file is sent instead when the client
// takes it.
// Must not know: HTTP's messages.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.hpp"

namespace banter::server {

struct StaticFile {
  std::shared_ptr<const std::string> body;
  std::string etag;         ///< strong, with its quotes: of this very representation
  std::string_view type;    ///< of the decoded content
  std::string_view coding;  ///< "br", "gzip" or empty
  bool varies = false;      ///< there are several representations
};

class StaticFiles {
 public:
  static constexpr std::uintmax_t max_file_bytes = 64 << 20;
  static constexpr std::uintmax_t max_cached_bytes = 128 << 20;

  /// The error says what is wrong with the folder.
  static Result<StaticFiles> open(const std::string& root);

  /// Whether the path, with its symbolic links resolved, lies below the root: what is there is for everybody. It need
  /// not exist.
  [[nodiscard]] bool covers(const std::string& path) const;

  enum class Missing : std::uint8_t { not_found, is_folder };
  struct Found {
    std::optional<StaticFile> file;
    Missing missing = Missing::not_found;  ///< without a file; is_folder: ask again with a '/' at the end
  };
  /// `path` as parse_target() made it.
  Found find(const std::string& path, std::string_view accept_encoding);

 private:
  struct Cached {
    std::filesystem::file_time_type modified;
    std::uintmax_t size = 0;
    std::shared_ptr<const std::string> body;
    std::string etag;
  };

  explicit StaticFiles(std::filesystem::path root) : root_(std::move(root)) {}
  /// The real path below the root; none when there is none, or a symbolic link leads out.
  [[nodiscard]] std::optional<std::filesystem::path> inside(const std::string& path) const;
  const Cached* load(const std::filesystem::path& path);

  std::filesystem::path root_;
  std::unordered_map<std::string, Cached> cache_;
  std::uintmax_t cached_bytes_ = 0;
};

}  // namespace banter::server
