using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>Who sends the bill. Behaviour of adapter-utils 2026.916.1.</summary>
public static class Billing
{
    /// <summary>Who bills for a model behind an OpenAI-compatible endpoint: OpenRouter if its key or its address is set.</summary>
    /// <param name="environment">The agent's variables.</param>
    /// <param name="fallback">Who bills otherwise.</param>
    /// <returns>The biller; null only if that is the fallback.</returns>
    public static string? InferOpenAiCompatibleBiller(IReadOnlyDictionary<string, string> environment, string? fallback = "openai")
    {
        var address = Read("OPENAI_BASE_URL") ?? Read("OPENAI_API_BASE") ?? Read("OPENAI_API_BASE_URL");
        return Read("OPENROUTER_API_KEY") is not null || address?.Contains("openrouter.ai", StringComparison.OrdinalIgnoreCase) == true
            ? "openrouter"
            : fallback;

        string? Read(string name) => JsText.TrimToNull(environment.GetValueOrDefault(name));
    }
}
