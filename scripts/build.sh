#!/usr/bin/env bash
# Builds one or more of: page, page-debug, server, bench-server, chaos, asan (native tests), sim (one of them), mutants, fuzz (and runs it), commands (for clang-tidy).
#   page     build/web, with .br and .gz beside what compresses
#   server   build/banter-server; bench-server: and what loads it, build/native/fanout
#   chaos    build/native/check_history, the judge of `make test-chaos`
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

mkdir -p build
# Two makes at once would write over each other.
exec 8>build/.lock
flock 8

# Configuring says much that only matters when it fails.
configure() {
  local preset=$1
  shift
  mkdir -p "build/$preset"
  if ! cmake --preset "$preset" "$@" >"build/$preset/configure.log" 2>&1; then
    cat "build/$preset/configure.log" >&2
    die "configuring $preset failed"
  fi
}

native_options=()
if have ccache; then
  native_options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
fi

# Configures build/$1 for a page in build/$2, with the Emscripten that is there.
configure_page() {
  local preset=$1 out=$2
  # shellcheck source=scripts/env.sh
  source scripts/env.sh
  # A build folder remembers its compiler: another one starts anew.
  if [ -d "build/$preset" ] && [ "$(cat "build/$preset/.emscripten" 2>/dev/null)" != "$em_id" ]; then
    rm -rf "build/$preset"
  fi
  # The page is copied together: when a source of it has come, gone or moved, that is done anew.
  local sources
  sources=$(find shell web -type f | LC_ALL=C sort)
  if [ ! -d "build/$out" ] || [ "$(cat "build/$preset/.page" 2>/dev/null)" != "$sources" ]; then
    rm -rf "build/$out" "build/$preset/page.stamp"
  fi
  configure "$preset" "-DCMAKE_TOOLCHAIN_FILE=$em_toolchain" "-DBANTER_PAGE=$root/build/$out"
  echo "$em_id" >"build/$preset/.emscripten"
  echo "$sources" >"build/$preset/.page"
}

build_page() {
  local preset=$1 out=$2
  configure_page "$preset" "$out"
  say "page ($preset, Emscripten $em_version)"
  cmake --build "build/$preset" -j "$jobs"
  [ -f "build/$out/index.html" ] || die "the build left no page in build/$out"
  [ "$preset" = web-debug ] || node scripts/minify.mjs "build/$out"
  node scripts/compress.mjs "build/$out"
}

build_server() {
  say "server (native)"
  # The server needs neither the tests nor what they need.
  configure native "${native_options[@]}" -DBANTER_TESTS=OFF
  cmake --build build/native -j "$jobs" --target banter-server
  ln -sfn native/banter-server build/banter-server
}

# Builds the targets and runs each; what it learns and what it breaks stays under build/fuzz/tests/fuzz.
run_fuzz() {
  # With a number of runs, time is no limit unless it is given too.
  local seconds=${FUZZ_SECONDS:-60}
  [ -z "${FUZZ_RUNS:-}" ] || seconds=${FUZZ_SECONDS:-0}
  say "fuzz targets (clang, ASan, UBSan), $seconds s and ${FUZZ_RUNS:-any number of} runs each at most (0 s: no limit)"
  configure fuzz "-DBANTER_FUZZ_SECONDS=$seconds" "-DBANTER_FUZZ_RUNS=${FUZZ_RUNS:--1}"
  cmake --build build/fuzz -j "$jobs" --target fuzz
}

for what in "$@"; do
  case $what in
    page) build_page web-release web ;;
    page-debug) build_page web-debug web-debug-page ;;
    server) build_server ;;
    asan)
      say "native tests (ASan, UBSan)"
      configure asan "${native_options[@]}"
      cmake --build build/asan -j "$jobs"
      ;;
    sim)
      say "the simulator (ASan, UBSan)"
      configure asan "${native_options[@]}"
      cmake --build build/asan -j "$jobs" --target sim
      ;;
    mutants)
      say "the simulator with something broken"
      configure asan "${native_options[@]}"
      cmake --build build/asan -j "$jobs" --target mutants
      ;;
    bench-server)
      say "server and generator (native)"
      configure native "${native_options[@]}" -DBANTER_TESTS=OFF
      cmake --build build/native -j "$jobs" --target banter-server fanout
      ln -sfn native/banter-server build/banter-server
      ;;
    chaos)
      say "checker of histories (native)"
      configure native "${native_options[@]}" -DBANTER_TESTS=OFF
      cmake --build build/native -j "$jobs" --target check_history
      ;;
    fuzz) run_fuzz ;;
    commands)
      configure native "${native_options[@]}" -DBANTER_TESTS=OFF
      configure_page web-release web
      ;;
    *) die "unknown: $what (page page-debug server bench-server chaos asan sim mutants fuzz commands)" ;;
  esac
done
