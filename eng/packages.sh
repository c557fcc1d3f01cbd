#!/usr/bin/env bash
# eng/packages.sh [BINARY]   builds the npm packages into artifacts/packages, and prints that folder
# The package of both adapters has the binary in bin/: BINARY, or the one that eng/publish.sh makes now.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"
case "${1:-}" in
    -h | --help) sed -n '2,3s/^# //p' "$0"; exit 0 ;;
esac
need_node
stop_on_problems
out="$root/artifacts/packages"
version="$(sed -nE 's|.*<Version>(.*)</Version>.*|\1|p' "$root/Directory.Build.props")"
binary="$(readlink -f "${1:-$("$root/eng/publish.sh")}")"
build_packages() {
    cd "$root/packages"
    if [ ! -x node_modules/.bin/tsc ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
        say "Installing what builds the npm packages …"
        # A lock file that was made anew lacks the optional dependencies, for other systems, of what a package brings bundled, and npm ci refuses it:
        # npm install --package-lock-only, twice, adds them.
        npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    fi
    node_modules/.bin/tsc -p .
    node build.mjs "$out" "$version" "$binary"
}
locked "$root/artifacts/packages.lock" build_packages
printf '%s\n' "$out"
