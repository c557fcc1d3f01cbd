using System.Text;

namespace Podclip.LocalCluster.Faults;

/// <summary>An answer on its way to the client, to which something happens at a place in it.</summary>
/// <param name="client">Where what is left of it goes.</param>
/// <param name="fault">What happens.</param>
/// <param name="cut">Cuts the connection's stream.</param>
/// <param name="end">Ends the answer in good order.</param>
internal sealed class FaultyStream(Stream client, RequestFaultAction fault, Action cut, Action end) : Stream
{
    private static readonly byte[] Expired = Encoding.UTF8.GetBytes(
        """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 1 (2)","reason":"Expired","code":410}}""" + "\n");

    private static readonly TimeSpan BeforeCut = TimeSpan.FromMilliseconds(20);

    private long _bytes;
    private int _lines;
    private bool _isOver;

    /// <summary>Whether the watch has been told that its version is too old.</summary>
    public bool HasExpired { get; private set; }

    /// <summary>Whether what is written does not arrive any more.</summary>
    public bool IsSilent => _isOver;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isOver)
        {
            return;
        }

        var passed = fault switch
        {
            RequestFaultAction.Cut { AfterBytes: { } limit } => buffer[..(int)Math.Min(buffer.Length, limit - _bytes)],
            RequestFaultAction.Silence silence => buffer[..(int)Math.Min(buffer.Length, silence.AfterBytes - _bytes)],
            RequestFaultAction.Expire expire => FirstLines(buffer, expire.AfterEvents),
            RequestFaultAction.LoseLines lose => AfterLines(buffer, lose.Lines),
            _ => buffer,
        };
        _bytes += passed.Length;
        if (passed.Length > 0)
        {
            await client.WriteAsync(passed, cancellationToken);
        }

        if (IsReached())
        {
            await ReachedAsync(cancellationToken);
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        // A watch expires as soon as it may, also before its first event.
        if (!_isOver && fault is RequestFaultAction.Expire { AfterEvents: 0 })
        {
            await ReachedAsync(cancellationToken);
        }

        await client.FlushAsync(cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => client.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool IsReached() => fault switch
    {
        RequestFaultAction.Cut { AfterBytes: { } limit } => _bytes >= limit,
        RequestFaultAction.Silence silence => _bytes >= silence.AfterBytes,
        RequestFaultAction.Expire expire => _lines >= expire.AfterEvents,
        _ => false,
    };

    private async Task ReachedAsync(CancellationToken cancellationToken)
    {
        _isOver = true;
        await client.FlushAsync(cancellationToken);
        if (fault is RequestFaultAction.Cut)
        {
            // What the server still holds is thrown away with the connection: what came before the cut has a moment to leave.
            await Task.Delay(BeforeCut, cancellationToken);
            cut();
        }
        else if (fault is RequestFaultAction.Expire)
        {
            HasExpired = true;
            await client.WriteAsync(Expired, cancellationToken);
            await client.FlushAsync(cancellationToken);
            end();
        }
    }

    private ReadOnlyMemory<byte> FirstLines(ReadOnlyMemory<byte> buffer, int most)
    {
        for (var i = 0; i < buffer.Length; i++)
        {
            if (_lines >= most)
            {
                return buffer[..i];
            }

            _lines += buffer.Span[i] == '\n' ? 1 : 0;
        }

        return buffer;
    }

    private ReadOnlyMemory<byte> AfterLines(ReadOnlyMemory<byte> buffer, int count)
    {
        for (var i = 0; i < buffer.Length; i++)
        {
            if (_lines >= count)
            {
                return buffer[i..];
            }

            _lines += buffer.Span[i] == '\n' ? 1 : 0;
        }

        return default;
    }
}
