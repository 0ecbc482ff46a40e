#!/usr/bin/env bash
# Formats our C++ in place.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

cpp_sources | xargs -r "$(llvm_tool clang-format)" -i
