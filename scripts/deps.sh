#!/usr/bin/env bash
# Puts the pinned third-party sources under .deps. An archive is looked for in
#   1. $BANTER_DEPS_ARCHIVES, a directory you name,
#   2. the cache, ${XDG_CACHE_HOME:-~/.cache}/banter,
#   3. Debian's source archive, through apt (no root needed),
#   4. upstream's release.
# Nothing is used whose hash is not the pinned one.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

deps=${BANTER_DEPS:-$root/.deps}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/banter

# What is pinned. Each function sets:
#   version
#   debian_suite, debian_package, debian_archive, debian_sha256   Debian's archive, pinned by its bytes
#   upstream_archive, upstream_url   upstream's, made on demand: its bytes are not promised, its content is pinned
#   content                          only these are unpacked, and all of these are covered by
#   content_sha256
names=(imgui sheenbidi libunibreak)

pin_imgui() {
  version=1.92.2b
  # Debian's archive is upstream's without examples/libs and misc/fonts.
  debian_suite=forky
  debian_package=imgui
  debian_archive=imgui_1.92.2b+ds.orig.tar.xz
  debian_sha256=e7bd201d56b5ee90d24d5dac85e5c12f98bdb95410252a62d27b7f89e4566d48
  upstream_archive=imgui-1.92.2b.tar.gz
  upstream_url=https://github.com/ocornut/imgui/archive/refs/tags/v1.92.2b.tar.gz
  content=('*/imgui*.cpp' '*/imgui*.h' '*/imconfig.h' '*/imstb_*.h' '*/LICENSE.txt' '*/backends/imgui_impl_opengl3*' '*/misc/freetype/*')
  content_sha256=2a3cd398253ed9bb2025c86176b87b2a38bb4c79c2715ab7fae150d2ea2d016c
}

# Bidirectional text (UAX #9).
pin_sheenbidi() {
  version=3.0.0
  debian_suite=forky
  debian_package=sheenbidi
  debian_archive=sheenbidi_3.0.0.orig.tar.xz
  debian_sha256=c009ee6153991998f4fa42af7ca3b1494cb716522d85cf8ebd7b869f6a459301
  upstream_archive=sheenbidi-3.0.0.tar.gz
  upstream_url=https://github.com/Tehreer/SheenBidi/archive/refs/tags/v3.0.0.tar.gz
  content=('*/Headers/SheenBidi/*.h' '*/Source/SheenBidi.c' '*/Source/*/*.c' '*/Source/*/*.h' '*/LICENSE')
  content_sha256=96eda9d1c458aafa04e6703609cdb33d2a1b32c6aa50de28762820b6a80d6630
}

# Line breaks (UAX #14).
pin_libunibreak() {
  version=6.1
  debian_suite=trixie
  debian_package=libunibreak
  debian_archive=libunibreak_6.1.orig.tar.gz
  debian_sha256=890674996168ef5ba143d80d49ab8b61594a4eb70198dcac76caf6e1bd264a41
  upstream_archive=libunibreak-6.1.tar.gz
  upstream_url=https://github.com/adah1972/libunibreak/archive/refs/tags/libunibreak_6_1.tar.gz
  content=('*/src/*.c' '*/src/*.h' '*/LICENCE')
  content_sha256=6565736b382fc0b18728d1695ee659194540b8e13eb371e5fa1f211fa6b20c48
}

# Makes `name` the one that the functions below are about.
pin() {
  name=$1
  "pin_$name"
}

unpacked() { [ "$(cat "$deps/$name/.content-sha256" 2>/dev/null)" = "$content_sha256" ]; }
all_unpacked() {
  local each
  for each in "${names[@]}"; do
    pin "$each"
    unpacked || return 1
  done
}
all_unpacked && exit 0

have xz || die "xz is needed to unpack the archives (Debian: xz-utils)"
mkdir -p "$deps" "$cache"

# Two builds at once: the second waits and finds the work done.
exec 9>"$deps/.lock"
flock 9

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One hash of the names and hashes of all files below a directory.
content_of() { (cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1); }

