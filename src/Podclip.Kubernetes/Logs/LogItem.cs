namespace Podclip.Kubernetes.Logs;

/// <summary>What a <see cref="LogFollower"/> yields.</summary>
public abstract record LogItem
{
    private protected LogItem()
    {
    }

    /// <summary>A line, once and in order.</summary>
    /// <param name="Value">The line.</param>
    public sealed record Line(LogLine Value) : LogItem;

    /// <summary>Lines may be missing here: the log was rotated or lost while the stream was cut.</summary>
    /// <param name="Reason">What is known of it.</param>
    public sealed record Gap(string Reason) : LogItem;

    /// <summary>The stream was cut and opened again; nothing is missing.</summary>
    /// <param name="Reason">Why it was cut.</param>
    public sealed record Reconnected(string Reason) : LogItem;

    /// <summary>The log is complete up to the container's end. Always the last item.</summary>
    public sealed record Complete : LogItem;

    /// <summary>The pod or its log no longer exists; what came before is all there is. Always the last item.</summary>
    /// <param name="Reason">What the server said.</param>
    public sealed record Gone(string Reason) : LogItem;
}
