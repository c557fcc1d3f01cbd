using System.Buffers;

namespace Podclip.Agents.Transcripts;

/// <summary>
/// Cuts an output that comes in chunks of any size into lines. Memory is bounded by the longest line, and that by a limit: of a longer line each
/// piece is a line of its own.
/// </summary>
/// <param name="maxLineBytes">The limit.</param>
public sealed class LineCutter(int maxLineBytes = LineCutter.DefaultMaxLineBytes) : IDisposable
{
    /// <summary>The limit when none is named: more than any agent was seen to print.</summary>
    public const int DefaultMaxLineBytes = 256 * 1024 * 1024;

    private const int SmallBytes = 64 * 1024;

    private byte[] _rest = ArrayPool<byte>.Shared.Rent(SmallBytes);
    private int _length;

    /// <summary>Takes a line, without its end. The bytes are valid during the call.</summary>
    /// <param name="line">The line.</param>
    public delegate void LineHandler(ReadOnlySpan<byte> line);

    /// <summary>Takes the next bytes of the output and hands over each line that they complete.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="handle">Takes the lines.</param>
    public void Write(ReadOnlySpan<byte> bytes, LineHandler handle)
    {
        while (!bytes.IsEmpty)
        {
            var room = maxLineBytes - _length;
            var end = bytes[..Math.Min(bytes.Length, room)].IndexOf((byte)'\n');
            if (end < 0 && bytes.Length < room)
            {
                Keep(bytes);
                return;
            }

            HandOver(bytes[..(end < 0 ? room : end)], handle);
            bytes = bytes[(end < 0 ? room : end + 1)..];
        }
    }

    /// <summary>The output is over: hands over what no line end followed.</summary>
    /// <param name="handle">Takes the line.</param>
    public void Complete(LineHandler handle)
    {
        if (_length > 0)
        {
            HandOver([], handle);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_rest);
        _rest = [];
    }

    private void HandOver(ReadOnlySpan<byte> end, LineHandler handle)
    {
        if (_length == 0)
        {
            handle(end);
            return;
        }

        Keep(end);
        var line = _rest.AsSpan(0, _length);
        _length = 0;
        handle(line);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_rest.Length - _length < bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + bytes.Length, (int)Math.Min(2L * _rest.Length, Array.MaxLength)));
            _rest.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_rest);
            _rest = larger;
        }

        bytes.CopyTo(_rest.AsSpan(_length));
        _length += bytes.Length;
    }
}
