using System.Text;
using Microsoft.Win32.SafeHandles;
using Podclip.LocalCluster.Kubelet.Native;

namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>Waits for what comes out of a sandbox: the program's two outputs and bubblewrap's status.</summary>
internal sealed unsafe class ContainerPump : IDisposable
{
    private const int StartPollMilliseconds = 2;
    private const int DrainMilliseconds = 2000;
    private const int LauncherErrorLimit = 8 * 1024;
    private readonly SafeFileHandle[] _pipes;
    private readonly LogEntryWriter _writer;
    private readonly LineSplitter _output;
    private readonly LineSplitter _errors;
    private readonly SandboxStatus _status = new();
    private readonly MemoryStream _launcherErrors = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Action<int> _launched;
    private readonly Action _started;
    private readonly Action _onLog;
    private readonly byte[] _launcherMark;

    /// <summary>Takes over the pipes.</summary>
    /// <param name="output">The program's output.</param>
    /// <param name="errors">The program's errors; before the program runs, bubblewrap's own.</param>
    /// <param name="status">Bubblewrap's status.</param>
    /// <param name="writer">The log.</param>
    /// <param name="launched">Told the process id of the container's process 1.</param>
    /// <param name="started">Told when that process has become the program.</param>
    /// <param name="onLog">Told when the log file has grown.</param>
    /// <param name="launcherMark">How the command line begins of a process that is still bubblewrap.</param>
    public ContainerPump(
        SafeFileHandle output,
        SafeFileHandle errors,
        SafeFileHandle status,
        LogEntryWriter writer,
        Action<int> launched,
        Action started,
        Action onLog,
        byte[] launcherMark)
    {
        _pipes = [output, errors, status];
        _writer = writer;
        _output = new LineSplitter(LogStream.Output, writer);
        _errors = new LineSplitter(LogStream.Errors, writer);
        (_launched, _started, _onLog, _launcherMark) = (launched, started, onLog, launcherMark);
    }

    /// <summary>The exit code; null when the program never started or its sandbox was killed from outside.</summary>
    public int? ExitCode => _status.ExitCode;

    /// <summary>Whether the program ran.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>What bubblewrap printed instead of starting the program.</summary>
    public string LauncherErrors => Encoding.UTF8.GetString(_launcherErrors.GetBuffer(), 0, (int)_launcherErrors.Length);

    /// <summary>Carries everything until all three pipes have ended. A pipe that somebody outside of the sandbox holds open is given up soon after the end.</summary>
    public void Run()
    {
        var entries = stackalloc PollEntry[3];
        for (var i = 0; i < 3; i++)
        {
            entries[i] = new PollEntry { Descriptor = (int)_pipes[i].DangerousGetHandle(), Events = Libc.PollIn };
        }

        var isDraining = false;
        while (entries[0].Descriptor >= 0 || entries[1].Descriptor >= 0 || entries[2].Descriptor >= 0)
        {
            var timeout = isDraining ? DrainMilliseconds : HasStarted || _status.ChildPid == 0 ? -1 : StartPollMilliseconds;
            var ready = Libc.Poll(entries, 3, timeout);
            if (ready == 0 && isDraining)
            {
                break;
            }

            TakeStatus(ref entries[2]);
            Take(ref entries[0], isOutput: true);
            Take(ref entries[1], isOutput: false);
            isDraining = entries[2].Descriptor < 0 || ExitCode is not null;
            if (_writer.Flush())
            {
                _onLog();
            }
        }

        Complete();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var pipe in _pipes)
        {
            pipe.Dispose();
        }
    }

    private void Complete()
    {
        _output.Complete();
        _errors.Complete();
        if (_writer.Flush())
        {
            _onLog();
        }
    }

    private void TakeStatus(ref PollEntry entry)
    {
        if (entry is { Descriptor: >= 0, Returned: not 0 })
        {
            var known = _status.ChildPid;
            var bytes = Read(ref entry);
            _status.Append(bytes);
            if (known == 0 && _status.ChildPid != 0)
            {
                _launched(_status.ChildPid);
            }
        }

        if (!HasStarted && (ExitCode is not null || (_status.ChildPid != 0 && IsProgram(_status.ChildPid))))
        {
            Start();
        }
    }

    private void Take(ref PollEntry entry, bool isOutput)
    {
        if (entry is not { Descriptor: >= 0, Returned: not 0 })
        {
            return;
        }

        var bytes = Read(ref entry);
        if (bytes.IsEmpty)
        {
            return;
        }

        if (!HasStarted && (isOutput || _launcherErrors.Length + bytes.Length > LauncherErrorLimit || IsProgram(_status.ChildPid)))
        {
            Start();
        }

        if (!HasStarted)
        {
            _launcherErrors.Write(bytes);
            return;
        }

        (isOutput ? _output : _errors).Append(bytes);
    }

    private void Start()
    {
        HasStarted = true;
        _started();
        _errors.Append(_launcherErrors.GetBuffer().AsSpan(0, (int)_launcherErrors.Length));
        _launcherErrors.SetLength(0);
    }

    private ReadOnlySpan<byte> Read(ref PollEntry entry)
    {
        fixed (byte* buffer = _buffer)
        {
            var count = Libc.Read(entry.Descriptor, buffer, _buffer.Length);
            if (count <= 0)
            {
                entry.Descriptor = -1;
                return [];
            }

            return _buffer.AsSpan(0, (int)count);
        }
    }

    /// <summary>Whether the container's process 1 is no longer bubblewrap; false also when it is gone.</summary>
    private bool IsProgram(int pid)
    {
        if (pid == 0)
        {
            return false;
        }

        var handle = Libc.Open($"/proc/{pid}/cmdline", Libc.OpenCloseOnExec);
        if (handle < 0)
        {
            return false;
        }

        var line = stackalloc byte[512];
        var count = Libc.Read(handle, line, 512);
        _ = Libc.Close(handle);
        return count > 0 && !new ReadOnlySpan<byte>(line, (int)count).StartsWith(_launcherMark);
    }
}
