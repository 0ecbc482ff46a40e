#!/usr/bin/env bash
# Everything that can be said about the sources without running them. Goes on after a failure.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

failed=()
step() {
  local name=$1 begin=$SECONDS
  shift
  say "check: $name"
  "$@" || failed+=("$name")
  [ $((SECONDS - begin)) -lt 2 ] || note "$((SECONDS - begin)) s"
}

format() {
  local clang_format
  clang_format=$(llvm_tool clang-format)
  cpp_sources | xargs -r "$clang_format" --dry-run -Werror || {
    note "make format mends it ($("$clang_format" --version))"
    return 1
  }
}

scripts_parse() {
  local file
  for file in scripts/*.sh scripts/lib/*.sh .ci/run; do
    bash -n "$file" || return 1
  done
}

types() {
  node_modules/.bin/tsc --project . || return 1
  # The bench has packages of its own, and so types of its own.
  node_modules/.bin/tsc --project tests/bench
}

tidy() {
  scripts/build.sh commands || return 1
  # shellcheck source=scripts/env.sh
  source scripts/env.sh
  node scripts/tidy.mjs "$(llvm_tool clang-tidy)"
}

step "files" node scripts/check_files.mjs
step "arrows" node scripts/check_arrows.mjs
step "the checks themselves" node --test --test-reporter=dot scripts/tests/*.test.mjs
step "shell" scripts_parse
step "format" format
step "types" types
step "clang-tidy" tidy

[ ${#failed[@]} -eq 0 ] || die "check failed: $(printf '%s, ' "${failed[@]}" | sed 's/, $//')"
say "check: all good"
