#!/usr/bin/env bash
# Installs what a purpose needs and is not there yet; says nothing and takes no time when nothing is missing.
#
#   scripts/setup.sh [build|unit|e2e|chaos|browsers|check|fuzz|bench]…   (none: all)
#
# Debian packages (as root, or with sudo), the pinned C++ dependencies, and the packages of the lock files.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

# "package" must be installed; "package:command" may come from elsewhere too, as long as the command is there.
build_packages=(cmake:cmake g++:c++ ninja-build:ninja nlohmann-json3-dev libboost1.81-dev libsqlite3-dev libssl-dev libnats-dev xz-utils:xz)
unit_packages=(googletest unicode-data nats-server:nats-server)
browser_packages=(chromium:chromium fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji)
chaos_packages=(sqlite3:sqlite3 mount:mount util-linux:prlimit)
other_browser_packages=(firefox-esr:firefox-esr webkit2gtk-driver:WebKitWebDriver xvfb:Xvfb fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji)
check_packages=(clang-format:clang-format clang-tidy:clang-tidy)
fuzz_packages=(clang:clang++ libclang-rt-14-dev googletest)

profiles=("$@")
[ ${#profiles[@]} -gt 0 ] || profiles=(build unit e2e chaos browsers check fuzz bench)

wanted=()
npm_wanted=()
page_wanted=no
for profile in "${profiles[@]}"; do
  # All start from what a native build needs.
  wanted+=("${build_packages[@]}")
  case $profile in
    build)
      page_wanted=yes
      npm_wanted+=(.)
      ;;
    unit) wanted+=("${unit_packages[@]}") ;;
    e2e)
      page_wanted=yes
      wanted+=("${browser_packages[@]}")
      npm_wanted+=(.)
      ;;
    chaos)
      page_wanted=yes
      wanted+=("${browser_packages[@]}" "${chaos_packages[@]}")
      npm_wanted+=(.)
      ;;
    browsers)
      page_wanted=yes
      wanted+=("${other_browser_packages[@]}")
      npm_wanted+=(.)
      ;;
    bench)
      page_wanted=yes
      wanted+=("${browser_packages[@]}")
      npm_wanted+=(tests/bench)
      ;;
    check)
      page_wanted=yes
      wanted+=("${check_packages[@]}")
      npm_wanted+=(. tests/bench)
      ;;
    fuzz) wanted+=("${fuzz_packages[@]}") ;;
    *) die "unknown profile: $profile (build unit e2e chaos browsers check fuzz bench)" ;;
  esac
done
# The user's own Emscripten comes first.
if [ $page_wanted = yes ] && [ -z "${EMSDK:-}" ] && ! have emcc; then
  wanted+=(emscripten)
fi

{ have node && have npm; } || die "node and npm are needed (node 18.19 or newer)"
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 18 || (a === 18 && b >= 19) ? 0 : 1)' ||
  die "node $(node --version) is too old: 18.19 or newer is needed"

missing=()
for item in "${wanted[@]}"; do
  package=${item%%:*}
  command=${item#"$package"}
  command=${command#:}
  if [ -n "$command" ] && have "$command"; then
    continue
  fi
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
  mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)
  if ! have apt-get; then
    note "this is not Debian: packages cannot be installed here. Wanted, under Debian's names: ${missing[*]}"
    note "going on with what is there"
  else
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
      have sudo || die "packages are missing and there is no sudo; as root run:
  apt-get install --no-install-recommends ${missing[*]}"
      as_root=(sudo)
    fi
    say "installing Debian packages: ${missing[*]}"
    apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3)
    "${apt[@]}" update >&2 || note "apt-get update failed; trying with the lists that are there"
    "${apt[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null >&2 ||
      die "could not install them; by hand, as root:
  apt-get install --no-install-recommends ${missing[*]}"
  fi
fi

scripts/deps.sh

for folder in "${npm_wanted[@]}"; do
  npm_ci "$folder"
done
