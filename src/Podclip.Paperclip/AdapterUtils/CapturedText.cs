using System.Text;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>Keeps the end of an output that grows. Behaviour of adapter-utils 2026.916.1.</summary>
public static class CapturedText
{
    /// <summary>How much of an output is kept when nothing else is said: 4 MiB.</summary>
    public const int MaxCaptureBytes = 4 * 1024 * 1024;

    /// <summary>Appends, and keeps the last <paramref name="cap"/> UTF-16 units; a surrogate pair may be cut.</summary>
    /// <param name="previous">The text so far.</param>
    /// <param name="chunk">What is added.</param>
    /// <param name="cap">The limit, in UTF-16 units.</param>
    /// <returns>The text, or its end.</returns>
    public static string AppendWithCap(string previous, string chunk, int cap = MaxCaptureBytes) => JsText.Tail(previous + chunk, cap);

    /// <summary>Appends, and keeps the last <paramref name="cap"/> bytes of its UTF-8, starting with a whole character.</summary>
    /// <param name="previous">The text so far.</param>
    /// <param name="chunk">What is added.</param>
    /// <param name="cap">The limit, in bytes.</param>
    /// <returns>The text, or its end.</returns>
    public static string AppendWithByteCap(string previous, string chunk, int cap = MaxCaptureBytes)
    {
        var combined = previous + chunk;
        if (Encoding.UTF8.GetByteCount(combined) <= cap)
        {
            return combined;
        }

        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(combined);
        var kept = bytes[Math.Min(bytes.Length, bytes.Length - Math.Min(cap, bytes.Length))..];
        while (!kept.IsEmpty && (kept[0] & 0xc0) == 0x80)
        {
            kept = kept[1..];
        }

        return Encoding.UTF8.GetString(kept);
    }
}
