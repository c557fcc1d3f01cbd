using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Api.Kinds;

/// <summary>Events in the form of <c>events.k8s.io/v1</c>: the same objects, other names.</summary>
internal static class EventView
{
    private const string ApiVersion = "events.k8s.io/v1";

    /// <summary>Names in the newer form, in writing order, with those in core's.</summary>
    private static readonly (string Shown, string Stored)[] Members =
    [
        ("metadata", "metadata"), ("eventTime", "eventTime"), ("series", "series"), ("reportingController", "reportingComponent"),
        ("reportingInstance", "reportingInstance"), ("action", "action"), ("reason", "reason"), ("regarding", "involvedObject"), ("related", "related"),
        ("note", "message"), ("type", "type"), ("deprecatedSource", "source"), ("deprecatedFirstTimestamp", "firstTimestamp"),
        ("deprecatedLastTimestamp", "lastTimestamp"), ("deprecatedCount", "count"),
    ];

    /// <summary>The view of core's kind.</summary>
    public static ResourceView Of(ResourceKind core) => new(
        core,
        stored => Rename(stored, ApiVersion, Members.Select(m => (m.Stored, m.Shown))),
        shown => Rename(shown, core.ApiVersion, Members.Select(m => (m.Shown, m.Stored))));

    private static JsonObject Rename(JsonObject source, string apiVersion, IEnumerable<(string From, string To)> members)
    {
        var result = new JsonObject { ["kind"] = "Event", ["apiVersion"] = apiVersion };
        foreach (var (from, to) in members)
        {
            // Core writes empty texts out here, the newer form leaves them out; they come back as defaults.
            if (source.TryGetPropertyValue(from, out var value) && value?.ToJsonString() is not "\"\"")
            {
                result[to] = value?.DeepClone();
            }
        }

        return result;
    }
}