# Unpacks archive $1 and moves it into place; fails, saying why, when it is not what is pinned.
accept() {
  local archive=$1 got
  if [ "$(basename "$archive")" = "$debian_archive" ]; then
    got=$(sha256_of "$archive")
    if [ "$got" != "$debian_sha256" ]; then
      printf 'error: wrong hash: %s\n  expected sha256 %s\n  got             %s\n' "$archive" "$debian_sha256" "$got" >&2
      return 1
    fi
  fi
  rm -rf "$work/tree"
  mkdir "$work/tree"
  if ! tar -xf "$archive" -C "$work/tree" --strip-components=1 --no-same-owner --wildcards --no-wildcards-match-slash \
    "${content[@]}" 2>"$work/tar.log"; then
    printf 'error: cannot unpack %s: %s\n' "$archive" "$(head -n 1 "$work/tar.log")" >&2
    return 1
  fi
  got=$(content_of "$work/tree")
  if [ "$got" != "$content_sha256" ]; then
    printf 'error: wrong content: %s\n  expected %s\n  got      %s\n' "$archive" "$content_sha256" "$got" >&2
    return 1
  fi
  echo "$content_sha256" >"$work/tree/.content-sha256"
  rm -rf "${deps:?}/$name"
  mv "$work/tree" "$deps/$name"
  note "$name $version from $archive"
}

# Keeps an accepted archive for the next checkout.
keep() {
  cp "$1" "$cache/.$$.part" && mv "$cache/.$$.part" "$cache/$(basename "$1")"
}

from_debian() {
  have apt-get || return 1
  local mirror options apt=$work/apt-$debian_suite
  # shellcheck disable=SC2016  # apt expands it
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | head -n 1)
  [ -n "$mirror" ] || return 1
  mkdir -p "$apt/lists/partial"
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $debian_suite main" >"$apt/sources.list"
  options=(-q -oDir::Etc::sourcelist="$apt/sources.list" -oDir::Etc::sourceparts=/dev/null
    -oDir::State::Lists="$apt/lists" -oDir::Cache::pkgcache= -oDir::Cache::srcpkgcache=
    -oAcquire::Check-Valid-Until=false -oAcquire::Languages=none -oAcquire::Retries=3)
  # As root apt would hand the download to another user, who cannot write here.
  [ "$(id -u)" -ne 0 ] || options+=(-oAPT::Sandbox::User=root)
  # One index serves all that come from a suite.
  if [ ! -f "$apt/updated" ]; then
    note "asking Debian's source archive, $debian_suite (its index is about 10 MB)"
    (cd "$apt" && apt-get "${options[@]}" update && touch updated) >"$work/apt.log" 2>&1 </dev/null || {
      note "not there: $(grep -m 1 '^E:' "$work/apt.log" || tail -n 1 "$work/apt.log")"
      return 1
    }
  fi
  (cd "$apt" && apt-get "${options[@]}" source --download-only --tar-only "$debian_package") >"$work/apt.log" 2>&1 </dev/null || {
    note "not there: $(grep -m 1 '^E:' "$work/apt.log" || tail -n 1 "$work/apt.log")"
    return 1
  }
  [ -f "$apt/$debian_archive" ] || {
    note "not there: the archive has another version now"
    return 1
  }
}

from_upstream() {
  have curl || return 1
  note "fetching $upstream_url"
  curl -fsSL --proto '=https' --connect-timeout 20 --max-time 300 --retry 2 -o "$work/$upstream_archive" "$upstream_url"
}

# From the first place that has it.
provide() {
  local archive
  say "third-party sources: $name $version"
  # A named directory is the user's word: what it holds is right, or the error is theirs to see.
  if [ -n "${BANTER_DEPS_ARCHIVES:-}" ]; then
    [ -d "$BANTER_DEPS_ARCHIVES" ] || die "BANTER_DEPS_ARCHIVES is not a directory: $BANTER_DEPS_ARCHIVES"
    for archive in "$BANTER_DEPS_ARCHIVES/$debian_archive" "$BANTER_DEPS_ARCHIVES/$upstream_archive"; do
      if [ -f "$archive" ]; then
        accept "$archive" || exit 1
        return
      fi
    done
    note "$BANTER_DEPS_ARCHIVES has neither $debian_archive nor $upstream_archive; looking elsewhere"
  fi
  for archive in "$cache/$debian_archive" "$cache/$upstream_archive"; do
    if [ -f "$archive" ]; then
      accept "$archive" && return
      note "removing the damaged archive from the cache"
      rm -f "$archive"
    fi
  done
  if from_debian && accept "$work/apt-$debian_suite/$debian_archive"; then
    keep "$work/apt-$debian_suite/$debian_archive"
    return
  fi
  if from_upstream && accept "$work/$upstream_archive"; then
    keep "$work/$upstream_archive"
    return
  fi
  die "$name $version was found nowhere. Get $debian_archive
(sha256 $debian_sha256)
or upstream's $upstream_url as $upstream_archive,
put it in a directory and name that: BANTER_DEPS_ARCHIVES=DIRECTORY make setup"
}

for each in "${names[@]}"; do
  pin "$each"
  unpacked || provide
done
