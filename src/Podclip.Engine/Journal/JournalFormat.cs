using System.Globalization;
using System.Text;

namespace Podclip.Engine.Journal;

/// <summary>
/// How a record stands in a file: <c>sequence kind timestamp hash length</c>, a line end, the payload's bytes as they are, a line
/// end. A person can read it with any pager; a reader never searches the payload.
/// </summary>
internal static class JournalFormat
{
    /// <summary>No header is longer; a file whose header is, is damaged.</summary>
    public const int LongestHeader = 128;

    private const string Kinds = "LPMGSNE";

    /// <summary>The bytes of a header.</summary>
    public static byte[] Header(in JournalRecord record) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{record.Sequence} {Kinds[(int)record.Kind]} {record.Timestamp} {record.Hash:x16} {record.Payload.Length}\n"));

    /// <summary>Reads a header without its line end; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> header, out JournalRecord record, out int payloadLength)
    {
        record = default;
        payloadLength = 0;
        Span<Range> parts = stackalloc Range[6];
        var text = Encoding.ASCII.GetString(header);
        if (text.AsSpan().Split(parts, ' ') != 5
            || !long.TryParse(text[parts[0]], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || text[parts[1]] is not { Length: 1 } letter
            || Kinds.IndexOf(letter, StringComparison.Ordinal) is var kind && kind < 0
            || !ulong.TryParse(text[parts[3]], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash)
            || !int.TryParse(text[parts[4]], NumberStyles.None, CultureInfo.InvariantCulture, out payloadLength))
        {
            return false;
        }

        record = new JournalRecord(sequence, (JournalKind)kind, text[parts[2]], hash, default);
        return true;
    }
}
