namespace Podclip.Agents.OpenCode;

/// <summary>A model as OpenCode names it, <c>PROVIDER/MODEL</c>; the model's own name may hold further slashes.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Name">The model's name with that provider.</param>
public sealed record OpenCodeModel(string Provider, string Name)
{
    /// <summary>Reads a name.</summary>
    /// <param name="text">The name.</param>
    /// <returns>The model, or null when it names none.</returns>
    public static OpenCodeModel? Parse(string? text) =>
        text?.IndexOf('/', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1 && !text.Any(char.IsWhiteSpace)
            ? new OpenCodeModel(text[..at], text[(at + 1)..])
            : null;

    /// <summary>Reads what <c>opencode models</c> prints: a model a line, sometimes among other words.</summary>
    /// <param name="output">The output.</param>
    /// <returns>The models, each once, sorted.</returns>
    public static IReadOnlyList<OpenCodeModel> ParseList(string output) =>
    [
        .. output.ReplaceLineEndings("\n").Split('\n')
            .Select(line => Transcripts.TerminalText.Neutralize(line).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Select(words => Parse(words.FirstOrDefault(word => word.Contains('/', StringComparison.Ordinal))))
            .OfType<OpenCodeModel>()
            .Distinct()
            .OrderBy(model => model.ToString(), StringComparer.Ordinal),
    ];

    /// <inheritdoc />
    public override string ToString() => $"{Provider}/{Name}";
}
