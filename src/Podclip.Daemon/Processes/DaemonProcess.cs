namespace Podclip.Daemon.Processes;

/// <summary>How a running daemon is found; stands in <c>daemon.json</c> of its state directory.</summary>
public sealed record DaemonProcess
{
    /// <summary>The version of the HTTP API.</summary>
    public const int CurrentProtocol = 1;

    /// <summary>The unix socket it listens at; null when it listens at an address.</summary>
    public string? Socket { get; init; }

    /// <summary>The address it listens at; null when it listens at a socket.</summary>
    public string? Url { get; init; }

    /// <summary>The file with the token that callers at an address need.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Its process id.</summary>
    public required int Pid { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>The version of its HTTP API.</summary>
    public int Protocol { get; init; } = CurrentProtocol;

    /// <summary>When it began to listen.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}
