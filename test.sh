#!/usr/bin/env bash
# ./test.sh        everything: unit tests, end to end with the real agent CLIs, the published single file, the npm packages in a real Paperclip
# ./test.sh fast   without real CLIs, without publishing and without Paperclip
# --no-paperclip   leaves Paperclip out, which takes 1.6 GB and some ten minutes
# --slow           adds what waits for Paperclip's own five-minute look at lost runs; with CI set it is always there
# Further arguments go to the test runner, for example: ./test.sh fast --filter-class '*ClusterSelector*'
# The last line is the total: N passed, N failed[, N skipped]. Exit code 0 only if nothing failed.
set -uo pipefail
. "$(dirname "$(readlink -f "$0")")/eng/common.sh"
cd "$root"

mode=all
paperclip=yes
slow="${CI:+yes}"
while [ $# -gt 0 ]; do
    case "$1" in
        fast | all) mode="$1"; shift ;;
        --no-paperclip) paperclip=""; shift ;;
        --slow) slow=yes; shift ;;
        -h | --help) sed -n '2,7s/^# //p' "$0"; exit 0 ;;
        *) break ;;
    esac
done
[ "$mode" = all ] || paperclip=""

extra_passed=0
extra_failed=0
second_try=()
finish() { # passed failed skipped
    [ ${#second_try[@]} -eq 0 ] || say "Passed only at the second try, and to be mended: ${second_try[*]}"
    local line="$1 passed, $2 failed"
    [ "$3" -eq 0 ] || line+=", $3 skipped"
    printf '%s\n' "$line"
    [ "$2" -eq 0 ] && exit 0
    exit 1
}

need_linux_x64
need_dotnet
[ "$mode" = fast ] || need_node
need_bubblewrap
if [ -n "$paperclip" ]; then
    need_package curl curl "any package manager has it"
    need_package chromium chromium "Fedora: dnf install chromium"
fi
stop_on_problems

say "Restoring and building …"
dotnet restore Podclip.slnx --locked-mode -v q --nologo && dotnet build Podclip.slnx -c "$configuration" --no-restore -v q --nologo \
    || { say "The build failed."; finish 0 1 0; }

filters=()
if [ "$mode" = fast ]; then
    filters=(--filter-not-trait Needs=claude --filter-not-trait Needs=opencode --filter-not-trait Needs=time --filter-not-trait Needs=single-file --filter-not-trait Needs=node --filter-not-trait Needs=packages)
else
    if [ -n "$paperclip" ] && install_paperclip; then
        export PODCLIP_TEST_PAPERCLIP="$paperclip_home"
    elif [ -n "$paperclip" ]; then
        extra_failed=$((extra_failed + 1))
    fi
    if install_claude; then
        export PODCLIP_TEST_CLAUDE="$claude_folder"
    else
        extra_failed=$((extra_failed + 1))
    fi
    if install_opencode; then
        export PODCLIP_TEST_OPENCODE="$opencode_folder"
    else
        extra_failed=$((extra_failed + 1))
    fi
    if install_client_node; then
        export PODCLIP_TEST_CLIENT_NODE="$client_node_home"
    else
        extra_failed=$((extra_failed + 1))
    fi
    if PODCLIP_TEST_SINGLE_FILE="$(eng/publish.sh)"; then
        export PODCLIP_TEST_SINGLE_FILE
        extra_passed=$((extra_passed + 1))
        if PODCLIP_TEST_PACKAGES="$(eng/packages.sh "$PODCLIP_TEST_SINGLE_FILE")/paperclip-adapters-k8s"; then
            export PODCLIP_TEST_PACKAGES
            extra_passed=$((extra_passed + 1))
        else
            unset PODCLIP_TEST_PACKAGES
            extra_failed=$((extra_failed + 1))
        fi
    else
        unset PODCLIP_TEST_SINGLE_FILE
        extra_failed=$((extra_failed + 2))
    fi
fi
[ -n "$slow" ] || filters+=(--filter-not-trait Needs=slow)

passed=0
failed=0
skipped=0
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
count() { sed -nE "s/^ *$1: ([0-9]+).*/\1/p" "$log" | tail -1; }

# The runner's summary is read back for the total; the bound is for a test that hangs in spite of its own bounds.
run_tests() { # arguments of dotnet test
    dotnet_test ${filters[@]+"${filters[@]}"} "$@"
    local code=$? now_passed now_failed now_skipped
    now_passed="$(count succeeded)"
    now_failed="$(count failed)"
    now_skipped="$(count skipped)"
    if [ -z "$now_passed" ] || [ -z "$now_failed" ]; then
        say "The test run ended with code $code and without a summary."
        now_failed=1
    fi
    # A test program that died has no failed test to its name, yet it failed.
    if [ "$code" -ne 0 ] && [ "$now_failed" -eq 0 ]; then
        now_failed=1
    elif [ "$now_failed" -gt 0 ]; then
        look_again "$@"
    fi
    passed=$((passed + ${now_passed:-0}))
    failed=$((failed + now_failed))
    skipped=$((skipped + ${now_skipped:-0}))
}

dotnet_test() {
    timeout --kill-after=30 30m dotnet test -c "$configuration" --no-build --no-progress --ignore-exit-code 8 "$@" 2>&1 | tee "$log"
    return "${PIPESTATUS[0]}"
}

# Hundreds of processes share the machine during a run. A test that failed there is run once more, by itself: one that fails again
# failed; one that passes is counted, and named at the end, because it is to be mended all the same. A broken build fails more than a few.
look_again() { # what was run; reads and changes the counts of run_tests
    local names=() name methods=()
    mapfile -t names < <(sed -nE 's/^failed ([A-Za-z0-9_.]+)[ (].*/\1/p' "$log" | sort -u)
    [ ${#names[@]} -gt 0 ] && [ ${#names[@]} -le 3 ] && [ "$now_failed" -le 3 ] || return
    for name in "${names[@]}"; do methods+=(--filter-method "$name"); done
    say "Once more, by themselves: ${names[*]}"
    if dotnet_test "${methods[@]}" "$@" && [ "$(count succeeded)" -ge "$now_failed" ]; then
        passed=$((passed + now_failed))
        now_failed=0
        second_try+=("${names[@]}")
    fi
}

run_tests --solution Podclip.slnx --filter-not-trait Needs=paperclip "$@"
# By itself: Paperclip with its database, a browser and agents are enough for one machine.
[ -z "$paperclip" ] || run_tests --project tests/Podclip.Paperclip.EndToEnd.Tests/Podclip.Paperclip.EndToEnd.Tests.csproj "$@"
finish $((passed + extra_passed)) $((failed + extra_failed)) "$skipped"
