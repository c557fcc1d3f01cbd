using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Podclip.LocalCluster.Kubelet.Native;

/// <summary>Makes file descriptors that can be handed to a child. All are closed on exec, and lie above every number a child is promised.</summary>
internal static unsafe class Descriptors
{
    private const int FirstFree = 32;
    private const int UnixDomain = 1;
    private const int CloseOnExecStream = 1 | 0x80000;

    /// <summary>A pipe.</summary>
    public static (SafeFileHandle Read, SafeFileHandle Write) Pipe()
    {
        var ends = stackalloc int[2];
        Check(Libc.Pipe(ends, Libc.OpenCloseOnExec), "pipe2");
        return (Raise(ends[0]), Raise(ends[1]));
    }

    /// <summary>Two sockets that are connected to each other.</summary>
    public static (SafeFileHandle One, SafeFileHandle Other) SocketPair()
    {
        var ends = stackalloc int[2];
        Check(Libc.CreateSocketPair(UnixDomain, CloseOnExecStream, 0, ends), "socketpair");
        return (Raise(ends[0]), Raise(ends[1]));
    }

    /// <summary>Sends this process's output and errors to a file from now on, appended.</summary>
    public static void RedirectOutput(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        foreach (var descriptor in (ReadOnlySpan<int>)[1, 2])
        {
            Check(Libc.Duplicate((int)file.DangerousGetHandle(), descriptor), "dup2");
        }
    }

    /// <summary>A file without a name that holds the bytes, positioned at its start: what it holds never touches a disk.</summary>
    public static SafeFileHandle MemoryFile(string name, ReadOnlySpan<byte> content)
    {
        var handle = Raise(Check(Libc.CreateMemoryFile(name, 1), "memfd_create"));
        RandomAccess.Write(handle, content, 0);
        return handle;
    }

    /// <summary>The user namespace that owns another namespace.</summary>
    public static SafeFileHandle OwningUserNamespace(SafeFileHandle ns) =>
        Raise(Check(Libc.ControlDevice((int)ns.DangerousGetHandle(), Libc.GetOwningUserNamespace), "ioctl"));

    /// <summary>What an open file is, as the kernel names it.</summary>
    public static string NameOf(SafeFileHandle file) =>
        new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{(int)file.DangerousGetHandle()}")).LinkTarget ?? "";

    /// <summary>Opens a directory for use in a path below <c>/proc/self/fd</c>, which makes long paths short.</summary>
    public static SafeFileHandle Directory(string path) =>
        new(Check(Libc.Open(path, Libc.OpenPathOnly | Libc.OpenCloseOnExec), path), ownsHandle: true);

    /// <summary>The descriptor of a listening unix socket at a path of any length.</summary>
    public static int Listen(string directory, string name)
    {
        using var parent = Directory(directory);
        var path = Encoding.UTF8.GetBytes($"/proc/self/fd/{parent.DangerousGetHandle()}/{name}");
        var address = stackalloc byte[110];
        new Span<byte>(address, 110).Clear();
        *(ushort*)address = UnixDomain;
        path.CopyTo(new Span<byte>(address + 2, 107));
        var descriptor = RaiseNumber(Check(Libc.CreateSocket(UnixDomain, CloseOnExecStream, 0), "socket"));
        Check(Libc.Bind(descriptor, address, (uint)(path.Length + 3)), "bind");
        Check(Libc.Listen(descriptor, 16), "listen");
        return descriptor;
    }

    /// <summary>
    /// Closes what this process has inherited beyond its standard streams: somebody's pipe would stay open, and be handed on to
    /// containers. What .NET itself has opened is closed on exec and so told apart.
    /// </summary>
    public static void CloseInherited()
    {
        foreach (var path in System.IO.Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            var descriptor = int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture);
            if (descriptor > 2 && Libc.Control(descriptor, Libc.GetDescriptorFlags, 0) == 0)
            {
                _ = Libc.Close(descriptor);
            }
        }
    }

    /// <summary>
    /// Keeps what this process has inherited beyond its standard streams from going on to the programs that it starts. Unlike
    /// <see cref="CloseInherited"/> for a process that is not this program's own.
    /// </summary>
    public static void KeepInherited()
    {
        foreach (var path in System.IO.Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            var descriptor = int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture);
            if (descriptor > 2 && Libc.Control(descriptor, Libc.GetDescriptorFlags, 0) == 0)
            {
                _ = Libc.Control(descriptor, Libc.SetDescriptorFlags, Libc.CloseOnExec);
            }
        }
    }

    /// <summary>Takes over an inherited descriptor so that no child of this process inherits it again.</summary>
    public static int TakeInherited(int descriptor) => RaiseNumber(descriptor);

    /// <summary>Throws when a call failed.</summary>
    public static int Check(int result, string what) =>
        result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{what}: {Marshal.GetLastPInvokeErrorMessage()}");

    private static SafeFileHandle Raise(int descriptor) => new(RaiseNumber(descriptor), ownsHandle: true);

    private static int RaiseNumber(int descriptor)
    {
        var raised = Check(Libc.Control(descriptor, Libc.DuplicateCloseOnExec, FirstFree), "fcntl");
        _ = Libc.Close(descriptor);
        return raised;
    }
}
