using System.Text.Json.Serialization;

namespace Podclip.Kubernetes.Tests.Serialization;

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TestJson : JsonSerializerContext;
