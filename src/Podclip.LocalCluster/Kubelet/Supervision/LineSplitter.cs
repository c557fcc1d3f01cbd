namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>
/// Cuts one output of a container into log entries as containerd does: a line end ends an entry, a carriage return just before it is
/// dropped, a line above 16 KiB comes in pieces of exactly 16 KiB, and what is left at the end without a line end is a piece.
/// </summary>
internal sealed class LineSplitter(LogStream stream, LogEntryWriter writer)
{
    /// <summary>The most that one entry holds.</summary>
    public const int PieceLimit = 16 * 1024;

    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    // One more than a piece: a carriage return behind a full piece belongs to the line end, if that is what follows.
    private readonly byte[] _held = new byte[PieceLimit + 1];
    private int _length;

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf(LineFeed);
            if (end >= 0 && _length == 0 && end <= PieceLimit)
            {
                writer.Write(stream, isWhole: true, WithoutReturn(bytes[..end]));
                bytes = bytes[(end + 1)..];
                continue;
            }

            Hold(end < 0 ? bytes : bytes[..end]);
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            if (end >= 0)
            {
                EndLine();
            }
        }
    }

    /// <summary>The output has ended: what is left goes out as a piece.</summary>
    public void Complete()
    {
        if (_length > PieceLimit)
        {
            EmitFullPiece();
        }

        if (_length > 0)
        {
            writer.Write(stream, isWhole: false, _held.AsSpan(0, _length));
            _length = 0;
        }
    }

    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) =>
        line is [.., CarriageReturn] ? line[..^1] : line;

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_length == _held.Length)
            {
                EmitFullPiece();
            }

            var count = Math.Min(bytes.Length, _held.Length - _length);
            bytes[..count].CopyTo(_held.AsSpan(_length));
            _length += count;
            bytes = bytes[count..];
        }

        if (_length == _held.Length && _held[^1] != CarriageReturn)
        {
            EmitFullPiece();
        }
    }

    private void EndLine()
    {
        writer.Write(stream, isWhole: true, WithoutReturn(_held.AsSpan(0, _length)));
        _length = 0;
    }

    private void EmitFullPiece()
    {
        writer.Write(stream, isWhole: false, _held.AsSpan(0, PieceLimit));
        _held.AsSpan(PieceLimit, _length - PieceLimit).CopyTo(_held);
        _length -= PieceLimit;
    }
}
