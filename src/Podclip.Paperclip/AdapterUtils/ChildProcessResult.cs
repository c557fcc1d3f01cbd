namespace Podclip.Paperclip.AdapterUtils;

/// <summary>How a command ended.</summary>
public sealed record ChildProcessResult
{
    /// <summary>Its exit code; null when a signal ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it (<c>SIGTERM</c>), or null.</summary>
    public string? Signal { get; init; }

    /// <summary>Whether it was stopped because its time was over.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Whether it was stopped because the caller cancelled.</summary>
    public bool Cancelled { get; init; }

    /// <summary>The end of its standard output, at most <see cref="CapturedText.MaxCaptureBytes"/> UTF-16 units.</summary>
    public required string StandardOutput { get; init; }

    /// <summary>The end of its standard error, likewise.</summary>
    public required string StandardError { get; init; }

    /// <summary>Its id.</summary>
    public required int Pid { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How it was stopped after its last word, or null.</summary>
    public TerminalResultCleanupReport? TerminalResultCleanup { get; init; }
}
