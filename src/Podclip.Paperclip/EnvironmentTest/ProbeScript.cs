namespace Podclip.Paperclip.EnvironmentTest;

/// <summary>
/// The script of a probe, for any <c>sh</c>. Its argument is the agent's program. It says what it sees in lines of
/// <c>podclip-probe:WORD:TEXT</c>; everything it starts is without input, because the script itself is that.
/// </summary>
internal static class ProbeScript
{
    /// <summary>What its lines begin with.</summary>
    public const string Prefix = "podclip-probe:";

    /// <summary>The script.</summary>
    public const string Text = """
        nl='
        '
        say() { printf 'podclip-probe:%s:%s\n' "$1" "${2%%"$nl"*}"; }
        if at=$(command -v "$1"); then
          say program "$at"
          if out=$("$1" --version 2>&1 </dev/null); then say version "$out"; else say broken "exit code $?: $out"; fi
        else
          say missing "$1"
        fi
        for name in node python3 perl; do
          if command -v "$name" >/dev/null; then say interpreter "$name"; fi
        done
        url=${PAPERCLIP_API_URL:-}
        if [ -z "$url" ]; then
          :
        elif command -v curl >/dev/null; then
          if out=$(curl -sS -o /dev/null -m 5 "$url" 2>&1 </dev/null); then say answer "$url"; else say silence "$out"; fi
        elif command -v wget >/dev/null; then
          out=$(LC_ALL=C wget -t 1 -T 5 -O /dev/null "$url" 2>&1 </dev/null)
          code=$?
          case "$code:$out" in
            0:*|8:*|*"server returned error"*) say answer "$url" ;;
            *) say silence "${out##*"$nl"}" ;;
          esac
        elif command -v node >/dev/null; then
          if out=$(node -e 'fetch(process.argv[1],{signal:AbortSignal.timeout(5000)}).then(()=>process.exit(0),e=>{console.log(e.cause?.message||e.message);process.exit(1)})' "$url" 2>&1 </dev/null); then
            say answer "$url"
          else
            say silence "$out"
          fi
        else
          say untested "$url"
        fi

        """;
}
