namespace Podclip.Kubernetes.Exec;

/// <summary>How a command in a container ended.</summary>
public abstract record ExecOutcome
{
    private protected ExecOutcome()
    {
    }

    /// <summary>It ran and ended.</summary>
    /// <param name="Code">Its exit code; 128 and a signal's number when a signal ended it.</param>
    public sealed record Exited(int Code) : ExecOutcome;

    /// <summary>It did not run, or nobody knows how it ended: no such program, or the node lost it.</summary>
    /// <param name="Message">The node's words.</param>
    /// <param name="Status">The whole answer.</param>
    public sealed record Failed(string Message, Status Status) : ExecOutcome;
}
