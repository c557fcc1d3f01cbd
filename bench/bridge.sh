#!/usr/bin/env bash
# bench/bridge.sh [LINES]   what the bridge adds to a line's way from the agent to Paperclip's onLog (default 1000 lines, about 15 s)
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/../eng/common.sh"
case "${1:-1000}" in
    *[!0-9]* | '') sed -n '2s/^# //p' "$0"; exit 2 ;;
esac
exec node "$root/bench/bridge.mjs" "$("$root/eng/packages.sh")/paperclip-adapters-k8s" "${1:-1000}"
