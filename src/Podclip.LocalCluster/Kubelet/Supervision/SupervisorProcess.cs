using System.ComponentModel;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Pods;

namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>A process that supervises pods, one after the other, as the kubelet that started it sees it. It outlives that kubelet while it has a pod.</summary>
internal sealed class SupervisorProcess : IDisposable
{
    /// <summary>It waits for a pod.</summary>
    public const byte Idle = (byte)'I';

    /// <summary>It listens at the socket of the pod it was given, whose containers start now.</summary>
    public const byte Ready = (byte)'R';

    private const int NameLength = 15; // what the kernel keeps of a name
    private const int ReapSteps = 200;
    private static readonly TimeSpan ReapStep = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ReadyBound = TimeSpan.FromSeconds(30);
    private readonly Socket _channel;
    private readonly string _output;
    private volatile TaskCompletionSource _ready = new();
    private volatile bool _hasEnded;

    private SupervisorProcess(int pid, Socket channel, string output) => (Pid, _channel, _output) = (pid, channel, output);

    /// <summary>Its process id.</summary>
    public int Pid { get; }

    /// <summary>Whether it is known to have ended.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Starts one.</summary>
    /// <param name="command">The command.</param>
    /// <param name="output">A file for what it says before it has a pod.</param>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static SupervisorProcess Start(IReadOnlyList<string> command, string output)
    {
        var program = ChildProcess.Locate(command[0]) ?? throw new Win32Exception(2, $"there is no program {command[0]} to supervise pods");
        var (own, childs) = Descriptors.SocketPair();
        using (childs)
        {
            var pid = ChildProcess.Start(new ChildStart
            {
                Program = program,
                Arguments = command,
                Environment = Environment(),
                Descriptors = new Dictionary<int, SafeFileHandle> { [PodSupervisor.ChannelDescriptor] = childs },
                OutputFile = output,
                NewSession = true,
            });
            var handle = new SafeSocketHandle(own.DangerousGetHandle(), ownsHandle: true);
            own.SetHandleAsInvalid();
            return new SupervisorProcess(pid, new Socket(handle), output);
        }
    }

    /// <summary>The name that a supervisor carries while it has a pod: what a process id was told apart by when its number may have been used again.</summary>
    public static string NameFor(PodDirectory directory) => Path.GetFileName(directory.Path) is { Length: > NameLength } uid ? uid[..NameLength] : Path.GetFileName(directory.Path);

    /// <summary>Kills a pod's supervisor, and with it the containers. Nothing happens when it is gone, or has another pod by now.</summary>
    public static void Kill(PodDirectory directory)
    {
        if (ServingProcess(directory) is { } pid)
        {
            _ = Libc.Kill(pid, Libc.SigKill);
        }
    }

    /// <summary>The process that supervises a pod at present; null when there is none.</summary>
    public static int? ServingProcess(PodDirectory directory)
    {
        try
        {
            return int.TryParse(File.ReadAllText(directory.ProcessIdFile), CultureInfo.InvariantCulture, out var pid)
                && File.ReadAllText($"/proc/{pid}/comm").TrimEnd('\n') == NameFor(directory)
                    ? pid
                    : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Gives it a pod and waits until it listens at the pod's socket.</summary>
    /// <exception cref="IOException">It has ended, or does not answer.</exception>
    public async Task AssignAsync(PodDirectory directory, SupervisorSpec spec, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var assignment = SupervisorSpecCodec.Write(directory.Path, spec);
        byte[] frame = [.. BitConverter.GetBytes(assignment.Length), .. assignment];

        // A new one before anything is sent: that of the pod before may still be on its way to those who waited for it.
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ready = ready;
        try
        {
            ObjectDisposedException.ThrowIf(_hasEnded, this);
            for (var sent = 0; sent < frame.Length;)
            {
                sent += await _channel.SendAsync(frame.AsMemory(sent), SocketFlags.None, cancellationToken);
            }

            await ready.Task.WaitAsync(ReadyBound, timeProvider, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or TimeoutException)
        {
            throw new IOException($"the supervisor does not answer: {e.Message}", e);
        }
    }

    /// <summary>Reads what it says until it has ended, and forgets it then.</summary>
    /// <param name="onIdle">Told each time it waits for a pod.</param>
    /// <param name="timeProvider">The clock.</param>
    public async Task ReadAsync(Action onIdle, TimeProvider timeProvider)
    {
        var notice = new byte[1];
        try
        {
            while (await _channel.ReceiveAsync(notice.AsMemory(), SocketFlags.None) > 0)
            {
                if (notice[0] == Idle)
                {
                    onIdle();
                }
                else
                {
                    _ready.TrySetResult();
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Reset: it was killed. Disposed: it is not needed any more.
        }

        _hasEnded = true;
        _ready.TrySetException(new IOException("the supervisor has ended"));
        for (var i = 0; i < ReapSteps && Libc.WaitPid(Pid, out _, Libc.NoHang) == 0; i++)
        {
            await Task.Delay(ReapStep, timeProvider);
        }
    }

    /// <summary>The first line of what it said before it had a pod; null when it said nothing.</summary>
    public string? LastWords() => File.Exists(_output) ? File.ReadLines(_output).FirstOrDefault() : null;

    /// <summary>Lets it go: it ends now, or when its pod does.</summary>
    public void Dispose()
    {
        _channel.Dispose();
        File.Delete(_output);
    }

    /// <summary>Little of this process's environment, which may hold secrets, and what keeps a .NET process small.</summary>
    private static Dictionary<string, string> Environment()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOTNET_gcConcurrent"] = "0",
            ["DOTNET_GCgen0size"] = "0x200000",
            ["DOTNET_GCConserveMemory"] = "5",
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        foreach (var name in (string[])["PATH", "HOME", "TMPDIR", "LANG", "DOTNET_ROOT", $"DOTNET_ROOT_{RuntimeInformation.ProcessArchitecture.ToString().ToUpperInvariant()}", "DOTNET_BUNDLE_EXTRACT_BASE_DIR"])
        {
            if (System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                environment[name] = value;
            }
        }

        return environment;
    }
}
