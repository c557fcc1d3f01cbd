using System.Text;

namespace Podclip.Paperclip.Execution;

/// <summary>Writes lines into a run's log. The host cuts what is longer than 64 Ki characters, and reads secrets only within one chunk.</summary>
/// <param name="callbacks">The host.</param>
internal sealed class RunLog(IAdapterCallbacks callbacks)
{
    private const int LongestChunk = 60_000;

    /// <summary>A line of ours.</summary>
    public ValueTask SayAsync(string text) => callbacks.LogAsync(LogStream.Stdout, $"[paperclip] {text}\n");

    /// <summary>A warning of ours.</summary>
    public ValueTask WarnAsync(string text) => callbacks.LogAsync(LogStream.Stderr, $"[paperclip] {text}\n");

    /// <summary>A line of the agent's, as it is; a very long one in pieces, none of which splits a character.</summary>
    public async ValueTask PassOnAsync(ReadOnlyMemory<byte> line)
    {
        var text = Encoding.UTF8.GetString(line.Span);
        for (var start = 0; start < text.Length || start == 0;)
        {
            var length = Math.Min(LongestChunk, text.Length - start);
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
            {
                length--;
            }

            var isLast = start + length >= text.Length;
            await callbacks.LogAsync(LogStream.Stdout, isLast ? text[start..] + "\n" : text.Substring(start, length));
            start += length;
            if (isLast)
            {
                break;
            }
        }
    }
}
