namespace Podclip.ScriptedModel.Scenarios;

/// <summary>A script for a model: what it answers, turn by turn.</summary>
internal sealed record Scenario
{
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>What a prompt can set, with the value that holds when it does not.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public required IReadOnlyList<ScenarioTurn> Turns { get; init; }

    /// <summary>The turns for a conversation that had prompts before this one; null when it makes no difference.</summary>
    public IReadOnlyList<ScenarioTurn>? ResumedTurns { get; init; }
}
