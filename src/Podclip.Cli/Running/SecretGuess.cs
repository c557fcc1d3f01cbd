using System.Text.RegularExpressions;

namespace Podclip.Cli.Running;

/// <summary>Guesses whether a variable holds a secret, to warn about one that stands on the command line.</summary>
internal static partial class SecretGuess
{
    /// <summary>Whether a variable looks like it holds a secret.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The guess.</returns>
    public static bool LooksSecret(string name, string value) =>
        value.Length > 0 && ((SecretName().IsMatch(name) && !PublicName().IsMatch(name)) || SecretValue().IsMatch(value));

    [GeneratedRegex("(^|[^A-Z])(API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|KEY|TOKEN|SECRETS?|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|AUTH|COOKIE|DSN)([^A-Z]|$)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretName();

    // Names that only speak of a secret: a file, a count, an address.
    [GeneratedRegex("(_FILE|_PATH|_DIR|_URL|_ID|_NAME|_TTL|_HELPER(_TTL)?(_MS)?|_TOKENS)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PublicName();

    // Prefixes that providers give to their keys, JSON Web Tokens, PEM, and passwords in addresses.
    [GeneratedRegex(@"^(sk-|sk_live_|rk_live_|gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|AKIA|ASIA|AIza|ya29\.|eyJ[\w-]+\.eyJ|-----BEGIN )|^[a-z][a-z0-9+.-]*://[^/\s:@]+:[^/\s@]+@", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretValue();
}
