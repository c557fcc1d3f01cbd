using System.Text.Json;
using System.Text.Json.Nodes;

namespace Podclip.Kubernetes.Client;

/// <summary>Writes the bodies of requests.</summary>
internal static class RequestBody
{
    /// <summary>An object, under the names its kind has.</summary>
    public static byte[] Of<T>(ResourceType<T> type, T value)
        where T : KubernetesObject
    {
        var named = (T)((KubernetesObject)value with { ApiVersion = type.ApiVersion, Kind = type.Kind });
        return JsonSerializer.SerializeToUtf8Bytes(named, type.ObjectJson);
    }

    /// <summary>The options of a deletion.</summary>
    public static byte[] Of(PropagationPolicy propagation, Preconditions? preconditions, TimeSpan? gracePeriod, bool dryRun)
    {
        var body = new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1", ["propagationPolicy"] = propagation.ToString() };
        if (preconditions is { Uid: not null } or { ResourceVersion: not null })
        {
            var conditions = new JsonObject();
            AddIfSet(conditions, "uid", preconditions.Uid);
            AddIfSet(conditions, "resourceVersion", preconditions.ResourceVersion);
            body["preconditions"] = conditions;
        }

        if (gracePeriod is { } grace)
        {
            body["gracePeriodSeconds"] = (long)Math.Ceiling(grace.TotalSeconds);
        }

        if (dryRun)
        {
            body["dryRun"] = new JsonArray("All");
        }

        return Of(body);
    }

    public static byte[] Of(JsonNode node)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            node.WriteTo(writer);
        }

        return bytes.ToArray();
    }

    private static void AddIfSet(JsonObject target, string name, string? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }
}
