using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Podclip.Kubernetes.Tests.Serialization;

public class RoundTripTests
{
    public static TheoryData<string> Streams() => [.. Recording.Names("life-*-pods"), .. Recording.Names("life-*-jobs"), .. Recording.Names("life-*-events")];

    public static TheoryData<string> Objects() =>
        [.. Recording.Names("*").Where(n => Recording.Load(n) is { Status: < 300, Body: JsonObject body } && KindOf(body) is { } kind && Typed.Contains(kind, StringComparer.Ordinal))];

    /// <summary>The kinds that have a type of their own.</summary>
    private static readonly string[] Typed = ["Pod", "Job", "Secret", "PersistentVolumeClaim", "Namespace", "Event", "ConfigMap", "Node", "ServiceAccount", "Lease", "ResourceQuota", "LimitRange", "SelfSubjectAccessReview", "SelfSubjectReview"];

    [Theory]
    [MemberData(nameof(Streams))]
    public void Everything_in_a_recorded_watch_survives(string name)
    {
        foreach (var frame in Recording.Load(name).Events.Where(e => (string)e["type"]! != "BOOKMARK"))
        {
            AssertSurvives(frame["object"]!);
        }
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void Everything_in_a_recorded_answer_survives(string name) => AssertSurvives(Recording.Load(name).Body!);

    [Fact]
    public void Unknown_members_survive_at_every_level()
    {
        var body = Recording.Load("life-success-pods").Events.Last()["object"]!.DeepClone();
        var count = Plant(body);
        Assert.True(count > 20, $"only {count} objects to plant into");
        AssertSurvives(body);
    }

    private static string? KindOf(JsonObject body) =>
        (string?)body["kind"] is { } kind ? kind.EndsWith("List", StringComparison.Ordinal) ? kind[..^"List".Length] : kind : null;

    private static int Plant(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members when !members.All(m => m.Value is JsonValue v && v.GetValueKind() == JsonValueKind.String):
                var planted = members.Select(m => m.Value).ToList().Sum(Plant);
                members["futureField"] = new JsonObject { ["of"] = new JsonArray(1, "two", null) };
                return planted + 1;
            case JsonArray items:
                return items.Sum(Plant);
            default:
                return 0;
        }
    }

    private static void AssertSurvives(JsonNode node)
    {
        var bytes = node.ToJsonString();
        var written = (string?)node["kind"] switch
        {
            "Pod" => Rewrite(bytes, ResourceTypes.Pods.ObjectJson),
            "PodList" => Rewrite(bytes, ResourceTypes.Pods.ListJson),
            "Job" => Rewrite(bytes, ResourceTypes.Jobs.ObjectJson),
            "JobList" => Rewrite(bytes, ResourceTypes.Jobs.ListJson),
            "Secret" => Rewrite(bytes, ResourceTypes.Secrets.ObjectJson),
            "Event" => Rewrite(bytes, ResourceTypes.Events.ObjectJson),
            "EventList" => Rewrite(bytes, ResourceTypes.Events.ListJson),
            "Lease" => Rewrite(bytes, ResourceTypes.Leases.ObjectJson),
            "Namespace" => Rewrite(bytes, ResourceTypes.Namespaces.ObjectJson),
            "LimitRange" => Rewrite(bytes, ResourceTypes.LimitRanges.ObjectJson),
            "ResourceQuota" => Rewrite(bytes, ResourceTypes.ResourceQuotas.ObjectJson),
            "SelfSubjectAccessReview" => Rewrite(bytes, ResourceTypes.SelfSubjectAccessReviews.ObjectJson),
            "SelfSubjectReview" => Rewrite(bytes, ResourceTypes.SelfSubjectReviews.ObjectJson),
            "PersistentVolumeClaim" => Rewrite(bytes, ResourceTypes.PersistentVolumeClaims.ObjectJson),
            var kind => throw new InvalidOperationException($"no type for {kind}"),
        };
        var expected = Normalize(node.DeepClone())!;
        var actual = Normalize(written)!;
        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected.ToJsonString()}\nbut was {actual.ToJsonString()}");
    }

    private static JsonNode Rewrite<T>(string json, JsonTypeInfo<T> type) =>
        JsonNode.Parse(JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type)!, type))!;

    /// <summary>Members that are null say the same as absent ones, and a time is the same in any notation.</summary>
    private static JsonNode? Normalize(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    members.Remove(name);
                    if (value is not null && Normalize(value) is { } kept)
                    {
                        members[name] = kept.Parent is null ? kept : kept.DeepClone();
                    }
                }

                return members;
            case JsonArray items:
                return new JsonArray([.. items.Select(i => Normalize(i?.DeepClone()))]);
            case JsonValue value when value.TryGetValue<string>(out var text) && text.EndsWith('Z') && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var time):
                return JsonValue.Create(time.ToUnixTimeMilliseconds());
            default:
                return node;
        }
    }
}
