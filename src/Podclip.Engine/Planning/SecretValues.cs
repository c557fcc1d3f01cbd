using System.Text.RegularExpressions;

namespace Podclip.Engine.Planning;

/// <summary>Tells which of a run's variables hold secrets: by their names, since the values tell nothing.</summary>
public static partial class SecretValues
{
    // Shorter values would blank out ordinary words of the transcript.
    private const int ShortestValue = 8;

    /// <summary>Whether a variable of this name is taken to hold a secret.</summary>
    /// <param name="name">The variable.</param>
    /// <returns>True for names such as <c>ANTHROPIC_API_KEY</c> or <c>DB_PASSWORD</c>.</returns>
    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    /// <summary>The values that must not appear in a transcript.</summary>
    /// <param name="environment">The run's variables.</param>
    /// <param name="others">Secrets that stand elsewhere, such as in a file.</param>
    /// <returns>The values, longest first.</returns>
    public static IReadOnlyList<string> Of(IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> others) =>
    [
        .. environment
            .Where(pair => IsSecretName(pair.Key))
            .Select(pair => pair.Value)
            .Concat(others)
            .Where(value => value.Length >= ShortestValue)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(value => value.Length)
            .ThenBy(value => value, StringComparer.Ordinal),
    ];

    [GeneratedRegex("KEY|TOKEN|SECRET|PASSW(OR)?D|PASSPHRASE|CREDENTIAL|COOKIE|AUTHORIZATION", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretName();
}
