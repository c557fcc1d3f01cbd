using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Podclip.LocalCluster.Storage;

/// <summary>Writes documents without reflection.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class DocumentJson : JsonSerializerContext;
