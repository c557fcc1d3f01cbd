using System.ComponentModel;
using System.Globalization;
using System.Threading.Channels;
using Podclip.LocalCluster.Kubelet.Pods;

namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>
/// The supervisors of a kubelet. Starting a .NET process takes longer than all else of a pod's start together, so one is always kept waiting, and
/// one whose pod has ended takes the next. Each has one pod at a time, and the pod lives on in it when the kubelet ends.
/// </summary>
internal sealed class SupervisorPool : IAsyncDisposable
{
    /// <summary>How many wait while no pod does.</summary>
    private const int Spare = 1;

    /// <summary>Half of the processors may be busy with starts: short pods that end meanwhile free supervisors too.</summary>
    private static readonly int StartingAtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>While pods end, those who wait are better served by the supervisors that get free than by starting more than this.</summary>
    private static readonly int Enough = 2 * Environment.ProcessorCount;

    private static readonly TimeSpan SoonFree = TimeSpan.FromMilliseconds(500);
    private static readonly int MostIdle = Math.Max(Spare, Environment.ProcessorCount);

    private readonly IReadOnlyList<string> _command;
    private readonly string _directory;
    private readonly TimeProvider _timeProvider;
    private readonly Channel<Offer> _offers = Channel.CreateUnbounded<Offer>();
    private readonly Lock _lock = new();
    private readonly Dictionary<SupervisorProcess, Task> _all = [];
    private readonly HashSet<SupervisorProcess> _hasBegun = [];
    private int _idle;
    private int _starting;
    private int _waiting;
    private int _started;
    private long _lastFreed;
    private bool _looksAgain;
    private bool _isDisposed;

    /// <param name="command">The command that starts a supervisor.</param>
    /// <param name="stateDirectory">The cluster's state directory.</param>
    /// <param name="timeProvider">The clock.</param>
    public SupervisorPool(IReadOnlyList<string> command, string stateDirectory, TimeProvider timeProvider)
    {
        (_command, _directory, _timeProvider) = (command, Path.Combine(stateDirectory, "supervisors"), timeProvider);
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    /// <summary>How many there are, and how many of them were offered to a pod and not taken yet.</summary>
    internal (int All, int Idle) Count
    {
        get
        {
            lock (_lock)
            {
                return (_all.Count, _idle);
            }
        }
    }

    /// <summary>Starts the one that is kept waiting. A failure shows when it is needed.</summary>
    public void Warm()
    {
        lock (_lock)
        {
            StartMissing();
        }
    }

    /// <summary>Gives a pod to a supervisor; its socket can be connected to when this returns.</summary>
    /// <exception cref="IOException">No supervisor could be started, or none took the pod.</exception>
    public async Task RunAsync(PodDirectory directory, SupervisorSpec spec, CancellationToken cancellationToken)
    {
        var supervisor = await TakeAsync(cancellationToken);
        File.Delete(directory.Socket);

        // From here on, containers may have run.
        await File.WriteAllTextAsync(directory.ProcessIdFile, supervisor.Pid.ToString(CultureInfo.InvariantCulture), cancellationToken);
        await supervisor.AssignAsync(directory, spec, _timeProvider, cancellationToken);
    }

    /// <summary>Lets all supervisors go: those without a pod end.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Task> ending = [];
        lock (_lock)
        {
            _isDisposed = true;
            while (_offers.Reader.TryRead(out var offer))
            {
                if (offer.Supervisor is { } idle)
                {
                    idle.Dispose();

                    // One that died while it waited is not among them any more.
                    if (_all.TryGetValue(idle, out var reading))
                    {
                        ending.Add(reading);
                    }
                }
            }

            foreach (var (supervisor, reading) in _all)
            {
                supervisor.Dispose();
                _ = reading;
            }
        }

        await Task.WhenAll(ending);
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private async Task<SupervisorProcess> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // One that died while it waited serves nobody; its offer is still there.
            if (await TakeOfferedAsync(cancellationToken) is { HasEnded: false } supervisor)
            {
                return supervisor;
            }
        }
    }

    private async Task<SupervisorProcess> TakeOfferedAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _waiting++;
            StartMissing();
        }

        Offer offer;
        try
        {
            offer = await _offers.Reader.ReadAsync(cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                _waiting--;
            }
        }

        if (offer.Supervisor is not { } supervisor)
        {
            throw new IOException(offer.Failure);
        }

        lock (_lock)
        {
            _idle--;
            StartMissing();
        }

        return supervisor;
    }

    private void StartMissing()
    {
        while (!_isDisposed && _starting < StartingAtOnce && _idle + _starting < _waiting + Spare)
        {
            if (_all.Count >= Enough && _timeProvider.GetElapsedTime(_lastFreed) < SoonFree)
            {
                LookAgainSoon();
                return;
            }

            _starting++;
            _ = Task.Run(StartAsync);
        }
    }

    private void LookAgainSoon()
    {
        if (_looksAgain || _waiting == 0)
        {
            return;
        }

        _looksAgain = true;
        _ = Task.Delay(SoonFree, _timeProvider).ContinueWith(
            _ =>
            {
                lock (_lock)
                {
                    _looksAgain = false;
                    StartMissing();
                }
            },
            TaskScheduler.Default);
    }

    private async Task StartAsync()
    {
        SupervisorProcess supervisor;
        try
        {
            Directory.CreateDirectory(_directory);
            supervisor = SupervisorProcess.Start(_command, Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _started)}.log")));
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            Fail(e.Message);
            return;
        }

        Task reading;
        lock (_lock)
        {
            if (_isDisposed)
            {
                supervisor.Dispose();
            }

            reading = supervisor.ReadAsync(() => TakeBack(supervisor), _timeProvider);
            _all.Add(supervisor, reading);
        }

        await reading;
        var lastWords = supervisor.LastWords();
        supervisor.Dispose();
        bool hadBegun;
        lock (_lock)
        {
            _all.Remove(supervisor);
            hadBegun = _hasBegun.Remove(supervisor);
        }

        if (!hadBegun)
        {
            Fail(lastWords ?? "the supervisor ended at once and said nothing");
        }
    }

    /// <summary>It has begun, or its pod has ended.</summary>
    private void TakeBack(SupervisorProcess supervisor)
    {
        lock (_lock)
        {
            if (_hasBegun.Add(supervisor))
            {
                _starting--;
            }
            else
            {
                _lastFreed = _timeProvider.GetTimestamp();
            }

            if (_isDisposed || (_idle >= MostIdle && _waiting == 0))
            {
                supervisor.Dispose();
                return;
            }

            _idle++;
            _offers.Writer.TryWrite(new Offer(supervisor, null));
            StartMissing();
        }
    }

    /// <summary>Tells one that waits. When nobody does, the next one tries for itself.</summary>
    private void Fail(string why)
    {
        lock (_lock)
        {
            _starting--;
            if (_waiting > 0)
            {
                _offers.Writer.TryWrite(new Offer(null, why));
            }
        }
    }

    private sealed record Offer(SupervisorProcess? Supervisor, string? Failure);
}
