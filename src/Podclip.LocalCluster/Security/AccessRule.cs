using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Security;

/// <summary>One rule of a role. <c>*</c> in a list stands for everything.</summary>
internal sealed record AccessRule(IReadOnlyList<string> Verbs, IReadOnlyList<string> Groups, IReadOnlyList<string> Resources, IReadOnlyList<string> Names)
{
    private const string Everything = "*";

    /// <summary>A rule as it stands in a role.</summary>
    public static AccessRule Of(JsonObject rule) => new(
        [.. rule.Texts("verbs")],
        [.. rule.Texts("apiGroups")],
        [.. rule.Texts("resources")],
        [.. rule.Texts("resourceNames")]);

    /// <summary>Whether it allows something.</summary>
    public bool Allows(AccessQuery query) =>
        Has(Verbs, query.Verb)
        && Has(Groups, query.Group)
        && (Has(Resources, query.Resource) || HasAnyOfSubresource(query.Resource))
        && (Names.Count == 0 || (query.Name is not null && Names.Contains(query.Name, StringComparer.Ordinal)));

    /// <summary>The rule as a review shows it.</summary>
    public JsonObject ToReview()
    {
        var shown = new JsonObject { ["verbs"] = Texts(Verbs), ["apiGroups"] = Texts(Groups), ["resources"] = Texts(Resources) };
        if (Names.Count > 0)
        {
            shown["resourceNames"] = Texts(Names);
        }

        return shown;
    }

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private static bool Has(IReadOnlyList<string> list, string wanted) =>
        list.Contains(Everything, StringComparer.Ordinal) || list.Contains(wanted, StringComparer.Ordinal);

    /// <summary><c>*/log</c> stands for the logs of everything that has some.</summary>
    private bool HasAnyOfSubresource(string resource)
    {
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && Resources.Contains(Everything + resource[slash..], StringComparer.Ordinal);
    }
}
