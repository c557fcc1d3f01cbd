using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Podclip.Daemon.Processes;
using Podclip.Engine;
using Podclip.Engine.Journal;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Execution;
using Podclip.Paperclip.Execution.Orphans;
using Podclip.Paperclip.Hosting;

namespace Podclip.Daemon.Runs;

/// <summary>The runs of a daemon: those it looks after are in memory, the others on disk until they are old.</summary>
internal sealed partial class RunRegistry : IFormerRuns, IAsyncDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    // A result that nobody was told is kept for longer: money stands in it.
    private static readonly TimeSpan UntoldKeptFor = TimeSpan.FromDays(30);

    private readonly DaemonFiles _files;
    private readonly HostingServices _services;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, HostedRun> _live = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HostedRun> _untold = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private bool _isDraining;

    public RunRegistry(DaemonFiles files, IClusterSource clusters, HostProcess host, TimeProvider time, ILogger log)
    {
        _files = files;
        _services = new HostingServices(new AdapterExecutor(clusters, host, this, time), time, log, _stopping.Token)
        {
            FindHost = runId => _live.Values.Concat(_untold.Values).Select(run => run.Record).FirstOrDefault(record => record.Run?.RunId == runId)?.Id,
            OnFinished = OnFinished,
            OnTold = run => _untold.TryRemove(run.Record.Id, out _),
        };
    }

    /// <summary>How many runs are looked after.</summary>
    public int Live => _live.Count;

    /// <summary>Whether no new runs are taken.</summary>
    public bool IsDraining
    {
        get
        {
            lock (_lock)
            {
                return _isDraining;
            }
        }
    }

    /// <summary>Completes when no new runs are taken and none is looked after.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Reads what earlier daemons left and goes on with it.</summary>
    public void Open()
    {
        var now = _services.Time.GetUtcNow();
        foreach (var path in Directory.EnumerateDirectories(_files.Runs))
        {
            var folder = new RunFolder(path);
            if (folder.Load() is not { } record)
            {
                continue;
            }

            if (record.FinishedAt is { } finished)
            {
                if (now - finished > (record.IsTold ? KeptFor : UntoldKeptFor))
                {
                    folder.Delete();
                }
                else if (!record.IsTold && record.Run is not null)
                {
                    _untold[record.Id] = new HostedRun(folder, record, _services);
                }

                continue;
            }

            var run = new HostedRun(folder, record, _services);
            _live[record.Id] = run;
            run.Adopt();
        }
    }

    /// <summary>A run by its caller's id, or null.</summary>
    public HostedRun? Find(string id) => _live.GetValueOrDefault(id) ?? _untold.GetValueOrDefault(id) ?? (FolderOf(id) is var folder && folder.Load() is { } record ? new HostedRun(folder, record, _services) : null);

    /// <summary>All runs, newest first.</summary>
    public IReadOnlyList<HostedRunView> List() =>
    [
        .. Directory.EnumerateDirectories(_files.Runs)
            .Select(path => _live.GetValueOrDefault(Path.GetFileName(path))?.View ?? (new RunFolder(path).Load() is { } record ? HostedRunView.Of(record, HostedRunState.Finished, null) : null))
            .OfType<HostedRunView>()
            .OrderByDescending(view => view.StartedAt),
    ];

    /// <summary>Has a run executed, unless it is or was.</summary>
    /// <returns>The run and whether it is new. Null when no new runs are taken, or when the id is that of another agent's run.</returns>
    public (HostedRun? Run, bool IsNew, bool IsConflict) Ask(string id, string adapter, AdapterExecutionContext context)
    {
        lock (_lock)
        {
            var run = Find(id);
            if (run is not null && (run.Record.Adapter != adapter || run.Record.AgentId != context.Agent.Id))
            {
                return (null, false, true);
            }

            if (run is null)
            {
                if (_isDraining || _stopping.IsCancellationRequested)
                {
                    return (null, false, false);
                }

                run = Create(id, adapter, context);
                run.Ask(context);
                return (run, true, false);
            }

            if (!_stopping.IsCancellationRequested)
            {
                run.Ask(context);
            }

            return (run, false, false);
        }
    }

    /// <summary>Takes no new runs.</summary>
    public void Drain()
    {
        lock (_lock)
        {
            _isDraining = true;
            LogDraining(_services.Log, Live);
            ShowDrained();
        }
    }

    /// <inheritdoc />
    public RunRecord? FindAbandoned(RunEngine engine, string runId) =>
        _live.Values.FirstOrDefault(run => run.Record.Run?.RunId == runId) is { } hosted
            ? hosted.HasCaller || hosted.Record.IsCancelled ? null : engine.Find(runId)
            : engine.FindAbandoned(runId);

    /// <inheritdoc />
    public IReadOnlyList<AgentJob> FindUntold(RunEngine engine, AgentJob current, string agentId) => current.TaskId is null
        ? []
        :
        [
            .. _untold.Values
                .Where(run => !run.IsFollowed) // who follows it is being told
                .Select(run => run.Record)
                .Where(record => !record.IsCancelled && record.AgentId == agentId && record.TaskId == current.TaskId && record.Id != current.RunId)
                .Select(record => (Record: record, Run: engine.Find(record.Run!.RunId)))
                .Where(former => former.Run is not null)
                .Select(former => new AgentJob(former.Record.Run!.Job, former.Record.Id, former.Record.TaskId, null, former.Record.StartedAt) { Abandoned = former.Run }),
        ];

    /// <summary>From here on no run gets a result any more: what comes of letting go of them is none.</summary>
    public void Stop() => _stopping.Cancel();

    /// <summary>Waits until nothing is under way. The engines must have let go by then.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_live.Values.Select(run => run.StoppedAsync()));
        foreach (var run in _live.Values.Concat(_untold.Values))
        {
            run.Dispose();
        }

        _stopping.Dispose();
    }

    private HostedRun Create(string id, string adapter, AdapterExecutionContext context)
    {
        var folder = FolderOf(id);
        var record = new HostedRunRecord
        {
            Id = id,
            Adapter = adapter,
            AgentId = context.Agent.Id,
            TaskId = JobLabels.TaskOf(context),
            StartedAt = _services.Time.GetUtcNow(),
        };
        folder.Save(record);
        LogAccepted(_services.Log, id, adapter, context.Agent.Id);
        var run = new HostedRun(folder, record, _services);
        _live[id] = run;
        return run;
    }

    private RunFolder FolderOf(string id) => new(Path.Combine(_files.Runs, id));

    private void OnFinished(HostedRun run)
    {
        var record = run.Record;
        if (record.Former is { } former && Find(former) is { } taken)
        {
            taken.MarkTold(); // its output, its money and its session are this run's now
        }

        if (record.Run is not null)
        {
            _untold[record.Id] = run;
            if (run.Record.IsTold)
            {
                // Its follower has the result already. Asked only now: before, it could have been told between question and entry.
                _untold.TryRemove(record.Id, out _);
            }
        }

        lock (_lock)
        {
            _live.TryRemove(record.Id, out _);
            ShowDrained();
        }
    }

    // Under the lock.
    private void ShowDrained()
    {
        if (_isDraining && _live.Values.All(run => run.View.State == HostedRunState.Waiting))
        {
            _drained.TrySetResult();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "no new runs are taken; it ends with the last of {Live}")]
    private static partial void LogDraining(ILogger log, int live);

    [LoggerMessage(Level = LogLevel.Information, Message = "run {Id}: accepted, {Adapter}, agent {Agent}")]
    private static partial void LogAccepted(ILogger log, string id, string adapter, string agent);
}
