# Sourced by the other scripts: where the project is, how they speak, which tool is meant.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export root
cd "$root" || exit 1

# Progress goes to stderr, so that a script's stdout is its result.
say() {
  if [ -t 2 ]; then
    printf '\033[1m── %s\033[0m\n' "$*" >&2
  else
    printf '── %s\n' "$*" >&2
  fi
}
note() { printf '   %s\n' "$*" >&2; }
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

sha256_of() { sha256sum "$1" | cut -d' ' -f1; }

# The version that Debian 12 has, when several are installed: other versions format differently.
llvm_tool() {
  if have "$1-14"; then
    echo "$1-14"
  else
    echo "$1"
  fi
}

jobs=${JOBS:-$(nproc)}
export jobs

# Our C++, one path a line.
cpp_sources() { find src tests \( -name node_modules -prune \) -o \( -name '*.cpp' -o -name '*.hpp' -o -name '*.h' \) -print | sort; }

# Installs the packages of the lock file in folder $1, unless they are there.
npm_ci() {
  local lock stamp=$1/node_modules/.lock-sha256
  lock=$(sha256_of "$1/package-lock.json")
  [ "$(cat "$stamp" 2>/dev/null)" = "$lock" ] && return
  say "installing the packages of $1/package-lock.json"
  (cd "$1" && npm ci --no-audit --no-fund --loglevel=error </dev/null >&2)
  echo "$lock" >"$stamp"
}
