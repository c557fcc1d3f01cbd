using System.Text;

namespace Podclip.Agents.OpenCode;

/// <summary>
/// An error of OpenCode's log, which goes to standard error as <c>timestamp=… level=ERROR message="…" key=value</c>. A request
/// that is tried again, and why a model cannot be used, are told nowhere else.
/// </summary>
/// <param name="Message">What OpenCode was about.</param>
/// <param name="Error">What went wrong, its first line; null when it is not told.</param>
/// <param name="Reference">Joins the line with the error event that names it, or null.</param>
internal sealed record OpenCodeLogLine(string Message, string? Error, string? Reference)
{
    /// <summary>Whether a request to the model failed; OpenCode tries most of them again.</summary>
    public bool IsFailedRequest => Message == "stream error";

    /// <summary>The error's class, which stands before its words; null when it has none.</summary>
    public string? ErrorName => Error?.IndexOf(": ", StringComparison.Ordinal) is > 0 and var at && Error.AsSpan(0, at).IndexOf(' ') < 0 ? Error[..at] : null;

    /// <summary>The error's words, without its class.</summary>
    public string? ErrorText => ErrorName is { } name ? Error![(name.Length + 2)..] : Error;

    /// <summary>The line in words.</summary>
    /// <returns>The words.</returns>
    public override string ToString() => IsFailedRequest ? $"The model did not answer: {ErrorText ?? "no reason was given"}" : $"OpenCode's log: {Message}{(Error is null ? "" : $": {Error}")}";

    /// <summary>Reads a line, or returns null when it is none of these.</summary>
    public static OpenCodeLogLine? TryParse(string line)
    {
        if (!line.StartsWith("timestamp=", StringComparison.Ordinal) || !line.Contains(" level=ERROR ", StringComparison.Ordinal))
        {
            return null;
        }

        Dictionary<string, string> members = new(StringComparer.Ordinal);
        for (var at = 0; at < line.Length;)
        {
            var equals = line.IndexOf('=', at);
            if (equals < 0)
            {
                break;
            }

            var (value, end) = ReadValue(line, equals + 1);
            members.TryAdd(line[at..equals].Trim(), value);
            at = end + 1;
        }

        return members.GetValueOrDefault("message") is { Length: > 0 } message
            ? new OpenCodeLogLine(message, FirstLine(members.GetValueOrDefault("error.error") ?? members.GetValueOrDefault("error")), members.GetValueOrDefault("ref"))
            : null;
    }

    private static (string Value, int End) ReadValue(string line, int at)
    {
        if (at >= line.Length || line[at] != '"')
        {
            var end = line.IndexOf(' ', at);
            return end < 0 ? (line[at..], line.Length) : (line[at..end], end);
        }

        var value = new StringBuilder();
        for (at++; at < line.Length && line[at] != '"'; at++)
        {
            if (line[at] == '\\' && at + 1 < line.Length)
            {
                at++;
                value.Append(line[at] == 'n' ? '\n' : line[at]);
            }
            else
            {
                value.Append(line[at]);
            }
        }

        return (value.ToString(), Math.Min(at + 1, line.Length));
    }

    private static string? FirstLine(string? text) => text?.Split('\n', 2)[0] is { Length: > 0 } line ? line : null;
}
