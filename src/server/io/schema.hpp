// How messages lie in the database, and how older files become newer ones.
#pragma once

#include <string>

#include "base/result.hpp"
#include "server/io/sqlite.hpp"

namespace banter::server {

/// PRAGMA application_id of our files: "Bntr".
inline constexpr int application_id = 0x426E7472;

/// Brings the database to the newest schema, in one transaction; a new file gets `epoch` as the name of its numbering.
/// Empty, or what is wrong and what to do.
std::string prepare_schema(sqlite::Database& database, const std::string& path, const std::string& epoch);

}  // namespace banter::server
