using System.ComponentModel;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Podclip.LocalCluster.Kubelet.Native;

namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>
/// One run of one container: starts it, carries its output to the log file, and tells how it ended. Everything happens on one thread of
/// its own, because the sandbox dies with the thread that started it, and because waiting for three pipes needs no more.
/// </summary>
internal sealed class ContainerRun(ContainerSpec spec, string logPath, LogClock clock, TimeProvider timeProvider, Action<DateTimeOffset, int> onStarted, Action onLog)
{
    private const int StatusDescriptor = 3;
    private const int OptionsDescriptor = 4;
    private const int StackBytes = 256 * 1024;
    private readonly Lock _signalLock = new();
    private readonly TaskCompletionSource<ContainerEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _programPid;
    private bool _isStarted;
    private bool _isAskedToEnd;
    private bool _isKilled;
    private DateTimeOffset? _startedAt;

    /// <summary>Runs the container to its end.</summary>
    public Task<ContainerEnd> RunAsync()
    {
        new Thread(Run, StackBytes) { IsBackground = true, Name = spec.Name }.Start();
        return _ended.Task;
    }

    /// <summary>Asks the container's process 1 to end, as soon as it is the program: what is still bubblewrap would ignore it.</summary>
    public void AskToEnd()
    {
        lock (_signalLock)
        {
            _isAskedToEnd = true;
            if (_isStarted && _programPid > 0)
            {
                _ = Libc.Kill(_programPid, Libc.SigTerm);
            }
        }
    }

    /// <summary>Ends every process of the container.</summary>
    public void Kill()
    {
        lock (_signalLock)
        {
            _isKilled = true;
            if (_programPid > 0)
            {
                _ = Libc.Kill(_programPid, Libc.SigKill);
            }
        }
    }

    private void Run()
    {
        try
        {
            _ended.SetResult(RunProgram());
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            _ended.SetResult(StartError(e.Message));
        }
        catch (Exception e)
        {
            _ended.SetException(e);
        }
    }

    private ContainerEnd RunProgram()
    {
        using var writer = new LogEntryWriter(logPath, clock);
        if (spec.StageDirectory is { } stage)
        {
            MountStage.Set(stage, spec.StagedSources);
        }

        int launcherPid;
        var (outputRead, outputWrite) = Descriptors.Pipe();
        var (errorsRead, errorsWrite) = Descriptors.Pipe();
        var (statusRead, statusWrite) = Descriptors.Pipe();
        using var pump = new ContainerPump(outputRead, errorsRead, statusRead, writer, Launched, Started, onLog, OptionsMark());
        using var memory = spec.MemoryLimitBytes > 0 ? MemoryGroup.TryCreate(GroupName(), spec.MemoryLimitBytes) : null;
        using (outputWrite)
        using (errorsWrite)
        using (statusWrite)
        {
            launcherPid = memory is null
                ? Launch(outputWrite, errorsWrite, statusWrite)
                : memory.Start(() => Launch(outputWrite, errorsWrite, statusWrite));
        }

        pump.Run();
        if (writer.Failure is { } failure)
        {
            Console.Error.WriteLine($"log lines of {spec.Name} were lost: {failure.Message}");
        }

        var finished = timeProvider.GetUtcNow();
        lock (_signalLock)
        {
            _programPid = 0;
        }

        ChildProcess.Reap(launcherPid);
        return EndOf(pump, memory, finished);
    }

    private static string GroupName() => $"podclip-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}";

    private ContainerEnd EndOf(ContainerPump pump, MemoryGroup? memory, DateTimeOffset finished)
    {
        // Started, and no exit code: bubblewrap itself was killed, and its children died with it.
        if ((pump.ExitCode ?? (pump.HasStarted ? 128 + Libc.SigKill : null)) is not { } exitCode)
        {
            return StartError(pump.LauncherErrors);
        }

        var reason = exitCode switch
        {
            0 => "Completed",
            128 + Libc.SigKill when memory is { Kills: > 0 } => "OOMKilled",
            _ => "Error",
        };
        return new ContainerEnd(exitCode, reason, null, _startedAt, finished);
    }

    private void Launched(int programPid)
    {
        lock (_signalLock)
        {
            _programPid = programPid;
            if (_isKilled)
            {
                _ = Libc.Kill(programPid, Libc.SigKill);
            }
        }
    }

    private void Started()
    {
        _startedAt = timeProvider.GetUtcNow();
        onStarted(_startedAt.Value, _programPid);
        lock (_signalLock)
        {
            _isStarted = true;
            if (_isAskedToEnd && _programPid > 0)
            {
                _ = Libc.Kill(_programPid, Libc.SigTerm);
            }
        }
    }

    private int Launch(SafeFileHandle output, SafeFileHandle errors, SafeFileHandle status)
    {
        var options = new StringBuilder();
        foreach (var option in spec.SandboxOptions)
        {
            options.Append(option).Append('\0');
        }

        using var optionsFile = Descriptors.MemoryFile("options", Encoding.UTF8.GetBytes(options.ToString()));
        return ChildProcess.Start(new ChildStart
        {
            Program = spec.Launcher[0],
            Arguments = [.. spec.Launcher, "--args", $"{OptionsDescriptor}", "--json-status-fd", $"{StatusDescriptor}", "--", .. spec.Command],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" },
            Descriptors = new Dictionary<int, SafeFileHandle> { [1] = output, [2] = errors, [StatusDescriptor] = status, [OptionsDescriptor] = optionsFile },
        });
    }

    /// <summary>How the command line of a bubblewrap begins that has not become the program yet.</summary>
    private byte[] OptionsMark() => Encoding.UTF8.GetBytes($"{spec.Launcher[^1]}\0--args\0{OptionsDescriptor}\0");

    private ContainerEnd StartError(string detail) =>
        new(ContainerEnd.StartErrorCode, "StartError", StartErrorText.Of(detail, spec.Command[0]), null, timeProvider.GetUtcNow());
}
