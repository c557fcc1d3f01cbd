using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Podclip.LocalCluster.Kubelet.Native;

/// <summary>
/// Starts a program with exactly the descriptors, environment and signal settings asked for. .NET's own Process passes on no descriptors
/// and leaves SIGPIPE ignored in the child. The child is the calling thread's: with a parent-death signal it dies with that thread.
/// </summary>
internal static unsafe class ChildProcess
{
    private const short ResetSignals = 0x04 | 0x08;
    private const short NewSessionFlag = 0x80;
    private const int WriteCreateAppend = 0x1 | 0x40 | 0x400;

    /// <summary>Starts a program; the caller has to <see cref="Reap"/> it.</summary>
    /// <exception cref="Win32Exception">It could not be started.</exception>
    public static int Start(ChildStart start)
    {
        var actions = stackalloc byte[512];
        var attributes = stackalloc byte[1024];
        var signals = stackalloc byte[256];
        _ = Libc.InitFileActions(actions);
        _ = Libc.InitAttributes(attributes);
        var arguments = ToNative(start.Arguments);
        var environment = ToNative([.. start.Environment.Select(v => $"{v.Key}={v.Value}")]);
        try
        {
            AddDescriptors(start, actions);
            new Span<byte>(signals, 256).Clear();
            _ = Libc.SetSignalMask(attributes, signals);
            new Span<byte>(signals, 256).Fill(0xff);
            _ = Libc.SetDefaultSignals(attributes, signals);
            _ = Libc.SetAttributeFlags(attributes, (short)(ResetSignals | (start.NewSession ? NewSessionFlag : 0)));
            var error = Libc.Spawn(out var pid, start.Program, actions, attributes, arguments, environment);
            return error == 0 ? pid : throw new Win32Exception(error, $"{start.Program}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
        finally
        {
            Free(arguments);
            Free(environment);
            _ = Libc.DestroyFileActions(actions);
            _ = Libc.DestroyAttributes(attributes);
        }
    }

    /// <summary>Waits until a child has ended and forgets it.</summary>
    /// <returns>Its exit code; 128 and the signal's number when a signal ended it.</returns>
    public static int Wait(int pid)
    {
        int status;
        while (Libc.WaitPid(pid, out status, 0) < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
        {
        }

        var signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }

    /// <summary>Waits until a child has ended and forgets it.</summary>
    public static void Reap(int pid) => Wait(pid);

    /// <summary>The file that a program name means, by PATH when it has no slash; null when there is none.</summary>
    public static string? Locate(string program)
    {
        if (program.Contains('/'))
        {
            return File.Exists(program) ? Path.GetFullPath(program) : null;
        }

        return (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);
    }

    private static void AddDescriptors(ChildStart start, byte* actions)
    {
        if (!start.Descriptors.ContainsKey(0))
        {
            _ = Libc.AddOpen(actions, 0, "/dev/null", 0, 0);
        }

        foreach (var (target, handle) in start.Descriptors)
        {
            _ = Libc.AddDuplicate(actions, (int)handle.DangerousGetHandle(), target);
        }

        if (start.OutputFile is { } file)
        {
            _ = Libc.AddOpen(actions, 1, file, WriteCreateAppend, 0x180);
            _ = Libc.AddDuplicate(actions, 1, 2);
        }
    }

    private static byte** ToNative(IReadOnlyList<string> values)
    {
        var array = (byte**)NativeMemory.AllocZeroed((nuint)values.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < values.Count; i++)
        {
            array[i] = (byte*)Marshal.StringToCoTaskMemUTF8(values[i]);
        }

        return array;
    }

    private static void Free(byte** array)
    {
        for (var entry = array; *entry is not null; entry++)
        {
            Marshal.FreeCoTaskMem((nint)(*entry));
        }

        NativeMemory.Free(array);
    }
}
