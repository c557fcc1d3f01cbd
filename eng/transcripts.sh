#!/usr/bin/env bash
# eng/transcripts.sh DIR   reads recorded runs of real agents (NAME.jsonl and NAME.meta.json, as in tests/Recordings/transcripts) as the adapters do,
# and compares success, session, usage, cost, error family and entries with what the rules say. The last line is the total. Exit code 0: none differs.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"

[ $# -eq 1 ] || { sed -n '2,3s/^# //p' "$0"; exit 2; }
run_tool Transcripts "$1"
