namespace Podclip.Engine.Planning;

/// <summary>The constant script that starts every agent, and the paths it relies on.</summary>
internal static class EntryScript
{
    /// <summary>Where the run's Secrets are mounted.</summary>
    public const string InputDirectory = "/run/podclip";

    /// <summary>The beginning of the end marker; the run's nonce follows.</summary>
    public const string MarkerPrefix = "podclip-end:";

    /// <summary>
    /// Called as <c>sh -c SCRIPT podclip MARKER PROGRAM ARGS…</c>; no argument is ever read by the shell as code.
    /// It hears TERM (as process 1 it must pass it on, or the agent would never know), waits for the agent itself, ends what the
    /// agent left running, and prints the marker on both streams, because a runtime may merge them in any order: each marker ends
    /// its own stream.
    /// </summary>
    public const string Text =
        """
        m=$1; shift
        i=/run/podclip/stdin.000
        if [ -e /run/podclip/stdin.001 ]; then i=/tmp/.podclip-stdin; cat /run/podclip/stdin.* > "$i" || exit 125; fi
        c=; t=
        trap 't=1; [ -z "$c" ] || kill -TERM "$c" 2>/dev/null' TERM
        "$@" < "$i" &
        c=$!
        [ -z "$t" ] || kill -TERM "$c" 2>/dev/null
        while :; do wait "$c"; r=$?; kill -0 "$c" 2>/dev/null || break; done
        [ $$ -ne 1 ] || kill -s KILL -- -1 2>/dev/null
        printf '%s %d\n' "$m" "$r"
        printf '%s %d\n' "$m" "$r" >&2
        exit "$r"
        """;

    /// <summary>The marker of a run.</summary>
    public static string Marker(string nonce) => MarkerPrefix + nonce;
}
