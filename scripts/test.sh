#!/usr/bin/env bash
# Runs what is built: unit, sim (a part of unit, and what it prints), mutants (of it), server, tools (our scripts, the bench, what the end-to-end tests measure with), e2e, browsers (Firefox and WebKitGTK), size (default: all of these), chaos (CHAOS_SECS of storm), goes on after a failure, and closes with the sums.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

phases=("$@")
[ ${#phases[@]} -gt 0 ] || phases=(unit server tools e2e browsers size)
results=$root/build/test-results
rm -rf "$results"
mkdir -p "$results"

# A leak or undefined behaviour fails the program it happens in.
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1:halt_on_error=1}

# $1 names the results, $2 says how many at once, the rest which tests. The end of the output has the counts.
run_native() {
  local name=$1 at_once=$2
  shift 2
  ctest --test-dir build/asan --output-on-failure --no-tests=error --timeout 300 -j "$at_once" \
    --test-output-truncation head --output-junit "$results/$name.xml" "$@"
}

# $1 names the results, $2 is the most seconds all of it may take, the rest are folders.
run_node() {
  local name=$1 limit=$2 files
  shift 2
  mapfile -t files < <(find "$@" -maxdepth 1 -name '*.test.mjs' | sort)
  [ ${#files[@]} -gt 0 ] || {
    note "there are no tests in $*"
    return 1
  }
  # One file at a time: browsers on a small machine that compete make every limit a matter of luck.
  timeout --kill-after=10 "$limit" node --test --test-concurrency=1 \
    --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$results/$name.tap" "${files[@]}" </dev/null
}

failed=()
timings=()
for phase in "${phases[@]}"; do
  say "test: $phase"
  begin=$SECONDS
  case $phase in
    unit) run_native unit "$jobs" --exclude-regex '^(server|mutant)_' || failed+=("$phase") ;;
    sim) run_native sim 1 --tests-regex '^sim$' --verbose || failed+=("$phase") ;;
    mutants) run_native mutants 1 --tests-regex '^mutant_' --verbose || failed+=("$phase") ;;
    # One at a time: they watch the clock.
    server) run_native server 1 --tests-regex '^server_' || failed+=("$phase") ;;
    tools) run_node tools 120 scripts/tests tests/bench/test tests/tools || failed+=("$phase") ;;
    e2e) run_node e2e "${E2E_TIMEOUT:-900}" tests/e2e || failed+=("$phase") ;;
    chaos) run_node chaos $((${CHAOS_SECS:-60} + 300)) tests/chaos || failed+=("$phase") ;;
    browsers) run_node browsers "${BROWSERS_TIMEOUT:-600}" tests/browsers || failed+=("$phase") ;;
    size) node scripts/size.mjs || failed+=("$phase") ;;
    *) die "unknown: $phase (unit sim mutants server tools e2e chaos browsers size)" ;;
  esac
  timings+=("$phase $((SECONDS - begin)) s")
done

printf '\n'
say "took: $(printf '%s, ' "${timings[@]}" | sed 's/, $//')"
[ ${#failed[@]} -eq 0 ] || say "failed: ${failed[*]}"
node scripts/tally.mjs "$results" "${failed[@]}" | tee "$results/sum.txt"
[ ${#failed[@]} -eq 0 ]
