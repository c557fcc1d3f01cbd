#!/usr/bin/env bash
# bench/run.sh [COUNT]   measures the published single file, COUNT times each (default 50)
# Every line is a median and its ratio to the first line's, all from one run.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/../eng/common.sh"
case "${1:-50}" in
    *[!0-9]* | '') sed -n '2,3s/^# //p' "$0"; exit 2 ;;
esac
podclip="$("$root/eng/publish.sh")"
locked "$root/artifacts/podclip.lock" dotnet build "$root/bench" -c "$configuration" -v q --nologo >&2
exec dotnet "$root/artifacts/bin/Podclip.Benchmarks/release/Podclip.Benchmarks.dll" "$root/${podclip#"$root"/}" "${1:-50}"
