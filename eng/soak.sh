#!/usr/bin/env bash
# eng/soak.sh DURATION [SEED]   short runs under random faults, for 2m, 30m, …: what must hold of each run is checked, and what is left in the end
# The seed is told; with the same one the same faults are drawn. The last line is the number of what was broken. Exit code 0: nothing.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"

case "${1:-}" in
    *[0-9]s) seconds="${1%s}" ;;
    *[0-9]m) seconds=$((${1%m} * 60)) ;;
    *[0-9]h) seconds=$((${1%h} * 3600)) ;;
    *) sed -n '2,3s/^# //p' "$0"; exit 2 ;;
esac
run_tool Soak "$seconds" "${@:2}"
