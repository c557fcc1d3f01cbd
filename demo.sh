#!/usr/bin/env bash
# Runs the real Claude Code in Kubernetes Jobs on the embedded cluster, against a scripted model: no key, no cost.
#   ./demo.sh          the demo
#   ./demo.sh --real   the same against the real model, with the credential of this shell
# Everything stays in this folder: .cache (Claude Code), .demo (the cluster's state and the workspace).
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/eng/common.sh"

case "${1:-}" in
    '' | --real) ;;
    -h | --help) sed -n '2,5s/^# //p' "$0"; exit 0 ;;
    *) say "Unknown argument: $1. See ./demo.sh --help."; exit 2 ;;
esac

need_linux_x64
need_dotnet
need_node
need_bubblewrap
stop_on_problems

install_claude
build_podclip
export PODCLIP_HOME="$root/.demo/state"

# A cluster of an earlier demo may run an older build.
"$binary" cluster down 2>/dev/null || true
"$binary" cluster image add "podclip/claude:$claude_version" --root "$claude_folder" --path .

workspace="$root/.demo/workspace"
mkdir -p "$workspace"
# The agent is never root, so what it works on must not be root's.
[ "$(id -u)" != 0 ] || chown 1000:1000 "$workspace"
rm -f "$workspace/hello-from-podclip.md"

code=0
"$binary" demo --workspace "$workspace" "$@" || code=$?
if [ "$code" = 0 ]; then
    say
    say "To look around:   export PODCLIP_HOME=$PODCLIP_HOME"
    say "                  ./podclip cluster status; ./podclip attach --last"
    say "To clean up:      ./podclip cluster down --purge"
fi
exit "$code"
