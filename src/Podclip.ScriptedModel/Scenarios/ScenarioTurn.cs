namespace Podclip.ScriptedModel.Scenarios;

/// <summary>One answer of the model. Numbers are templates, so that a prompt's parameters can set them.</summary>
internal sealed record ScenarioTurn
{
    /// <summary>The <see cref="StopReason"/> of an answer that ends without one.</summary>
    public const string NoStopReason = "none";

    /// <summary>An answer that says nothing, not even why it ends.</summary>
    public static ScenarioTurn Empty { get; } = new() { StopReason = NoStopReason, Usage = new ScriptedUsage { OutputTokens = 0 } };

    /// <summary>How many times in a row it is given.</summary>
    public string Repeat { get; init; } = "1";

    /// <summary>How long the endpoint waits before it answers at all.</summary>
    public string DelaySeconds { get; init; } = "0";

    public IReadOnlyList<ScriptedBlock> Content { get; init; } = [];

    /// <summary>The stop reason, in the words of the Messages API, or <see cref="NoStopReason"/>; null derives it from the content.</summary>
    public string? StopReason { get; init; }

    public ScriptedUsage Usage { get; init; } = new();

    public Fault? Fault { get; init; }
}
