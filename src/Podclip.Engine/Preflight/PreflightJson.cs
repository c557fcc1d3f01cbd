using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Podclip.Engine.Preflight;

/// <summary>Source-generated JSON of preflight reports.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(PreflightReport))]
public sealed partial class PreflightJson : JsonSerializerContext
{
    /// <summary>The same for people to read: quotes and letters stay as they are. Not for embedding in HTML.</summary>
    public static PreflightJson Readable => field ??= new PreflightJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
