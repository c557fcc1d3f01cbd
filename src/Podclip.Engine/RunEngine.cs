using Podclip.Agents;
using Podclip.Engine.Admission;
using Podclip.Engine.Adoption;
using Podclip.Engine.Driving;
using Podclip.Engine.Journal;
using Podclip.Engine.Observing;
using Podclip.Engine.Planning;
using Podclip.Engine.Settling;

namespace Podclip.Engine;

/// <summary>Runs agents on one namespace of one cluster. One engine serves many runs and shares its watches among them.</summary>
public sealed class RunEngine : IAsyncDisposable
{
    // How soon a run is taken up whose process died while we followed it.
    private static readonly TimeSpan TakeOverAfter = TimeSpan.FromMilliseconds(250);

    // A look at a file name; a stop that another process asks for must reach the agent within a second.
    private static readonly TimeSpan StopPoll = TimeSpan.FromMilliseconds(200);

    private readonly RunEngineOptions _options;
    private readonly EngineContext _context;
    private readonly CancellationTokenSource _shutdown = new();
    private readonly Lock _lock = new();
    private readonly List<Task> _work = [];
    private readonly StopRequests _stopRequests;
    private bool _swept;

    /// <summary>An engine; it talks to the cluster from the first run on.</summary>
    /// <param name="options">What it works with.</param>
    public RunEngine(RunEngineOptions options)
    {
        _options = options;
        _stopRequests = new StopRequests(options.State.StopRequests);
        var store = new RunStore(options.State);
        var view = new ClusterView(options.Client, options.Namespace, options.TimeProvider);
        _context = new EngineContext(
            options.Client,
            options.Namespace,
            view,
            store,
            new RunQueue(options.State.Queue, store, options.TimeProvider),
            new RunSlots(options.MaxConcurrentRuns),
            new Sweeper(options.Client, view, store, options.State),
            new AccessNotes(options.Namespace),
            options.TimeProvider);
    }

    /// <summary>
    /// Starts a run: records it, then admits, launches and observes it in the background. Never throws for what happens to the run in
    /// the cluster; that is the result.
    /// </summary>
    /// <param name="request">What to run.</param>
    /// <returns>The run.</returns>
    /// <exception cref="RunRequestException">The request is invalid; the message names every problem.</exception>
    public Run Start(RunRequest request)
    {
        var plan = Plan(request);
        var record = new RunRecord
        {
            RunId = plan.Identity.RunId,
            Agent = request.Agent.Name,
            AgentName = request.AgentName,
            Cluster = _options.Cluster,
            Namespace = _options.Namespace,
            Job = plan.Job.Metadata.Name!,
            Secrets = [.. plan.Secrets.Select(secret => secret.Metadata.Name!)],
            Nonce = plan.Identity.Nonce,
            StartedAt = _options.TimeProvider.GetUtcNow(),
            Timeout = request.Timeout,
            StartTimeout = request.StartTimeout,
            Grace = request.Grace,
            QueueTimeout = request.QueueTimeout,
            ExitTimeout = request.ExitTimeout,
            SilenceTimeout = request.SilenceTimeout,
            UnreachableTimeout = request.UnreachableTimeout,
            KeepsJob = request.KeepsJob,
        };
        _context.Store.Save(record);
        if (!RunLock.TryTake(_context.Store.DirectoryOf(record.RunId), out var runLock))
        {
            throw new InvalidOperationException($"Run {record.RunId} is new, yet another process drives it.");
        }

        return Drive(record, request.Agent, runLock, isResumed: false, (driver, _, token) => driver.LaunchAsync(plan, token));
    }

    /// <summary>The plan of a run without running it: the objects that would be created, secrets included.</summary>
    /// <param name="request">What to run.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="RunRequestException">The request is invalid; the message names every problem.</exception>
    public RunPlan Plan(RunRequest request)
    {
        var problems = RunRequestValidator.Validate(request);
        return problems.Count > 0
            ? throw new RunRequestException(problems)
            : RunPlanner.Plan(request, RunIdentity.Create(_options.TimeProvider, _options.State.ReadOwnerId()));
    }

    /// <summary>
    /// Takes up a run of this state directory: follows it if another process drives it, drives it on if that process is gone, and
    /// only replays it if it is finished.
    /// </summary>
    /// <param name="record">The run's record, from <see cref="RunStore"/>.</param>
    /// <param name="agent">The run's kind of agent.</param>
    /// <returns>The run.</returns>
    public Run Attach(RunRecord record, IAgent agent)
    {
        var directory = _context.Store.DirectoryOf(record.RunId);
        return RunLock.TryTake(directory, out var runLock) && !IsOver(directory, ref runLock)
            ? Drive(record, agent, runLock!, isResumed: true, (driver, journalled, token) => driver.ResumeAsync(journalled, token))
            : FollowOther(record, agent, directory);
    }

    /// <summary>The record of a run of this state directory.</summary>
    /// <param name="runId">The run.</param>
    /// <returns>The record, or null.</returns>
    public RunRecord? Find(string runId) => _context.Store.Find(runId) is { } record && record.RunId == runId ? record : null;

    /// <summary>The record of a run of this state directory that has no result, and that no process drives.</summary>
    /// <param name="runId">The run.</param>
    /// <returns>The record, or null.</returns>
    public RunRecord? FindAbandoned(string runId)
    {
        if (Find(runId) is not { } record || !RunLock.TryTake(_context.Store.DirectoryOf(runId), out var runLock))
        {
            return null;
        }

        runLock.Dispose();
        return _context.Store.FindResult(runId) is null ? record : null;
    }

