using System.Runtime.CompilerServices;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Logs;

/// <summary>Follows a container's log across cut streams without losing or doubling a line.</summary>
/// <remarks>
/// The log is always asked for with <c>timestamps=true&amp;follow=true</c>, and after a cut from the last known lines on, which are
/// then found again by time and content and dropped. A line that was cut in the middle is read again. Silence is no failure
/// while the container lives: only the connection's own keep-alive finds a peer that is gone.
/// </remarks>
public sealed class LogFollower
{
    private readonly KubernetesClient _client;
    private readonly string _ns;
    private readonly string _pod;
    private readonly string _container;
    private readonly TimeProvider _time;
    private readonly LogFollowerOptions _options;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _openCount;

    /// <summary>A follower of one container.</summary>
    /// <param name="client">The server.</param>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <param name="options">The bounds to work within; the defaults when null.</param>
    public LogFollower(
        KubernetesClient client, string ns, string pod, string container, TimeProvider? timeProvider = null, LogFollowerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(ns);
        ArgumentException.ThrowIfNullOrEmpty(pod);
        ArgumentException.ThrowIfNullOrEmpty(container);
        _client = client;
        _ns = ns;
        _pod = pod;
        _container = container;
        _time = timeProvider ?? TimeProvider.System;
        _options = options ?? new LogFollowerOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxLineBytes, 1024, nameof(options));
    }

    /// <summary>How often the log was asked for so far.</summary>
    public int OpenCount => Volatile.Read(ref _openCount);

    /// <summary>Completes when the server has begun to answer with the log for the first time.</summary>
    public Task Opened => _opened.Task;

    /// <summary>
    /// Reads on from <paramref name="position"/>. Batches are what one network read brought, so that a reader may write them
    /// down in one go; the bytes of a batch are valid until the next batch is asked for. A reader that knows by itself that the
    /// log is complete may stop early; nothing is asked of the server beforehand.
    /// </summary>
    /// <param name="position">Where to resume.</param>
    /// <param name="containerEnded">Completes when the container's status says terminated, or its pod is gone; tells a cut stream from an ended one.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The items, in batches; the last is <see cref="LogItem.Complete"/> or <see cref="LogItem.Gone"/>.</returns>
    /// <exception cref="KubernetesException">The server refuses the log for good (403, 401).</exception>
    /// <exception cref="ArgumentException">A mark of <paramref name="position"/> has no valid time.</exception>
    public async IAsyncEnumerable<IReadOnlyList<LogItem>> FollowAsync(
        LogPosition position, Task containerEnded, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(containerEnded);
        var connection = new LogConnection(_client, _ns, _pod, _container, _time, () => Interlocked.Increment(ref _openCount), () => _opened.TrySetResult());
        await using var session = new LogSession(connection, position, containerEnded, _options, _time);
        while (!session.IsOver)
        {
            yield return await session.NextAsync(cancellationToken);
        }
    }
}
