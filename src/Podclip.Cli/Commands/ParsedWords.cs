using System.CommandLine;

namespace Podclip.Cli.Commands;

/// <summary>Reads options as the words they were given, also from a command line that is wrong elsewhere, where the library would throw.</summary>
internal static class ParsedWords
{
    /// <summary>The word of an option.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="option">The option.</param>
    /// <returns>The word; null when the option or its word is missing.</returns>
    public static string? Word(this ParseResult result, Option option) => result.GetResult(option) is { Tokens: [.., var last] } ? last.Value : null;

    /// <summary>The words of an option that may be repeated.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="option">The option.</param>
    /// <returns>The words, in order.</returns>
    public static IReadOnlyList<string> Words(this ParseResult result, Option option) => [.. result.GetResult(option)?.Tokens.Select(token => token.Value) ?? []];
}
