namespace Podclip.Paperclip.Contract;

/// <summary>What an environment test found.</summary>
public sealed record AdapterEnvironmentTestResult
{
    /// <summary>The adapter.</summary>
    public required string AdapterType { get; init; }

    /// <summary><c>fail</c> when anything is an error, else <c>warn</c> when anything is a warning, else <c>pass</c>.</summary>
    public string Status => Checks.Any(check => check.Level == "error") ? "fail" : Checks.Any(check => check.Level == "warn") ? "warn" : "pass";

    /// <summary>What was found, in the order it was looked for.</summary>
    public required IReadOnlyList<AdapterEnvironmentCheck> Checks { get; init; }

    /// <summary>When (ISO 8601).</summary>
    public required string TestedAt { get; init; }
}
