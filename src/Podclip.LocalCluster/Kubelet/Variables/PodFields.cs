using System.Globalization;
using System.Text;
using Podclip.LocalCluster.Admission;

namespace Podclip.LocalCluster.Kubelet.Variables;

/// <summary>The downward API: fields of a pod and resources of its containers as text.</summary>
internal static class PodFields
{
    /// <summary>The value of a field path.</summary>
    /// <exception cref="ContainerConfigException">There is no such field.</exception>
    public static string Field(Pod pod, string? path, string podIP) => path switch
    {
        "metadata.name" => pod.Metadata.Name ?? "",
        "metadata.namespace" => pod.Metadata.Namespace ?? "",
        "metadata.uid" => pod.Metadata.Uid ?? "",
        "metadata.labels" => Lines(pod.Metadata.Labels),
        "metadata.annotations" => Lines(pod.Metadata.Annotations),
        "spec.nodeName" => pod.Spec?.NodeName ?? "",
        "spec.serviceAccountName" => pod.Spec?.ServiceAccountName ?? "",
        "status.podIP" or "status.podIPs" or "status.hostIP" or "status.hostIPs" => podIP,
        _ => Subscript(path, "metadata.labels", pod.Metadata.Labels)
            ?? Subscript(path, "metadata.annotations", pod.Metadata.Annotations)
            ?? throw new ContainerConfigException($"unsupported fieldPath: {path}"),
    };

    /// <summary>The value of a resource of a container, divided and rounded up.</summary>
    /// <exception cref="ContainerConfigException">There is no such resource.</exception>
    public static string Resource(Pod pod, Container container, ResourceFieldSelector selector)
    {
        var target = selector.ContainerName is { Length: > 0 } name
            ? pod.Spec?.Containers?.FirstOrDefault(c => c.Name == name) ?? throw new ContainerConfigException($"container {name} not found")
            : container;
        var (kind, resource) = selector.Resource?.Split('.', 2) is [var first, var second] ? (first, second) : ("", "");
        var quantities = kind switch
        {
            "limits" => target.Resources?.Limits,
            "requests" => target.Resources?.Requests,
            _ => throw new ContainerConfigException($"unsupported container resource : {selector.Resource}"),
        };
        var value = quantities?.GetValueOrDefault(resource) is { } text && Quantity.TryParse(text, out var given) ? given : Default(kind, resource);
        var divisor = Quantity.TryParse(selector.Divisor, out var unit) && unit > 0 ? unit : 1;
        return decimal.Ceiling(value / divisor).ToString("0", CultureInfo.InvariantCulture);
    }

    /// <summary>Without a limit a container may use what the node has.</summary>
    private static decimal Default(string kind, string resource) => (kind, resource) switch
    {
        ("limits", "cpu") => Environment.ProcessorCount,
        ("limits", "memory") => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        _ => 0,
    };

    private static string? Subscript(string? path, string map, IReadOnlyDictionary<string, string>? values) =>
        path is not null && path.StartsWith($"{map}['", StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal)
            ? values?.GetValueOrDefault(path[(map.Length + 2)..^2]) ?? ""
            : null;

    private static string Lines(IReadOnlyDictionary<string, string>? values)
    {
        var lines = new StringBuilder();
        foreach (var (name, value) in (values ?? new Dictionary<string, string>(StringComparer.Ordinal)).OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            var quoted = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            lines.Append(lines.Length == 0 ? "" : "\n").Append(CultureInfo.InvariantCulture, $"{name}=\"{quoted}\"");
        }

        return lines.ToString();
    }
}
