using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>
/// A container's log file in the format of the container runtimes: <c>time stdout|stderr F|P content</c>. Entries are gathered and
/// written when <see cref="Flush"/> is called or the buffer is full, so memory stays the same whatever a container prints. A disk that
/// takes no more costs log lines, never the container.
/// </summary>
internal sealed class LogEntryWriter : IDisposable
{
    /// <summary>The length of a header: 30 for the time, 6 for the stream, 1 for the tag, 3 blanks.</summary>
    public const int HeaderLength = 40;

    private const int TimeLength = 30;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private readonly LogClock _clock;
    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer = new byte[128 * 1024];
    private readonly byte[] _second = new byte[20];
    private long _cachedSecond = -1;
    private long _position;
    private int _filled;

    /// <summary>Opens the file, new.</summary>
    public LogEntryWriter(string path, LogClock clock)
    {
        _clock = clock;
        _file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Why entries were lost, or null when none were.</summary>
    public IOException? Failure { get; private set; }

    /// <summary>Adds one entry.</summary>
    /// <param name="stream">Where it came from.</param>
    /// <param name="isWhole">Whether the line ends with it.</param>
    /// <param name="content">The line, or a piece of it, without its end.</param>
    public void Write(LogStream stream, bool isWhole, ReadOnlySpan<byte> content)
    {
        if (_buffer.Length - _filled < HeaderLength + content.Length + 1)
        {
            Flush();
        }

        var target = _buffer.AsSpan(_filled);
        WriteTime(target, _clock.Next());
        (stream == LogStream.Output ? " stdout "u8 : " stderr "u8).CopyTo(target[TimeLength..]);
        target[TimeLength + 8] = isWhole ? (byte)'F' : (byte)'P';
        target[TimeLength + 9] = (byte)' ';
        content.CopyTo(target[HeaderLength..]);
        target[HeaderLength + content.Length] = (byte)'\n';
        _filled += HeaderLength + content.Length + 1;
    }

    /// <summary>Hands everything to the operating system.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool Flush()
    {
        if (_filled == 0)
        {
            return false;
        }

        try
        {
            RandomAccess.Write(_file, _buffer.AsSpan(0, _filled), _position);
            _position += _filled;
        }
        catch (IOException e)
        {
            Failure = e;
        }

        _filled = 0;
        return true;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Flush();
        _file.Dispose();
    }

    private void WriteTime(Span<byte> target, long nanoseconds)
    {
        var (second, fraction) = Math.DivRem(nanoseconds, NanosecondsPerSecond);
        if (second != _cachedSecond)
        {
            var text = DateTimeOffset.FromUnixTimeSeconds(second).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'.'", CultureInfo.InvariantCulture);
            Encoding.ASCII.GetBytes(text, _second);
            _cachedSecond = second;
        }

        _second.CopyTo(target);
        Utf8Formatter.TryFormat(fraction, target[20..29], out _, new System.Buffers.StandardFormat('D', 9));
        target[29] = (byte)'Z';
    }
}
