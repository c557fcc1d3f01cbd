using System.Text;
using System.Text.Json;

namespace Podclip.Engine.Observing.Redaction;

/// <summary>
/// Blanks out known secret values in lines of output, in the forms they usually take: as they are, inside JSON strings, base64,
/// URL-encoded; and what has the shape of a credential. One filter before the journal, so that disk and all faces agree.
/// </summary>
internal sealed class Redactor
{
    private static readonly byte[] Replacement = "***"u8.ToArray();

    private readonly IReadOnlyList<byte[]> _patterns;
    private byte[] _held = [];

    public Redactor(IEnumerable<string> values)
    {
        _patterns = [.. values
            .SelectMany(Forms)
            .Where(form => form.Length >= 6)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(form => form.Length)
            .Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>
    /// A piece of a line without secrets, also without those that lie across its end: what could be the beginning of one is held back
    /// until the next piece shows what it is.
    /// </summary>
    public ReadOnlyMemory<byte> RedactPiece(ReadOnlyMemory<byte> piece, bool continues)
    {
        var text = Redact(_held.Length == 0 ? piece : (byte[])[.. _held, .. piece.Span]);
        var held = continues ? BeginningAtEnd(text.Span) : 0;
        _held = held == 0 ? [] : text[^held..].ToArray();
        return text[..^held];
    }

    private int BeginningAtEnd(ReadOnlySpan<byte> text)
    {
        var longest = 0;
        foreach (var pattern in _patterns)
        {
            for (var length = Math.Min(pattern.Length - 1, text.Length); length > longest; length--)
            {
                if (text.EndsWith(pattern.AsSpan(0, length)))
                {
                    longest = length;
                }
            }
        }

        return longest;
    }

    /// <summary>The line without secrets; the very same memory when it holds none.</summary>
    public ReadOnlyMemory<byte> Redact(ReadOnlyMemory<byte> line)
    {
        foreach (var pattern in _patterns)
        {
            if (line.Span.IndexOf(pattern) >= 0)
            {
                line = Replace(line.Span, pattern);
            }
        }

        return SecretShapes.Find(line.Span).Length > 0 ? ReplaceShapes(line.Span) : line;
    }

    private static byte[] ReplaceShapes(ReadOnlySpan<byte> line)
    {
        using var result = new MemoryStream(line.Length);
        while (SecretShapes.Find(line) is { Length: > 0 } found)
        {
            result.Write(line[..found.At]);
            result.Write(Replacement);
            line = line[(found.At + found.Length)..];
        }

        result.Write(line);
        return result.ToArray();
    }

    private static byte[] Replace(ReadOnlySpan<byte> line, ReadOnlySpan<byte> pattern)
    {
        using var result = new MemoryStream(line.Length);
        int at;
        while ((at = line.IndexOf(pattern)) >= 0)
        {
            result.Write(line[..at]);
            result.Write(Replacement);
            line = line[(at + pattern.Length)..];
        }

        result.Write(line);
        return result.ToArray();
    }

    private static IEnumerable<string> Forms(string value)
    {
        yield return value;
        yield return JsonEncodedText.Encode(value).Value;
        yield return JsonEncodedText.Encode(value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        yield return Uri.EscapeDataString(value);

        // A value of several lines arrives line by line.
        foreach (var part in value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            yield return part;
        }

        foreach (var form in Base64Forms(Encoding.UTF8.GetBytes(value)))
        {
            yield return form;
        }
    }

    // Inside a longer text a value starts at any of three positions of a base64 group; the characters that depend on its
    // neighbours are left out, the rest is always the same.
    private static IEnumerable<string> Base64Forms(byte[] value)
    {
        for (var offset = 0; offset < 3; offset++)
        {
            var padded = new byte[offset + value.Length];
            value.CopyTo(padded, offset);
            var text = Convert.ToBase64String(padded);
            var first = (offset * 8 + 5) / 6;
            var last = padded.Length * 8 / 6;
            var core = text[first..last];
            yield return core;
            yield return core.Replace('+', '-').Replace('/', '_');
        }
    }
}
