using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Podclip.Daemon.Http;
using Podclip.Daemon.Processes;
using Podclip.Daemon.Runs;

namespace Podclip.Daemon;

/// <summary>Source-generated JSON of the daemon's files and of its HTTP API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HostedRunRecord))]
[JsonSerializable(typeof(HostedRunView))]
[JsonSerializable(typeof(IReadOnlyList<HostedRunView>))]
[JsonSerializable(typeof(IReadOnlyList<AdapterListEntry>))]
[JsonSerializable(typeof(DaemonProcess))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(StartRequest))]
[JsonSerializable(typeof(StopRequest))]
internal sealed partial class DaemonJson : JsonSerializerContext
{
    /// <summary>The same with letters and quotes as they are. Not for embedding in HTML.</summary>
    public static DaemonJson Plain => field ??= new DaemonJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
