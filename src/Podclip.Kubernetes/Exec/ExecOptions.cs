namespace Podclip.Kubernetes.Exec;

/// <summary>A command to run in a container.</summary>
public sealed record ExecOptions
{
    /// <summary>The program and its arguments; no shell reads them.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The container; null is right only for a pod with one container.</summary>
    public string? Container { get; init; }

    /// <summary>Whether the command has a standard input; without one it reads the end at once.</summary>
    public bool HasInput { get; init; }
}
