namespace Podclip.Cli.Running;

/// <summary>The words of the time options, not yet understood.</summary>
internal sealed record TimeArguments
{
    /// <summary><c>--timeout</c>.</summary>
    public string? Timeout { get; init; }

    /// <summary><c>--grace</c>.</summary>
    public string? Grace { get; init; }

    /// <summary><c>--start-timeout</c>.</summary>
    public string? StartTimeout { get; init; }

    /// <summary><c>--queue-timeout</c>.</summary>
    public string? QueueTimeout { get; init; }

    /// <summary><c>--no-wait</c>.</summary>
    public bool NoWait { get; init; }

    /// <summary><c>--exit-timeout</c>.</summary>
    public string? ExitTimeout { get; init; }

    /// <summary><c>--silence-timeout</c>.</summary>
    public string? SilenceTimeout { get; init; }

    /// <summary><c>--unreachable-timeout</c>.</summary>
    public string? UnreachableTimeout { get; init; }

    /// <summary>Understands the words.</summary>
    /// <param name="problems">Takes what cannot be understood.</param>
    /// <returns>The times.</returns>
    public RunTimes Parse(ICollection<string> problems)
    {
        if (NoWait && QueueTimeout is not null)
        {
            problems.Add("--no-wait and --queue-timeout exclude each other.");
        }

        return new RunTimes
        {
            Timeout = Read("--timeout", Timeout, problems),
            Grace = Read("--grace", Grace, problems),
            StartTimeout = Read("--start-timeout", StartTimeout, problems),
            QueueTimeout = NoWait ? TimeSpan.Zero : Read("--queue-timeout", QueueTimeout, problems),
            ExitTimeout = Read("--exit-timeout", ExitTimeout, problems),
            SilenceTimeout = Read("--silence-timeout", SilenceTimeout, problems),
            UnreachableTimeout = Read("--unreachable-timeout", UnreachableTimeout, problems),
        };
    }

    private static TimeSpan? Read(string option, string? text, ICollection<string> problems)
    {
        var time = text is null ? null : Duration.Parse(text);
        if (text is not null && time is null)
        {
            problems.Add($"{option} {text} is no time; write 90s, 10m or 1h30m.");
        }

        return time;
    }
}