    /// <summary>Removes what is kept of a run that is over: for runs that are nobody's, such as a probe.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="InvalidOperationException">The run is not over.</exception>
    public void Forget(Run run)
    {
        if (!run.Completion.IsCompleted)
        {
            throw new InvalidOperationException($"Run {run.Id} is not over.");
        }

        _context.Store.Remove(run.Id);
    }

    /// <summary>Lets go of all runs: their Jobs go on and can be attached to. Cancel them first to end them.</summary>
    /// <returns>When nothing is under way any more.</returns>
    public async ValueTask DisposeAsync()
    {
        await _shutdown.CancelAsync();
        Task[] work;
        lock (_lock)
        {
            work = [.. _work];
        }

        await Task.WhenAll(work).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await _context.View.DisposeAsync();
        _shutdown.Dispose();
    }

    private Run Drive(
        RunRecord record,
        IAgent agent,
        RunLock runLock,
        bool isResumed,
        Func<RunDriver, IEnumerable<JournalRecord>, CancellationToken, Task<RunResult>> drive)
    {
        var directory = _context.Store.DirectoryOf(record.RunId);
        var signal = new JournalSignal();
        var stop = new StopSignal();
        var reader = new JournalReader(directory, signal, _context.Time);
        var writer = new JournalWriter(directory, _context.Time, signal);
        var driver = new RunDriver(_context, record, agent, writer, stop);
        var completion = Task.Run(async () =>
        {
            using (runLock)
            using (writer)
            {
                if (isResumed)
                {
                    await driver.ConnectAsync(_shutdown.Token);
                }

                return await DriveAsync(record.RunId, driver, stop, token => drive(driver, reader.Read(0), token));
            }
        });
        Own(completion);
        SweepOnce();
        return new Run(record, agent, reader, () => stop.Request(StopReason.Cancel), completion);
    }

    // Another process drives the run, or it is over: its journal is read. If that process dies, the run is driven on from here.
    private Run FollowOther(RunRecord record, IAgent agent, string directory)
    {
        var reader = new JournalReader(directory, null, _context.Time);
        var stop = new StopSignal();
        var completion = Task.Run(async () =>
        {
            while (true)
            {
                if (RunLock.TryTake(directory, out var runLock))
                {
                    if (IsOver(directory, ref runLock))
                    {
                        _stopRequests.Forget(record.RunId);
                        return _context.Store.FindResult(record.RunId)
                            ?? throw new InvalidOperationException($"Run {record.RunId} is over but its result is gone from {directory}.");
                    }

                    using (runLock)
                    using (var writer = new JournalWriter(directory, _context.Time, new JournalSignal()))
                    {
                        var driver = new RunDriver(_context, record, agent, writer, stop);
                        await driver.ConnectAsync(_shutdown.Token);
                        return await DriveAsync(record.RunId, driver, stop, token => driver.ResumeAsync(reader.Read(0), token));
                    }
                }

                await Task.Delay(TakeOverAfter, _context.Time, _shutdown.Token);
            }
        });
        Own(completion);
        return new Run(record, agent, reader, () => _stopRequests.Ask(record.RunId), completion);
    }

    // Others ask for a stop by a file: the run may be driven by any process.
    private async Task<RunResult> DriveAsync(string runId, RunDriver driver, StopSignal stop, Func<CancellationToken, Task<RunResult>> drive)
    {
        using var own = driver;
        using var driving = CancellationTokenSource.CreateLinkedTokenSource(_shutdown.Token);
        var listening = ListenAsync(runId, stop, driving.Token);
        try
        {
            var result = await driver.GuardAsync(drive, _shutdown.Token);
            _stopRequests.Forget(runId);
            return result;
        }
        finally
        {
            await driving.CancelAsync();
            await listening.IgnoreCancellationAsync();
        }
    }

    private async Task ListenAsync(string runId, StopSignal stop, CancellationToken cancellationToken)
    {
        for (var heard = 0; heard < 2;)
        {
            for (var asked = _stopRequests.Count(runId); heard < asked; heard++)
            {
                stop.Request(StopReason.Cancel);
            }

            await Task.Delay(StopPoll, _options.TimeProvider, cancellationToken);
        }
    }

    // Frees the lock of a run that needs no driver any more.
    private bool IsOver(string directory, ref RunLock? runLock)
    {
        if (!new JournalReader(directory, null, _context.Time).Read(0).Any(journalled => journalled.Kind == JournalKind.End))
        {
            return false;
        }

        runLock?.Dispose();
        runLock = null;
        return true;
    }

    private void SweepOnce()
    {
        lock (_lock)
        {
            if (_swept)
            {
                return;
            }

            _swept = true;
        }

        Own(Task.Run(() => new RunPruning(_context.Store, _options.Retention, _options.TimeProvider).Prune(_shutdown.Token)));
        Own(Task.Run(async () =>
        {
            await _context.View.Jobs.WaitForSyncAsync(_shutdown.Token);
            await _context.Sweeper.SweepAsync(_shutdown.Token);
        }));
    }

    private void Own(Task task)
    {
        lock (_lock)
        {
            _work.RemoveAll(done => done.IsCompleted);
            _work.Add(task);
        }
    }
}
