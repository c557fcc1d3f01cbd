using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Podclip.Paperclip.AdapterUtils.Processes;

/// <summary>
/// A child process that leads its own session and group. .NET's Process can give it neither, and cannot tell an exit code above 128 from a signal.
/// </summary>
internal sealed partial class PosixProcess
{
    public const int SigKill = 9;
    public const int SigTerm = 15;
    private const int NoSuchFile = 2;
    private const int Interrupted = 4;
    private const int CloseOnExec = 0x80000;
    private const short DefaultSignalsAndMask = 0x04 | 0x08;
    private const short NewSession = 0x80;

    private static readonly string?[] SignalNames =
    [
        null, "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE",
        "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ",
        "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
    ];

    private PosixProcess(int pid, FileStream? input, FileStream output, FileStream error)
    {
        Pid = pid;
        StandardInput = input;
        StandardOutput = output;
        StandardError = error;
    }

    public int Pid { get; }

    public FileStream? StandardInput { get; }

    public FileStream StandardOutput { get; }

    public FileStream StandardError { get; }

    /// <summary>Starts a program.</summary>
    /// <exception cref="Win32Exception">It could not be started; error 2 when there is no such program or folder.</exception>
    public static PosixProcess Start(string command, IReadOnlyList<string> arguments, string cwd, IReadOnlyDictionary<string, string> environment, bool hasInput)
    {
        var program = Locate(command, cwd, environment) ?? throw new Win32Exception(NoSuchFile);
        using var input = hasInput ? new Pipe() : null;
        using var output = new Pipe();
        using var error = new Pipe();
        var pid = Spawn(program, [command, .. arguments], cwd, environment, [input?.ReadEnd, output.WriteEnd, error.WriteEnd]);
        return new PosixProcess(
            pid,
            input is null ? null : new FileStream(input.TakeWriteEnd(), FileAccess.Write, 0),
            new FileStream(output.TakeReadEnd(), FileAccess.Read, 0),
            new FileStream(error.TakeReadEnd(), FileAccess.Read, 0));
    }

    /// <summary>Sends a signal to all processes of the group; nothing happens when none is left.</summary>
    public void SignalGroup(int signal) => _ = Kill(-Pid, signal);

    /// <summary>Waits until it has ended and forgets it.</summary>
    /// <returns>Its exit code, or the name of the signal that ended it.</returns>
    public (int? ExitCode, string? Signal) Wait()
    {
        int status;
        while (WaitPid(Pid, out status, 0) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }

        var signal = status & 0x7f;
        return signal == 0 ? ((status >> 8) & 0xff, null) : (null, SignalNames.ElementAtOrDefault(signal) ?? FormattableString.Invariant($"SIG{signal}"));
    }

    private static string? Locate(string command, string cwd, IReadOnlyDictionary<string, string> environment)
    {
        var candidates = command.Contains('/', StringComparison.Ordinal)
            ? [Path.Combine(cwd, command)]
            : (environment.GetValueOrDefault("PATH") ?? environment.GetValueOrDefault("Path") ?? "").Split(':')
                .Select(folder => Path.Combine(cwd, folder, command));
        return Directory.Exists(cwd) ? candidates.FirstOrDefault(File.Exists) : null;
    }

    private static unsafe int Spawn(
        string program,
        IReadOnlyList<string> arguments,
        string cwd,
        IReadOnlyDictionary<string, string> environment,
        SafeFileHandle?[] descriptors)
    {
        var actions = stackalloc byte[512];
        var attributes = stackalloc byte[1024];
        var signals = stackalloc byte[256];
        _ = InitFileActions(actions);
        _ = InitAttributes(attributes);
        var argv = ToNative(arguments);
        var envp = ToNative([.. environment.Select(variable => $"{variable.Key}={variable.Value}")]);
        try
        {
            for (var target = 0; target < descriptors.Length; target++)
            {
                _ = descriptors[target] is { } handle
                    ? AddDuplicate(actions, (int)handle.DangerousGetHandle(), target)
                    : AddOpen(actions, target, "/dev/null", 0, 0);
            }

            _ = AddChangeDirectory(actions, cwd);
            new Span<byte>(signals, 256).Clear();
            _ = SetSignalMask(attributes, signals);
            new Span<byte>(signals, 256).Fill(0xff);
            _ = SetDefaultSignals(attributes, signals);
            _ = SetAttributeFlags(attributes, DefaultSignalsAndMask | NewSession);
            var error = SpawnProgram(out var pid, program, actions, attributes, argv, envp);
            return error == 0 ? pid : throw new Win32Exception(error, Marshal.GetPInvokeErrorMessage(error));
        }
        finally
        {
            Free(argv);
            Free(envp);
            _ = DestroyFileActions(actions);
            _ = DestroyAttributes(attributes);
        }
    }

    private static unsafe byte** ToNative(IReadOnlyList<string> values)
    {
        var array = (byte**)NativeMemory.AllocZeroed((nuint)values.Count + 1, (nuint)sizeof(byte*));
        for (var index = 0; index < values.Count; index++)
        {
            array[index] = (byte*)Marshal.StringToCoTaskMemUTF8(values[index]);
        }

        return array;
    }

    private static unsafe void Free(byte** array)
    {
        for (var entry = array; *entry is not null; entry++)
        {
            Marshal.FreeCoTaskMem((nint)(*entry));
        }

        NativeMemory.Free(array);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPid(int pid, out int status, int options);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static unsafe partial int CreatePipe(int* descriptors, int flags);

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int SpawnProgram(out int pid, string path, byte* fileActions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static unsafe partial int InitFileActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static unsafe partial int DestroyFileActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static unsafe partial int AddDuplicate(byte* actions, int source, int target);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int AddOpen(byte* actions, int target, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int AddChangeDirectory(byte* actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static unsafe partial int InitAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static unsafe partial int DestroyAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static unsafe partial int SetAttributeFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static unsafe partial int SetDefaultSignals(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static unsafe partial int SetSignalMask(byte* attributes, byte* signals);

    /// <summary>Two ends that no other child inherits; an end that nobody took is closed.</summary>
    private sealed class Pipe : IDisposable
    {
        public unsafe Pipe()
        {
            var ends = stackalloc int[2];
            if (CreatePipe(ends, CloseOnExec) != 0)
            {
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            }

            ReadEnd = new SafeFileHandle(ends[0], ownsHandle: true);
            WriteEnd = new SafeFileHandle(ends[1], ownsHandle: true);
        }

        public SafeFileHandle ReadEnd { get; private set; }

        public SafeFileHandle WriteEnd { get; private set; }

        public SafeFileHandle TakeReadEnd()
        {
            var end = ReadEnd;
            ReadEnd = new SafeFileHandle();
            return end;
        }

        public SafeFileHandle TakeWriteEnd()
        {
            var end = WriteEnd;
            WriteEnd = new SafeFileHandle();
            return end;
        }

        public void Dispose()
        {
            ReadEnd.Dispose();
            WriteEnd.Dispose();
        }
    }
}
