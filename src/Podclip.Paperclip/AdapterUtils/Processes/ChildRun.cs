using System.ComponentModel;
using System.Text;

namespace Podclip.Paperclip.AdapterUtils.Processes;

/// <summary>One command from its start until its output is closed.</summary>
internal sealed class ChildRun : IDisposable
{
    // What a terminal result is looked for in again, so that one cut by a read is found whole.
    private const int ScanOverlap = 64 * 1024;
    private const int NoSuchFile = 2;
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(5);

    private readonly ChildProcessRequest _request;
    private readonly PosixProcess _process;
    private readonly DateTimeOffset _startedAt;
    private readonly SemaphoreSlim _logTurn = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly TaskCompletionSource _lastWord = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OutputTail _output = new();
    private readonly OutputTail _error = new();
    private string _outputScan = "";
    private string _errorScan = "";

    private ChildRun(ChildProcessRequest request, PosixProcess process)
    {
        _request = request;
        _process = process;
        _startedAt = request.TimeProvider.GetUtcNow();
    }

    public static async Task<ChildProcessResult> RunAsync(
        ChildProcessRequest request,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken)
    {
        PosixProcess process;
        try
        {
            process = PosixProcess.Start(request.Command, request.Arguments, request.Cwd, environment, request.StandardInput is not null);
        }
        catch (Win32Exception e)
        {
            var path = environment.GetValueOrDefault("PATH") ?? environment.GetValueOrDefault("Path") ?? "";
            var start = $"Failed to start command \"{request.Command}\" in \"{request.Cwd}\"";
            throw new ChildProcessException(e.NativeErrorCode == NoSuchFile
                ? $"{start}. Verify adapter command, working directory, and PATH ({path})."
                : $"{start}: {e.Message}");
        }

        using var run = new ChildRun(request, process);
        return await run.FollowAsync(cancellationToken);
    }

    public void Dispose()
    {
        _process.StandardInput?.Dispose();
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _logTurn.Dispose();
        _ended.Dispose();
        _abandoned.Dispose();
    }

    private async Task<ChildProcessResult> FollowAsync(CancellationToken cancellationToken)
    {
        var output = PumpAsync("stdout", _process.StandardOutput, _output);
        var error = PumpAsync("stderr", _process.StandardError, _error);
        var input = FeedAsync();
        var exit = Task.Factory.StartNew(_process.Wait, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var stop = StopAsync(cancellationToken);
        await Task.WhenAll(output, error);
        var (exitCode, signal) = await exit;
        await _ended.CancelAsync();
        var (reason, cleanup) = await stop;
        _process.StandardInput?.Dispose();
        await input;
        return new ChildProcessResult
        {
            ExitCode = exitCode,
            Signal = signal,
            TimedOut = reason == StopReason.Timeout,
            Cancelled = reason == StopReason.Cancelled,
            StandardOutput = _output.ToString(),
            StandardError = _error.ToString(),
            Pid = _process.Pid,
            StartedAt = _startedAt,
            TerminalResultCleanup = cleanup,
        };
    }

    private async Task PumpAsync(string stream, FileStream source, OutputTail tail)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[64 * 1024];
        var units = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        int count;
        do
        {
            var read = source.ReadAsync(bytes, CancellationToken.None).AsTask();
            var abandoned = Task.Delay(Timeout.InfiniteTimeSpan, _abandoned.Token);
            count = await Task.WhenAny(read, abandoned) == read ? await read : 0;
            var text = new string(units, 0, decoder.GetChars(bytes, 0, count, units, 0, flush: count == 0));
            if (text.Length > 0)
            {
                await DeliverAsync(stream, text, tail);
            }
        }
        while (count > 0);
    }

    private async Task DeliverAsync(string stream, string text, OutputTail tail)
    {
        await _logTurn.WaitAsync(CancellationToken.None);
        try
        {
            tail.Add(text);
            LookForLastWord(stream, text);
            await _request.OnLog(stream, text);
        }
        catch (Exception e)
        {
            _request.OnLogError?.Invoke(e, $"run {_request.RunId}: failed to append {stream} log chunk");
        }
        finally
        {
            _logTurn.Release();
        }
    }

    private void LookForLastWord(string stream, string text)
    {
        if (_request.TerminalResultCleanup is not { } cleanup || _lastWord.Task.IsCompleted)
        {
            return;
        }

        _outputScan = stream == "stdout" ? CapturedText.AppendWithCap(_outputScan, text, ScanOverlap + text.Length) : _outputScan;
        _errorScan = stream == "stderr" ? CapturedText.AppendWithCap(_errorScan, text, ScanOverlap + text.Length) : _errorScan;
        if (cleanup.HasTerminalResult(_outputScan, _errorScan))
        {
            _lastWord.TrySetResult();
        }
    }

    private async Task FeedAsync()
    {
        try
        {
            if (_request.OnSpawn is { } onSpawn)
            {
                await onSpawn(new SpawnedProcess(_process.Pid, _process.Pid, _startedAt));
            }
        }
        catch (Exception e)
        {
            _request.OnLogError?.Invoke(e, $"run {_request.RunId}: failed to record child process metadata");
        }

        if (_process.StandardInput is not { } input)
        {
            return;
        }

        try
        {
            await input.WriteAsync(Encoding.UTF8.GetBytes(_request.StandardInput!), _ended.Token);
            await input.DisposeAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The command ended without reading all of it, which is its right.
        }
    }

    private async Task<(StopReason Reason, TerminalResultCleanupReport? Cleanup)> StopAsync(CancellationToken cancellationToken)
    {
        var reason = await ReasonToStopAsync(cancellationToken);
        if (reason == StopReason.None)
        {
            return (reason, null);
        }

        _process.SignalGroup(PosixProcess.SigTerm);
        var needsKill = await ElapsesAsync(TimeSpan.FromSeconds(Math.Max(1, _request.GraceSec)));
        if (needsKill)
        {
            _process.SignalGroup(PosixProcess.SigKill);
            if (await ElapsesAsync(AfterKill))
            {
                await _abandoned.CancelAsync();
            }
        }

        return (reason, reason == StopReason.LastWord ? new TerminalResultCleanupReport(needsKill ? "SIGKILL" : "SIGTERM", needsKill) : null);
    }

    private async Task<StopReason> ReasonToStopAsync(CancellationToken cancellationToken)
    {
        var time = _request.TimeProvider;
        var over = _request.TimeoutSec > 0 ? Task.Delay(TimeSpan.FromSeconds(_request.TimeoutSec), time, _ended.Token) : Task.Delay(-1, _ended.Token);
        var cancelled = Task.Delay(-1, cancellationToken);
        var settled = LastWordGraceAsync();
        var first = await Task.WhenAny(over, cancelled, settled);
        return _ended.IsCancellationRequested ? StopReason.None
            : first == cancelled ? StopReason.Cancelled
            : first == over ? StopReason.Timeout
            : StopReason.LastWord;
    }

    private async Task LastWordGraceAsync()
    {
        await _lastWord.Task.WaitAsync(_ended.Token);
        await Task.Delay(_request.TerminalResultCleanup!.Grace, _request.TimeProvider, _ended.Token);
    }

    // False when the command ends first.
    private async Task<bool> ElapsesAsync(TimeSpan time)
    {
        try
        {
            await Task.Delay(time, _request.TimeProvider, _ended.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private enum StopReason
    {
        None,
        Timeout,
        Cancelled,
        LastWord,
    }
}
