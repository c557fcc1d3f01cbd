using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Adapters.ClaudeK8s;

/// <summary>The models to choose from. Any other name may be typed in: it is passed on to Claude Code as it is.</summary>
internal static class ClaudeK8sModels
{
    private static readonly AdapterModel[] Direct =
    [
        new() { Id = "claude-opus-4-7", Label = "Claude Opus 4.7" },
        new() { Id = "claude-opus-4-6", Label = "Claude Opus 4.6" },
        new() { Id = "claude-sonnet-4-6", Label = "Claude Sonnet 4.6" },
        new() { Id = "claude-haiku-4-6", Label = "Claude Haiku 4.6" },
        new() { Id = "claude-sonnet-4-5-20250929", Label = "Claude Sonnet 4.5" },
        new() { Id = "claude-haiku-4-5-20251001", Label = "Claude Haiku 4.5" },
    ];

    private static readonly AdapterModel[] Bedrock =
    [
        new() { Id = "us.anthropic.claude-opus-4-7", Label = "Bedrock Claude Opus 4.7" },
        new() { Id = "us.anthropic.claude-opus-4-6-v1", Label = "Bedrock Claude Opus 4.6" },
        new() { Id = "us.anthropic.claude-sonnet-4-6", Label = "Bedrock Claude Sonnet 4.6" },
        new() { Id = "us.anthropic.claude-sonnet-4-5-20250929-v1:0", Label = "Bedrock Claude Sonnet 4.5" },
        new() { Id = "us.anthropic.claude-haiku-4-5-20251001-v1:0", Label = "Bedrock Claude Haiku 4.5" },
    ];

    /// <summary>The models of the provider that the environment selects.</summary>
    public static IReadOnlyList<AdapterModel> Of(IReadOnlyDictionary<string, string> variables) =>
        variables.GetValueOrDefault("CLAUDE_CODE_USE_BEDROCK") is "1" or "true" || !string.IsNullOrWhiteSpace(variables.GetValueOrDefault("ANTHROPIC_BEDROCK_BASE_URL")) ? Bedrock : Direct;
}
