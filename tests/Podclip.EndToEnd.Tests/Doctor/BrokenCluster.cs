namespace Podclip.EndToEnd.Tests.Doctor;

/// <summary>A namespace broken by script, and what a doctor must say of it.</summary>
/// <param name="Name">What is wrong, in words; also the test's name.</param>
/// <param name="Code">The finding's code.</param>
/// <param name="ExitCode">The doctor's exit code, and, where it is not 0, that of a run.</param>
internal sealed record BrokenCluster(string Name, string Code, int ExitCode)
{
    /// <summary>What an administrator applied by mistake; <c>NS</c> stands for the namespace.</summary>
    public string Script { get; init; } = "";

    /// <summary>Whether the namespace is there at all.</summary>
    public bool HasNamespace { get; init; } = true;

    /// <summary>The verbs that the service account is without, such as <c>create jobs</c>, and asks in its own name; null to ask as an administrator.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Further arguments of doctor and run.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What the message names, beside the code.</summary>
    public required string Names { get; init; }
}
