using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Adapters.OpenCodeK8s;

/// <summary>The models to choose from. Any other PROVIDER/MODEL may be typed in.</summary>
internal static class OpenCodeK8sModels
{
    /// <summary>The models.</summary>
    public static IReadOnlyList<AdapterModel> All { get; } =
    [
        new() { Id = "anthropic/claude-opus-4-7", Label = "anthropic/claude-opus-4-7" },
        new() { Id = "anthropic/claude-sonnet-4-6", Label = "anthropic/claude-sonnet-4-6" },
        new() { Id = "anthropic/claude-haiku-4-5", Label = "anthropic/claude-haiku-4-5" },
        new() { Id = "openai/gpt-4o", Label = "openai/gpt-4o" },
        new() { Id = "google/gemini-2.5-pro", Label = "google/gemini-2.5-pro" },
        new() { Id = "google/gemini-2.5-flash", Label = "google/gemini-2.5-flash" },
    ];
}
