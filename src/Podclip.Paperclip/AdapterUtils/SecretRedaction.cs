using System.Text.RegularExpressions;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>
/// Takes what looks like a secret out of text for logs: by the name it is given under, or by its form. Rather too much than too little:
/// <c>TOKEN_COUNT=5</c> loses its 5. Behaviour of adapter-utils 2026.916.1.
/// </summary>
public static class SecretRedaction
{
    /// <summary>What stands for a secret.</summary>
    public const string RedactedValue = "***REDACTED***";

    // A text that takes longer than this is no command line; it is redacted whole.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly string[] SensitiveNames = ["key", "token", "secret", "password", "passwd", "authorization", "cookie"];

    private static readonly string Name = "[A-Za-z0-9_-]*(?:" + string.Join('|', new[]
    {
        $"{AnyCase("api")}[-_]?{AnyCase("key")}", $"{AnyCase("private")}[-_]?{AnyCase("key")}", AnyCase("token"), AnyCase("authorization"), AnyCase("bearer"),
        AnyCase("secret"), AnyCase("passwd"), AnyCase("password"), AnyCase("credential"), AnyCase("jwt"), AnyCase("cookie"), AnyCase("connectionstring"),
    }) + ")[A-Za-z0-9_-]*";

    private static readonly Regex BearerHeader = Pattern($"(?<kept>{Edge}{AnyCase("authorization")}{Space}*:{Space}*{AnyCase("bearer")}{Space}+){Bare}");
    private static readonly Regex SecretOption = Pattern($"(?<kept>{NoEdge}-{{1,2}}{Name}(?:{Space}+|=)(?<quote>[\"']?)){Bare}(?<end>\\k<quote>)");
    private static readonly Regex Assignment = Pattern(
        $"(?<kept>{Edge}{Name}{Space}*={Space}*)(?:(?<quote>\\\\[\"'])[\\s\\S]*?\\k<quote>|(?<quote>[\"'])[^\"'`\\r\\n]*\\k<quote>|{Bare})");

    private static readonly Regex[] KnownForms =
    [
        Pattern($"{Edge}sk-[A-Za-z0-9_-]{{12,}}{Edge}"),
        Pattern($"{Edge}gh[pousr]_[A-Za-z0-9_]{{20,}}{Edge}"),
        Pattern($"{Edge}[A-Za-z0-9_-]{{8,}}\\.[A-Za-z0-9_-]{{8,}}\\.[A-Za-z0-9_-]{{8,}}(?:\\.[A-Za-z0-9_-]{{8,}})?{Edge}"),
    ];

    private static readonly Regex JsonField = Pattern($"(?<kept>\"(?:{Name})\"{Space}*:{Space}*\")(?:\\\\[\\s\\S]|[^\"\\\\])*(?<end>\")");

    // The same inside a JSON string: each quote is \" and each backslash \\.
    private static readonly Regex EscapedJsonField = Pattern(
        $"(?<kept>\\\\\"(?:{Name})\\\\\"{Space}*:{Space}*\\\\\")(?:\\\\\\\\\\\\\\\\|\\\\\\\\\\\\\"|\\\\\\\\[\\s\\S]|[^\\\\\"])*(?<end>\\\\\")");

    private const string Word = "[A-Za-z0-9_]";
    private const string Space = JsText.WhiteSpaceClass;
    private const string Edge = $"(?:(?<={Word})(?!{Word})|(?<!{Word})(?={Word}))";
    private const string NoEdge = $"(?:(?<={Word})(?={Word})|(?<!{Word})(?!{Word}))";
    private const string Bare = @"[^\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff""'`]+";

    /// <summary>The variables, with a mark for the value of each whose name sounds like a secret's.</summary>
    /// <param name="environment">The variables.</param>
    /// <returns>The same names.</returns>
    public static IReadOnlyDictionary<string, string> RedactEnvForLogs(IReadOnlyDictionary<string, string> environment) => environment.ToDictionary(
        variable => variable.Key,
        variable => SensitiveNames.Any(name => variable.Key.Contains(name, StringComparison.OrdinalIgnoreCase)) ? RedactedValue : variable.Value,
        StringComparer.Ordinal);

    /// <summary>The variables to show for an invocation: the agent's, some of the process's, and the command that was found; secrets marked.</summary>
    /// <param name="environment">The agent's variables.</param>
    /// <param name="runtimeEnvironment">The process's variables.</param>
    /// <param name="includeRuntimeKeys">Which of those to add, unless the agent has them or they are empty.</param>
    /// <param name="resolvedCommand">The command, or null.</param>
    /// <param name="resolvedCommandKey">The name to show it under.</param>
    /// <returns>What may be logged.</returns>
    public static IReadOnlyDictionary<string, string> BuildInvocationEnvForLogs(
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyDictionary<string, string>? runtimeEnvironment = null,
        IEnumerable<string>? includeRuntimeKeys = null,
        string? resolvedCommand = null,
        string resolvedCommandKey = "PAPERCLIP_RESOLVED_COMMAND")
    {
        var merged = new Dictionary<string, string>(environment, StringComparer.Ordinal);
        foreach (var key in includeRuntimeKeys ?? [])
        {
            if (runtimeEnvironment?.GetValueOrDefault(key) is { Length: > 0 } value)
            {
                merged.TryAdd(key, value);
            }
        }

        if (JsText.TrimToNull(resolvedCommand) is { } command)
        {
            merged[resolvedCommandKey] = RedactCommandText(command);
        }

        return RedactEnvForLogs(merged);
    }

    /// <summary>A command line without its secrets: bearer headers, secret options, assignments, and the forms of well-known keys and JWTs.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="redactedValue">What stands for a secret.</param>
    /// <returns>The command line.</returns>
    public static string RedactCommandText(string command, string redactedValue = RedactedValue) => Guarded(redactedValue, () =>
    {
        var text = BearerHeader.Replace(command, match => match.Groups["kept"].Value + redactedValue);
        text = SecretOption.Replace(text, match => match.Groups["kept"].Value + redactedValue + match.Groups["end"].Value);
        text = Assignment.Replace(text, match =>
        {
            var quote = match.Groups["quote"].Value;
            return match.Groups["kept"].Value + quote + redactedValue + quote;
        });
        return KnownForms.Aggregate(text, (current, form) => form.Replace(current, _ => redactedValue));
    });

    /// <summary>Untrusted diagnostic text without its secrets: as <see cref="RedactCommandText"/>, and JSON members, also those inside a JSON string.</summary>
    /// <param name="text">The text.</param>
    /// <param name="redactedValue">What stands for a secret.</param>
    /// <returns>The text; its length is for the caller to bound.</returns>
    public static string RedactDiagnosticText(string text, string redactedValue = RedactedValue) => Guarded(redactedValue, () =>
    {
        string Mark(Match match) => match.Groups["kept"].Value + redactedValue + match.Groups["end"].Value;
        return JsonField.Replace(EscapedJsonField.Replace(RedactCommandText(text, redactedValue), Mark), Mark);
    });

    private static string Guarded(string redactedValue, Func<string> redact)
    {
        try
        {
            return redact();
        }
        catch (RegexMatchTimeoutException)
        {
            return redactedValue;
        }
    }

    // JavaScript's /i and .NET's IgnoreCase disagree outside ASCII (the Kelvin sign is a k to .NET only), so case is spelled out.
    private static string AnyCase(string word) => string.Concat(word.Select(letter => $"[{letter}{char.ToUpperInvariant(letter)}]"));

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patience);
}
