using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Podclip.Engine;

/// <summary>Source-generated JSON of results and run records.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(Journal.RunRecord))]
public sealed partial class EngineJson : JsonSerializerContext
{
    /// <summary>The same for people to read: quotes and letters stay as they are. Not for embedding in HTML.</summary>
    public static EngineJson Readable => field ??= new EngineJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
