using Microsoft.Extensions.Logging;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;
using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Execution;
using Podclip.Paperclip.Hosting;

namespace Podclip.Daemon.Runs;

/// <summary>
/// A run that belongs to the daemon and not to a connection. It is executed once, whoever asks for it how often; after a crash its Job is gone on
/// with, and its events keep their numbers.
/// </summary>
internal sealed partial class HostedRun : IDisposable
{
    // For so long a cluster that cannot be reached is asked again for a run that goes on there.
    private static readonly TimeSpan ResumeFor = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ResumeStep = TimeSpan.FromSeconds(3);

    private readonly RunFolder _folder;
    private readonly HostingServices _services;
    private readonly CancellationTokenSource _cancel = new();
    private readonly Lazy<EventLog> _events;
    private readonly Lock _lock = new();
    private HostedRunRecord _record;
    private AdapterExecutionContext? _context;
    private Task _work = Task.CompletedTask;
    private bool _isWorking;
    private int _followers;

    public HostedRun(RunFolder folder, HostedRunRecord record, HostingServices services)
    {
        (_folder, _record, _services) = (folder, record, services);
        _events = new Lazy<EventLog>(() => new EventLog(folder.Events));
        if (record.IsCancelled)
        {
            _cancel.Cancel();
        }
    }

    /// <summary>Its events.</summary>
    public EventLog Events => _events.Value;

    /// <summary>What is kept of it.</summary>
    public HostedRunRecord Record
    {
        get
        {
            lock (_lock)
            {
                return _record;
            }
        }
    }

    /// <summary>Whether somebody has asked for it, or follows it, since this daemon began.</summary>
    public bool HasCaller
    {
        get
        {
            lock (_lock)
            {
                return _context is not null || _followers > 0;
            }
        }
    }

    /// <summary>Whether somebody follows it.</summary>
    public bool IsFollowed
    {
        get
        {
            lock (_lock)
            {
                return _followers > 0;
            }
        }
    }

    /// <summary>As callers see it.</summary>
    public HostedRunView View
    {
        get
        {
            lock (_lock)
            {
                return HostedRunView.Of(
                    _record,
                    Events.IsComplete ? HostedRunState.Finished : _isWorking ? HostedRunState.Running : HostedRunState.Waiting,
                    Events.LastSequence);
            }
        }
    }

    /// <summary>Has it executed, unless it is, or was.</summary>
    public void Ask(AdapterExecutionContext context)
    {
        lock (_lock)
        {
            _context = context;
            Work();
        }
    }

    /// <summary>Goes on with what an earlier daemon began, as far as that is possible without its caller.</summary>
    public void Adopt()
    {
        if (Events.IsComplete)
        {
            // The earlier daemon died between the result and the note that it is there.
            End();
            return;
        }

        lock (_lock)
        {
            if (_record.Run is { IsFormer: false } || _record.IsCancelled)
            {
                LogAdopted(_services.Log, _record.Id, _record.Run?.Job ?? "none");
                Work();
            }
        }
    }

    /// <summary>Stops its agent; the result says what came of that. The wish is on disk when this returns.</summary>
    public void Cancel()
    {
        Update(record => record with { IsCancelled = true });
        _cancel.Cancel();
        lock (_lock)
        {
            Work();
        }
    }

    /// <summary>Counts a follower for as long as the answer lives.</summary>
    public IDisposable Follow() => new Follower(this);

    /// <summary>A caller was told the result.</summary>
    public void MarkTold()
    {
        if (!Record.IsTold)
        {
            Update(record => record with { IsTold = true });
            _services.OnTold(this);
        }
    }

