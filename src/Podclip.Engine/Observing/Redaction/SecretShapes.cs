using System.Buffers;

namespace Podclip.Engine.Observing.Redaction;

/// <summary>
/// Finds credentials that nobody named as secrets by their shape: tokens that say by their first letters whose they are. An agent may
/// find one in a file and print it.
/// </summary>
internal static class SecretShapes
{
    // What it begins with, and how many characters must follow.
    private static readonly (byte[] Prefix, int Least)[] Shapes =
    [
        ("sk-ant-"u8.ToArray(), 20),
        ("sk-proj-"u8.ToArray(), 20),
        ("sk-or-"u8.ToArray(), 20),
        ("ghp_"u8.ToArray(), 30),
        ("gho_"u8.ToArray(), 30),
        ("ghs_"u8.ToArray(), 30),
        ("github_pat_"u8.ToArray(), 30),
        ("glpat-"u8.ToArray(), 20),
        ("xoxb-"u8.ToArray(), 20),
        ("xoxp-"u8.ToArray(), 20),
        ("AKIA"u8.ToArray(), 16),
        ("eyJ"u8.ToArray(), 60),
    ];

    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."u8);

    /// <summary>Where the first one lies; a length of 0 for none.</summary>
    public static (int At, int Length) Find(ReadOnlySpan<byte> text)
    {
        var (first, length) = (text.Length, 0);
        foreach (var (prefix, least) in Shapes)
        {
            var (at, found) = Find(text[..first], text, prefix, least);
            if (found > 0)
            {
                (first, length) = (at, found);
            }
        }

        return (first, length);
    }

    private static (int At, int Length) Find(ReadOnlySpan<byte> before, ReadOnlySpan<byte> text, byte[] prefix, int least)
    {
        for (var from = 0; before[from..].IndexOf(prefix) is >= 0 and var next;)
        {
            var at = from + next;
            var rest = text[(at + prefix.Length)..];
            var end = rest.IndexOfAnyExcept(TokenBytes);
            var length = end < 0 ? rest.Length : end;
            if (length >= least && (at == 0 || !TokenBytes.Contains(text[at - 1])) && (prefix.Length > 3 || IsSigned(rest[..length])))
            {
                return (at, prefix.Length + length);
            }

            from = at + prefix.Length;
        }

        return (0, 0);
    }

    // A JSON Web Token has three parts; other base64 that happens to begin like JSON has none.
    private static bool IsSigned(ReadOnlySpan<byte> token) => token.Count((byte)'.') == 2;
}
