#!/usr/bin/env bash
# eng/wire.sh DIR [NAME…]   replays recordings of a real Kubernetes API server against the embedded cluster
# Says of each whether they agree, or how they differ; the last line is the total. With names (or parts of them), only the scenes that hold these.
# Exit code 0: all agree, or differ as docs/local-cluster.md says.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"

[ $# -ge 1 ] || { sed -n '2,4s/^# //p' "$0"; exit 2; }
run_tool WireReplay "$1" "$root/docs/local-cluster.md" "${@:2}"
