#!/usr/bin/env bash
# eng/vectors.sh FILE   runs examples of Paperclip's adapter helpers (adapter-utils.json, or any file of its form) against Podclip's
# Names each that differs; the last line is the total. Exit code 0: none differs.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"

[ $# -eq 1 ] || { sed -n '2,3s/^# //p' "$0"; exit 2; }
run_tool Vectors "$1"
