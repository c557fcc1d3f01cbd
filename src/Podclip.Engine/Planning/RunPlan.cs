namespace Podclip.Engine.Planning;

/// <summary>Everything a run will create, as a pure function of its request and identity: same input, same bytes.</summary>
public sealed record RunPlan
{
    /// <summary>The run.</summary>
    public required RunIdentity Identity { get; init; }

    /// <summary>The agent's command line.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The Job, suspended.</summary>
    public required Job Job { get; init; }

    /// <summary>The Secrets; the first carries the guard's name. Their owner is the Job's uid, known only after it was created.</summary>
    public required IReadOnlyList<Secret> Secrets { get; init; }

    /// <summary>The claim to make if it does not exist, or null.</summary>
    public PersistentVolumeClaim? HomeClaim { get; init; }

    /// <summary>Values that must not appear in the transcript.</summary>
    public required IReadOnlyList<string> Redactions { get; init; }
}
