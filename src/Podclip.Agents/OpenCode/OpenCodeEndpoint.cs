using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Podclip.Agents.OpenCode;

/// <summary>Leads OpenCode to an OpenAI-compatible endpoint, by a provider in its configuration.</summary>
internal static class OpenCodeEndpoint
{
    // Without a model OpenCode would choose one of those it knows, which is elsewhere.
    private static readonly OpenCodeModel ScriptedModel = new("scripted", "scripted");

    // Bundled with OpenCode: nothing is downloaded for it.
    private const string Package = "@ai-sdk/openai-compatible";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The variables.</summary>
    /// <exception cref="AgentRequestException">No model is named for an endpoint that may have any.</exception>
    public static IReadOnlyDictionary<string, string> LeadTo(ModelAddress address)
    {
        if (address.Model is null && !address.IsScripted)
        {
            throw new AgentRequestException(["OpenCode must be told which model an endpoint has: name it as PROVIDER/MODEL; any provider's name will do."]);
        }

        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { [OpenCodeVariables.ConfigContent] = Configuration(address) };
        if (address.IsScripted)
        {
            // OpenCode installs a package of its own in the background; here nothing outside is to be asked.
            variables["npm_config_registry"] = "http://127.0.0.1:1/";
        }

        return variables;
    }

    private static string Configuration(ModelAddress address)
    {
        var model = OpenCodeModel.Parse(address.Model) ?? ScriptedModel;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("model", model.ToString());
            writer.WriteString("small_model", model.ToString());
            writer.WriteStartObject("provider");
            writer.WriteStartObject(model.Provider);
            writer.WriteString("npm", Package);
            writer.WriteStartObject("options");
            // The scripted model has its chat completions under the usual folder.
            writer.WriteString("baseURL", address.IsScripted ? $"{address.BaseUrl}/v1" : address.BaseUrl);
            writer.WriteString("apiKey", address.IsScripted ? ModelAddress.ScriptedKey : $"{{env:{KeyOf(model.Provider)}}}");
            writer.WriteEndObject();
            writer.WriteStartObject("models");
            writer.WriteStartObject(model.Name);
            WriteModel(writer, address.IsScripted);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    // A script reads a prompt of any size: at the window's end OpenCode would shorten the conversation. It costs what such models cost.
    private static void WriteModel(Utf8JsonWriter writer, bool isScripted)
    {
        if (!isScripted)
        {
            return;
        }

        writer.WriteStartObject("limit");
        writer.WriteNumber("context", 100_000_000);
        writer.WriteNumber("output", 8192);
        writer.WriteEndObject();
        writer.WriteStartObject("cost");
        writer.WriteNumber("input", 3);
        writer.WriteNumber("output", 15);
        writer.WriteNumber("cache_read", 0.3m);
        writer.WriteNumber("cache_write", 3.75m);
        writer.WriteEndObject();
    }

    private static string KeyOf(string provider) => provider switch
    {
        "anthropic" => "ANTHROPIC_API_KEY",
        "google" => "GOOGLE_GENERATIVE_AI_API_KEY",
        "openrouter" => "OPENROUTER_API_KEY",
        _ => "OPENAI_API_KEY",
    };
}
