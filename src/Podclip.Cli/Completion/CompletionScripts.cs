namespace Podclip.Cli.Completion;

/// <summary>Shell scripts that ask podclip itself for suggestions.</summary>
internal static class CompletionScripts
{
    /// <summary>The shells with a script.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    /// <summary>The script of a shell.</summary>
    /// <param name="shell">The shell.</param>
    /// <returns>The script; null for an unknown shell.</returns>
    public static string? For(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => null,
    };

    private const string Bash = """
        # podclip completion for bash; load it with: source <(podclip completion bash)
        _podclip() {
            local word="${COMP_WORDS[COMP_CWORD]}" line
            COMPREPLY=()
            while IFS= read -r line; do
                [[ $line == "$word"* ]] && COMPREPLY+=("$line")
            done < <("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
        }
        complete -o default -F _podclip podclip
        """;

    private const string Zsh = """
        #compdef podclip
        # podclip completion for zsh; load it with: source <(podclip completion zsh)
        _podclip() {
            local -a suggestions
            suggestions=("${(@f)$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            suggestions=("${(@)suggestions:#}")
            (( ${#suggestions} )) && compadd -- "${suggestions[@]}" || _files
        }
        compdef _podclip podclip
        """;

    private const string Fish = """
        # podclip completion for fish; load it with: podclip completion fish | source
        function __podclip_suggest
            set -l line (commandline -cp)
            podclip "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c podclip -a '(__podclip_suggest)'
        """;
}
