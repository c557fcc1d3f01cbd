using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Api.Subresources;

namespace Podclip.LocalCluster.Api.Discovery;

/// <summary>What tells clients which kinds there are, made from the registry.</summary>
internal sealed class DiscoveryDocuments(ResourceRegistry registry)
{
    private const int StorageHashBytes = 8;

    /// <summary>The order in which the real server names groups: by priority, then as it always was (recorded).</summary>
    private static readonly string[] GroupOrder =
    [
        "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "batch", "policy", "rbac.authorization.k8s.io", "coordination.k8s.io",
    ];

    /// <summary><c>/api</c> in one document.</summary>
    public JsonObject AggregatedCore() => Aggregated([""]);

    /// <summary><c>/apis</c> in one document.</summary>
    public JsonObject AggregatedGroups() => Aggregated(Groups());

    /// <summary><c>/api</c>.</summary>
    public static JsonObject CoreVersions(string address) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = address }),
    };

    /// <summary><c>/apis</c>.</summary>
    public JsonObject GroupList() => new() { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups().Select(g => (JsonNode)GroupEntry(g))]) };

    /// <summary><c>/apis/GROUP</c>; null when there is no such group.</summary>
    public JsonObject? Group(string group)
    {
        if (!Groups().Contains(group))
        {
            return null;
        }

        var document = new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" };
        foreach (var (name, value) in GroupEntry(group))
        {
            document[name] = value?.DeepClone();
        }

        return document;
    }

    /// <summary><c>/api/v1</c> or <c>/apis/GROUP/VERSION</c>; null when it is not served.</summary>
    public JsonObject? Resources(string group, string version)
    {
        var kinds = registry.All.Where(k => k.Group == group && k.Version == version).OrderBy(k => k.Plural, StringComparer.Ordinal).ToList();
        if (kinds.Count == 0)
        {
            return null;
        }

        var document = new JsonObject { ["kind"] = "APIResourceList" };
        if (group.Length > 0)
        {
            document["apiVersion"] = "v1";
        }

        document["groupVersion"] = kinds[0].ApiVersion;
        document["resources"] = new JsonArray([.. kinds.SelectMany(k => (IEnumerable<JsonNode>)[Resource(k), .. k.Subresources.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => Subresource(k, s))])]);
        return document;
    }

    /// <summary>A tag that changes with the content.</summary>
    public static string EntityTag(JsonObject document) =>
        $"\"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(document.ToJsonString())))}\"";

    private List<string> Groups() => [.. registry.All.Select(k => k.Group).Where(g => g.Length > 0).Distinct(StringComparer.Ordinal).OrderBy(g => Array.IndexOf(GroupOrder, g) is >= 0 and var place ? place : GroupOrder.Length)];

    private JsonObject GroupEntry(string group)
    {
        var versions = registry.All.Where(k => k.Group == group).Select(k => k.Version).Distinct(StringComparer.Ordinal)
            .Select(v => new JsonObject { ["groupVersion"] = $"{group}/{v}", ["version"] = v }).ToList();
        return new JsonObject { ["name"] = group, ["versions"] = new JsonArray([.. versions]), ["preferredVersion"] = versions[0].DeepClone() };
    }

    private static JsonObject Resource(ResourceKind kind)
    {
        var resource = new JsonObject
        {
            ["name"] = kind.Plural,
            ["singularName"] = kind.Singular,
            ["namespaced"] = kind.IsNamespaced,
            ["kind"] = kind.Kind,
            ["verbs"] = Texts(kind.Verbs),
        };
        AddNames(resource, kind);
        if (kind.Verbs.Contains("list", StringComparer.Ordinal))
        {
            resource["storageVersionHash"] = StorageHash(kind.Stored);
        }

        return resource;
    }

    /// <summary>A hash of the kind as it is stored; the algorithm is the real server's, so that the values are too.</summary>
    private static string StorageHash(ResourceKind kind) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind.Group}/{kind.Version}/{kind.Kind}")).AsSpan(0, StorageHashBytes));

    private static JsonObject Subresource(ResourceKind kind, ISubresource subresource)
    {
        var resource = new JsonObject { ["name"] = $"{kind.Plural}/{subresource.Name}", ["singularName"] = "", ["namespaced"] = kind.IsNamespaced };
        if (subresource.Group.Length > 0)
        {
            resource["group"] = subresource.Group;
            resource["version"] = subresource.Version;
        }

        resource["kind"] = subresource.Kind;
        resource["verbs"] = Texts(subresource.Verbs);
        return resource;
    }

    private JsonObject Aggregated(IEnumerable<string> groups) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. groups.Select(AggregatedGroup)]),
    };

    private JsonNode AggregatedGroup(string group)
    {
        var metadata = new JsonObject();
        if (group.Length > 0)
        {
            metadata["name"] = group;
        }

        metadata["creationTimestamp"] = null;
        var versions = registry.All.Where(k => k.Group == group).GroupBy(k => k.Version, StringComparer.Ordinal).Select(v => (JsonNode)new JsonObject
        {
            ["version"] = v.Key,
            ["resources"] = new JsonArray([.. v.OrderBy(k => k.Plural, StringComparer.Ordinal).Select(AggregatedResource)]),
            ["freshness"] = "Current",
        });
        return new JsonObject { ["metadata"] = metadata, ["versions"] = new JsonArray([.. versions]) };
    }

    private static JsonNode AggregatedResource(ResourceKind kind)
    {
        var resource = new JsonObject
        {
            ["resource"] = kind.Plural,
            ["responseKind"] = ResponseKind("", "", kind.Kind),
            ["scope"] = kind.IsNamespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = kind.Singular,
            ["verbs"] = Texts(kind.Verbs),
        };
        AddNames(resource, kind);
        if (kind.Subresources.Count > 0)
        {
            resource["subresources"] = new JsonArray([.. kind.Subresources.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => (JsonNode)new JsonObject
            {
                ["subresource"] = s.Name,
                ["responseKind"] = ResponseKind(s.Group, s.Version, s.Kind),
                ["verbs"] = Texts(s.Verbs),
            })]);
        }

        return resource;
    }

    private static void AddNames(JsonObject resource, ResourceKind kind)
    {
        if (kind.ShortNames.Count > 0)
        {
            resource["shortNames"] = Texts(kind.ShortNames);
        }

        if (kind.Categories.Count > 0)
        {
            resource["categories"] = Texts(kind.Categories);
        }
    }

    private static JsonObject ResponseKind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);
}
