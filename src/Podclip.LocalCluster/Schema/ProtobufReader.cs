using System.Buffers.Binary;

namespace Podclip.LocalCluster.Schema;

/// <summary>Reads the fields of one protobuf message, in the order in which they stand.</summary>
/// <remarks>The wire format: https://protobuf.dev/programming-guides/encoding.</remarks>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int LongestVarint = 10;
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the field that <see cref="Next"/> came to.</summary>
    public int Number { get; private set; }

    /// <summary>Its value when it is a number; otherwise 0.</summary>
    public ulong Value { get; private set; }

    /// <summary>Its bytes when it is a text, bytes or a message; otherwise empty.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Whether it is a text, bytes or a message.</summary>
    public bool IsBytes { get; private set; }

    /// <summary>Goes to the next field; false at the end.</summary>
    /// <exception cref="ProtobufException">The message is malformed.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var key = ReadVarint(ref _rest);
        if (key >> 3 is 0 or > int.MaxValue)
        {
            throw new ProtobufException("proto: illegal tag");
        }

        (Number, Value, IsBytes) = ((int)(key >> 3), 0, false);
        Bytes = default;
        switch (key & 7)
        {
            case 0:
                Value = ReadVarint(ref _rest);
                break;
            case 1:
                Value = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
                break;
            case 2:
                var length = ReadVarint(ref _rest);
                Bytes = Take(length);
                IsBytes = true;
                break;
            case 5:
                Value = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
                break;
            case var form:
                throw new ProtobufException(FormattableString.Invariant($"proto: illegal wireType {form}"));
        }

        return true;
    }

    /// <summary>Reads one number in base 128 from the start of some bytes.</summary>
    /// <exception cref="ProtobufException">It does not end.</exception>
    public static ulong ReadVarint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var i = 0; i < LongestVarint; i++)
        {
            if (i == bytes.Length)
            {
                throw new ProtobufException("unexpected EOF");
            }

            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }

        throw new ProtobufException("proto: integer overflow");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            throw new ProtobufException("unexpected EOF");
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
