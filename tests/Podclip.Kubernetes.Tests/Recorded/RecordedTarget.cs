using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Podclip.Kubernetes.Tests.Recorded;

/// <summary>What the path of a recorded request is about.</summary>
internal sealed record RecordedTarget(string Group, string? Namespace, string Plural, string? Name, string? Subresource, IReadOnlyDictionary<string, StringValues> Query)
{
    /// <summary>Reads a path; null for one that is about no resource.</summary>
    public static RecordedTarget? Of(Recording recording)
    {
        var uri = new Uri("http://x" + recording.Path);
        var segments = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToList();
        var group = segments is ["apis", var named, ..] ? named : "";
        var rest = segments.Skip(group.Length == 0 ? 2 : 3).Where(s => s != "watch").ToList();
        var query = QueryHelpers.ParseQuery(uri.Query);
        return rest switch
        {
            ["namespaces", var name] => new RecordedTarget(group, null, "namespaces", name, null, query),
            ["namespaces", var ns, var plural] => new RecordedTarget(group, ns, plural, null, null, query),
            ["namespaces", var ns, var plural, var name] => new RecordedTarget(group, ns, plural, name, null, query),
            ["namespaces", var ns, var plural, var name, var subresource] => new RecordedTarget(group, ns, plural, name, subresource, query),
            [var plural] => new RecordedTarget(group, null, plural, null, null, query),
            _ => null,
        };
    }
}
