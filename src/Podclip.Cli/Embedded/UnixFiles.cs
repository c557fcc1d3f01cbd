using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Podclip.Cli.Embedded;

/// <summary>Who owns files, which .NET has no door to.</summary>
internal static partial class UnixFiles
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint BasicStatistics = 0x7ff;

    /// <summary>The owner of a file or folder; null when it cannot be told.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The user's number.</returns>
    public static uint? OwnerOf(string path)
    {
        Span<byte> answer = stackalloc byte[256];
        return NativeStatx(CurrentDirectory, path, 0, BasicStatistics, ref answer[0]) == 0
            ? BinaryPrimitives.ReadUInt32LittleEndian(answer[20..]) // stx_uid, statx(2)
            : null;
    }

    /// <summary>Gives a file or folder away; root only.</summary>
    /// <param name="path">The path.</param>
    /// <param name="user">The user's number, for the group too.</param>
    /// <returns>Whether it worked.</returns>
    public static bool GiveTo(string path, uint user) => NativeChown(path, user, user) == 0;

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeStatx(int directory, string path, int flags, uint mask, ref byte answer);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeChown(string path, uint user, uint group);
}
