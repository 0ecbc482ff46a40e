# Sourced: chooses the Emscripten and what it needs around it. The user's own comes first: EMSDK, then PATH,
# where Debian's is found too. Sets em_root (the folder with emcc), em_version,
# em_toolchain (for CMake) and em_id (what a build folder was made with).
# shellcheck shell=bash

if [ -n "${EMSDK:-}" ]; then
  em_root=$EMSDK/upstream/emscripten
  [ -x "$em_root/emcc" ] || die "EMSDK is $EMSDK, but there is no upstream/emscripten/emcc in it"
  PATH=$em_root:$PATH
elif have emcc; then
  em_root=$(em-config EMSCRIPTEN_ROOT 2>/dev/null) || em_root=$(dirname "$(readlink -f "$(command -v emcc)")")
else
  die "Emscripten is missing: make setup installs Debian's, or name yours in EMSDK"
fi

# Debian's emcc finds its JavaScript parser only where Debian's node would look for it.
if [ "$em_root" = /usr/share/emscripten ]; then
  NODE_PATH=/usr/share/nodejs${NODE_PATH:+:$NODE_PATH}
  export NODE_PATH
fi
export PATH

em_toolchain=$em_root/cmake/Modules/Platform/Emscripten.cmake
[ -f "$em_toolchain" ] || die "no CMake toolchain file in $em_root"
em_version=$(emcc --version | sed -nE '1s/.* ([0-9]+\.[0-9.]+).*/\1/p')
em_id="$em_root $em_version"
# Where its headers are, for tools that are not em++.
BANTER_EM_SYSROOT=$(em-config CACHE 2>/dev/null || echo "$em_root/cache")/sysroot
export em_toolchain em_version em_id BANTER_EM_SYSROOT
