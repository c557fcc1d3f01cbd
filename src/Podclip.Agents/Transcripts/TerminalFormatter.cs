using System.Globalization;

namespace Podclip.Agents.Transcripts;

/// <summary>
/// Turns one run's entries into lines for a terminal. Whatever an agent prints is neutralized first: the only escape sequences
/// in the lines are the formatter's own colours. Lines are not wrapped; the terminal does that.
/// </summary>
/// <param name="colours">Whether to use ANSI colours.</param>
public sealed class TerminalFormatter(bool colours)
{
    private const int ToolResultLines = 6;
    private const int ToolResultLineLength = 240;
    private const int ThinkingLines = 12;
    private const int OutputLineLength = 4000;

    private const string Dim = "\e[2m";
    private const string Red = "\e[31m";
    private const string Green = "\e[32m";
    private const string Cyan = "\e[36m";
    private const string Reset = "\e[0m";

    private TranscriptEntry.Init? _lastInit;
    private string? _lastNotice;

    /// <summary>The lines of an entry, without line ends; none when it tells a reader nothing new.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>The lines.</returns>
    public IReadOnlyList<string> Format(TranscriptEntry entry)
    {
        var lines = entry switch
        {
            TranscriptEntry.Init init => FormatInit(init),
            TranscriptEntry.Assistant { Text: var text } => Block("● ", Lines(text), colour: null),
            TranscriptEntry.Thinking { Text: var text } => Block("∴ ", Shorten(Lines(text), ThinkingLines), Dim),
            TranscriptEntry.User { Text: var text } => Block("> ", Shorten(Lines(text), ThinkingLines), Dim),
            TranscriptEntry.ToolCall call => [FormatToolCall(call)],
            TranscriptEntry.ToolResult result => FormatToolResult(result),
            TranscriptEntry.Result result => FormatResult(result),
            TranscriptEntry.System { Text: var text } => FormatNotice(text),
            TranscriptEntry.Output { Text: var text } => [TextCut.Cut(TerminalText.Neutralize(text.TrimEnd('\r')), OutputLineLength)],
            _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.Kind, "This kind of entry has no terminal form."),
        };
        return entry.ParentToolUseId is null ? lines : [.. lines.Select(line => Paint("│ ", Dim) + line)];
    }

    private IReadOnlyList<string> FormatInit(TranscriptEntry.Init init)
    {
        // An agent that goes on after a background task starts over with the same words.
        if (init == _lastInit)
        {
            return [];
        }

        _lastInit = init;
        string?[] parts = [init.Model, init.SessionId is { } id ? $"session {id}" : null];
        var text = string.Join(", ", parts.Where(part => part is not null));
        return text.Length > 0 ? [Paint($"· {TerminalText.Neutralize(text)}", Dim)] : [];
    }

    private string FormatToolCall(TranscriptEntry.ToolCall call)
    {
        var gist = ToolGist.Of(call.Input);
        var name = Paint(TerminalText.Neutralize(call.Name), Cyan);
        return gist.Length > 0 ? $"▸ {name} {gist}" : $"▸ {name}";
    }

    private List<string> FormatToolResult(TranscriptEntry.ToolResult result)
    {
        var lines = Shorten(Lines(result.Content.TrimEnd()), ToolResultLines).Select(line => TextCut.Cut(line, ToolResultLineLength));
        return Block(result.IsError ? "  ✗ " : "  └ ", lines, result.IsError ? Red : Dim);
    }

    private List<string> FormatNotice(string text)
    {
        _lastNotice = text;
        return Block("· ", Lines(text), Dim);
    }

    private List<string> FormatResult(TranscriptEntry.Result result)
    {
        // A failed request ends with the subtype "success", which would only mislead here.
        var ending = result is { IsError: true, Subtype: null or "success" } ? "failed" : result.Subtype ?? "ended";
        List<string> parts = [TerminalText.Neutralize(ending)];
        var usage = result.Usage;
        var input = usage.InputTokens + usage.CachedInputTokens + usage.CacheCreationTokens;
        parts.Add(string.Create(CultureInfo.InvariantCulture, $"{input:N0} tokens in, {usage.OutputTokens:N0} out"));
        if (result.CostUsd is { } cost)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"${cost:0.0000}"));
        }

        // The reason of a failure often comes as a notice first and then again as the result.
        List<string> lines = [];
        if (result is { IsError: true, Text: { } text } && text != _lastNotice)
        {
            lines.AddRange(Block("✗ ", Lines(text), Red));
        }

        var (mark, colour) = result switch
        {
            { IsError: true } => ("✗ ", Red),
            { IsInterim: true } => ("· ", Dim),
            _ => ("✓ ", Green),
        };
        lines.Add(Paint(mark + string.Join(" · ", parts), colour));
        return lines;
    }

    private List<string> Block(string mark, IEnumerable<string> lines, string? colour)
    {
        var indent = new string(' ', mark.Length);
        return [.. lines.Select((line, index) => Paint((index == 0 ? mark : indent) + line, colour))];
    }

    private static string[] Lines(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n').Select(TerminalText.Neutralize)];

    private static string[] Shorten(string[] lines, int count) => lines.Length <= count + 1
        ? lines
        : [.. lines[..count], string.Create(CultureInfo.InvariantCulture, $"… {lines.Length - count} more lines")];

    private string Paint(string text, string? colour) => colours && colour is not null ? colour + text + Reset : text;
}
