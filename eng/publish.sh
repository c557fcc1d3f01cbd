#!/usr/bin/env bash
# Publishes podclip as one trimmed file for linux-x64 that needs no .NET, and tries it: eng/publish.sh [FOLDER]
# The file's path is the only thing on stdout.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"
out="${1:-$root/artifacts/single-file}"

cd "$root"
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
say "Publishing the single file (about a minute) …"
# Trim warnings are errors, like all warnings; the grep is for the ones a package may have silenced into messages.
if ! dotnet publish src/Podclip.Cli/Podclip.Cli.csproj -c "$configuration" -p:PodclipSingleFile=true -p:RestoreLockedMode=true \
    -o "$out" -v q --nologo >"$log" 2>&1 || grep -Eq 'warning (IL|NETSDK)' "$log"; then
    cat "$log" >&2
    exit 1
fi

file="$out/podclip"
[ "$("$file" version -o json | grep -c '"version"')" = 1 ] || { say "podclip version failed."; exit 1; }
"$file" --help | grep -q 'podclip run claude' || { say "podclip --help failed."; exit 1; }
say "$(du -m "$file" | cut -f1) MB: ${file#"$root"/}"
printf '%s\n' "$file"
