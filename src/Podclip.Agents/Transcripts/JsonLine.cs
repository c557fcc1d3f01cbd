using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Podclip.Agents.Transcripts;

/// <summary>
/// One line of output as a JSON object, in pooled memory. Strings in it can always be read: unpaired surrogate escapes, which
/// agents do print and <see cref="JsonElement.GetString"/> throws on, and bytes that are no UTF-8 are replaced by U+FFFD before parsing.
/// </summary>
internal sealed class JsonLine : IDisposable
{
    private const int MaxDepth = 256;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };
    private readonly JsonDocument _document;
    private readonly byte[] _buffer;

    private JsonLine(JsonDocument document, byte[] buffer)
    {
        _document = document;
        _buffer = buffer;
    }

    /// <summary>The object. Valid until disposal; clone what must live longer.</summary>
    public JsonElement Root => _document.RootElement;

    /// <summary>Parses a line, or returns null when it is not one JSON object.</summary>
    public static JsonLine? TryParse(ReadOnlySpan<byte> line)
    {
        line = line.Trim(" \t\r\n"u8);
        if (line.Length < 2 || line[0] != (byte)'{' || line[^1] != (byte)'}')
        {
            return null;
        }

        var repaired = Utf8.IsValid(line) ? line : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line));
        var buffer = ArrayPool<byte>.Shared.Rent(repaired.Length);
        repaired.CopyTo(buffer);
        ReplaceLoneSurrogates(buffer.AsSpan(0, repaired.Length));
        try
        {
            return new JsonLine(JsonDocument.Parse(buffer.AsMemory(0, repaired.Length), Options), buffer);
        }
        catch (JsonException)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return null;
        }
    }

    public void Dispose()
    {
        _document.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    // Both the unpaired escape and its replacement are six bytes, so nothing has to move.
    private static void ReplaceLoneSurrogates(Span<byte> json)
    {
        for (var i = 0; i < json.Length; i++)
        {
            var next = json[i..].IndexOf((byte)'\\');
            if (next < 0)
            {
                return;
            }

            i += next;
            var unit = EscapedUnit(json[i..]);
            if (unit is null)
            {
                i++;
                continue;
            }

            if (char.IsHighSurrogate(unit.Value) && EscapedUnit(json[(i + 6)..]) is { } low && char.IsLowSurrogate(low))
            {
                i += 11;
                continue;
            }

            if (char.IsSurrogate(unit.Value))
            {
                "\\ufffd"u8.CopyTo(json[i..]);
            }

            i += 5;
        }
    }

    private static char? EscapedUnit(ReadOnlySpan<byte> json)
    {
        if (json.Length < 6 || json[0] != (byte)'\\' || json[1] != (byte)'u')
        {
            return null;
        }

        var unit = 0;
        foreach (var digit in json[2..6])
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return null;
            }

            unit = (unit << 4) | (digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return (char)unit;
    }
}
