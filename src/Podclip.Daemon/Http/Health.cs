namespace Podclip.Daemon.Http;

/// <summary>How a daemon is.</summary>
internal sealed record Health
{
    /// <summary><c>ok</c>, or <c>draining</c> when no new runs are taken.</summary>
    public required string Status { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>The version of this API.</summary>
    public required int Protocol { get; init; }

    /// <summary>Its process id.</summary>
    public required int Pid { get; init; }

    /// <summary>When it began to listen.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Its runs.</summary>
    public required RunCount Runs { get; init; }

    /// <summary>Its runs, counted.</summary>
    /// <param name="Live">How many are looked after.</param>
    internal sealed record RunCount(int Live);
}
