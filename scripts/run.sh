#!/usr/bin/env bash
# Starts the server on loopback with the built page. PORT (8080) and DB (banter.db) are honoured.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

port=${PORT:-8080}
db=${DB:-banter.db}
if ! [[ $port =~ ^[0-9]{1,5}$ ]] || [ "$port" -gt 65535 ]; then
  die "PORT is not a port: $port"
fi

note "messages are kept in $db; Ctrl-C stops"
exec build/banter-server --listen "127.0.0.1:$port" --root build/web --db "$db"
