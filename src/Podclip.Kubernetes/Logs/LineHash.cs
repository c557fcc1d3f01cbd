using System.Buffers.Binary;

namespace Podclip.Kubernetes.Logs;

/// <summary>
/// A fast 64-bit hash of a line. It is written to journals, so it must never change; it tells apart lines of one instant and
/// protects nothing.
/// </summary>
internal static class LineHash
{
    private const ulong Seed = 0x9E3779B97F4A7C15;
    private const ulong Prime = 0xD6E8FEB86659FD93;

    public static ulong Of(ReadOnlySpan<byte> line)
    {
        var hash = Seed ^ (ulong)line.Length;
        while (line.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(line));
            line = line[sizeof(ulong)..];
        }

        ulong tail = 0;
        for (var i = line.Length - 1; i >= 0; i--)
        {
            tail = (tail << 8) | line[i];
        }

        return Mix(Mix(hash ^ tail));
    }

    private static ulong Mix(ulong value)
    {
        value *= Prime;
        return value ^ (value >> 32);
    }
}