    /// <summary>When nothing is under way any more; after the daemon was told to stop.</summary>
    public Task StoppedAsync()
    {
        lock (_lock)
        {
            return _work;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _cancel.Dispose();
        if (_events.IsValueCreated)
        {
            Events.Dispose();
        }
    }

    // Under the lock.
    private void Work()
    {
        if (!_isWorking && !Events.IsComplete)
        {
            _isWorking = true;
            _work = Task.Run(WorkAsync);
        }
    }

    private async Task WorkAsync()
    {
        try
        {
            var recorder = new RunRecorder(Events, Keep, _services.Time);
            if (AdapterRecipes.Find(_record.Adapter) is not { } recipe)
            {
                await FinishAsync(recorder, new AdapterExecutionResult { ErrorCode = "unknown_adapter", ErrorMessage = $"This daemon knows no adapter {_record.Adapter}." });
                return;
            }

            if (Record.Run is { IsFormer: false } begun && await ResumeAsync(recipe, begun, recorder) is { } settled)
            {
                await FinishAsync(recorder, settled);
                return;
            }

            if (_cancel.IsCancellationRequested)
            {
                await FinishAsync(recorder, _services.Executor.CancelledBeforeStart());
            }
            else if (TakeContext() is { } context)
            {
                recorder = new RunRecorder(Events, Keep, _services.Time);
                await FinishAsync(recorder, await _services.Executor.ExecuteAsync(recipe, context, recorder, _cancel.Token).WaitAsync(_services.Stopping));
            }
        }
#pragma warning disable CA1031 // The last resort: the daemon lives on, and its log tells.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // While the daemon lets go anything may fail; the next one goes on.
            if (!_services.Stopping.IsCancellationRequested)
            {
                LogFault(_services.Log, _record.Id, e);
            }

            Rest();
        }
    }

    private void Rest()
    {
        lock (_lock)
        {
            _isWorking = false;
        }
    }

    // Null: it waits for its caller. One that comes from here on starts the work anew.
    private AdapterExecutionContext? TakeContext()
    {
        lock (_lock)
        {
            _isWorking = _context is not null;
            return _context;
        }
    }

    private async Task<AdapterExecutionResult?> ResumeAsync(AdapterRecipe recipe, ExecutionRun run, RunRecorder recorder)
    {
        var since = _services.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await _services.Executor.ResumeAsync(recipe, run, recorder, _cancel.Token).WaitAsync(_services.Stopping);
            }
            catch (Exception e) when ((e is ClusterSourceException or KubernetesException or KubeConfigException) && !_services.Stopping.IsCancellationRequested)
            {
                if (_services.Time.GetElapsedTime(since) > ResumeFor)
                {
                    return new AdapterExecutionResult
                    {
                        ErrorCode = "outcome_unknown",
                        ErrorMessage = $"Job {run.Job} in namespace {run.Namespace} could not be gone on with: {e.Message}",
                    };
                }

                LogResumeFailed(_services.Log, _record.Id, run.Job, e.Message);
            }

            await Task.Delay(ResumeStep, _services.Time, _services.Stopping);
        }
    }

    // A result that comes as the daemon lets go is none: the run goes on, and the next daemon tells its end.
    private async Task FinishAsync(RunRecorder recorder, AdapterExecutionResult result)
    {
        while (true)
        {
            _services.Stopping.ThrowIfCancellationRequested();
            try
            {
                if (!Events.IsComplete)
                {
                    recorder.Finish(result);
                }

                End();
                break;
            }
            catch (IOException e)
            {
                // A full disk: the result is worth waiting for.
                LogFault(_services.Log, _record.Id, e);
                await Task.Delay(ResumeStep, _services.Time, _services.Stopping);
            }
        }

        LogFinished(_services.Log, _record.Id, result.ErrorCode ?? "succeeded");
    }

    private void End()
    {
        Update(record => record with { FinishedAt = _services.Time.GetUtcNow() });
        _services.OnFinished(this);
    }

    private void Keep(ExecutionRun run)
    {
        var former = run.IsFormer ? _services.FindHost(run.RunId) : null;
        Update(record => record with { Run = run, Former = former ?? record.Former });
    }

    private void Update(Func<HostedRunRecord, HostedRunRecord> change)
    {
        lock (_lock)
        {
            var changed = change(_record);
            _folder.Save(changed);
            _record = changed;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "run {Id}: gone on with, Job {Job}")]
    private static partial void LogAdopted(ILogger log, string id, string job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "run {Id}: cannot go on with Job {Job} yet: {Why}")]
    private static partial void LogResumeFailed(ILogger log, string id, string job, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "run {Id}: finished, {Code}")]
    private static partial void LogFinished(ILogger log, string id, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "run {Id}: a fault of Podclip's")]
    private static partial void LogFault(ILogger log, string id, Exception fault);

    private sealed class Follower : IDisposable
    {
        private HostedRun? _run;

        public Follower(HostedRun run)
        {
            _run = run;
            lock (run._lock)
            {
                run._followers++;
            }
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _run, null) is { } run)
            {
                lock (run._lock)
                {
                    run._followers--;
                }
            }
        }
    }
}
