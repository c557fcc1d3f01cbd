namespace Podclip.ScriptedModel.Scenarios;

/// <summary>The token counts of an answer; what is null is made up from the texts.</summary>
internal sealed record ScriptedUsage
{
    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public long CacheReadInputTokens { get; init; }

    public long CacheCreationInputTokens { get; init; }
}
