using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Podclip.Paperclip.AdapterUtils;

namespace Podclip.Paperclip.Contract;

/// <summary>Source-generated JSON of the adapter contract.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AdapterSkillSnapshot))]
[JsonSerializable(typeof(SkillSyncPreference))]
[JsonSerializable(typeof(IReadOnlyList<PaperclipSkill>))]
[JsonSerializable(typeof(SessionCompactionResolution))]
[JsonSerializable(typeof(AdapterExecutionContext))]
[JsonSerializable(typeof(AdapterExecutionResult))]
[JsonSerializable(typeof(AdapterInvocationMeta))]
[JsonSerializable(typeof(AdapterRuntimeEvent))]
[JsonSerializable(typeof(AdapterRuntimeProgress))]
[JsonSerializable(typeof(HostTranscriptEntry))]
[JsonSerializable(typeof(AdapterModel))]
[JsonSerializable(typeof(IReadOnlyList<AdapterModel>))]
[JsonSerializable(typeof(DetectedModel))]
[JsonSerializable(typeof(AdapterConfigSchema))]
[JsonSerializable(typeof(AdapterEnvironmentTestContext))]
[JsonSerializable(typeof(AdapterEnvironmentTestResult))]
[JsonSerializable(typeof(AdapterSkillContext))]
[JsonSerializable(typeof(HireApprovedPayload))]
[JsonSerializable(typeof(HireApprovedHookResult))]
[JsonSerializable(typeof(ProviderQuotaResult))]
[JsonSerializable(typeof(AdapterDescription))]
public sealed partial class PaperclipJson : JsonSerializerContext
{
    /// <summary>The same with letters and quotes as they are, as JavaScript writes JSON. Not for embedding in HTML.</summary>
    public static PaperclipJson Plain => field ??= new PaperclipJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
