using System.Globalization;
using System.Text;
using Podclip.Kubernetes.Exec;

namespace Podclip.Kubernetes.Client;

/// <summary>Builds the paths of the API and the words that name its objects in messages.</summary>
internal static class ResourcePath
{
    /// <summary>The path of a collection, or of one object in it, with the query's members that are not null.</summary>
    public static string Of<T>(ResourceType<T> type, string? ns, string? name, params ReadOnlySpan<(string Name, string? Value)> query)
        where T : KubernetesObject
    {
        var path = new StringBuilder(type.Group.Length == 0 ? "/api/" : $"/apis/{type.Group}/").Append(type.Version);
        if (type.IsNamespaced && ns is not null)
        {
            path.Append("/namespaces/").Append(Uri.EscapeDataString(ns));
        }

        path.Append('/').Append(type.Plural);
        if (name is not null)
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            path.Append('/').Append(Uri.EscapeDataString(name));
        }

        return Append(path, query).ToString();
    }

    /// <summary>The path of the objects a selector is about.</summary>
    public static string Of<T>(ResourceType<T> type, ResourceSelector selector, params ReadOnlySpan<(string Name, string? Value)> query)
        where T : KubernetesObject =>
        Of(type, selector.Namespace, name: null, [("labelSelector", selector.Labels), ("fieldSelector", selector.Fields), .. query]);

    public static string OfLog(string ns, string pod, PodLogOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(pod);
        var path = new StringBuilder(Of(ResourceTypes.Pods, ns, pod)).Append("/log");
        return Append(
            path,
            [
                ("container", options.Container),
                ("follow", options.Follow ? "true" : null),
                ("timestamps", options.Timestamps ? "true" : null),
                ("previous", options.Previous ? "true" : null),
                ("sinceTime", options.SinceTime?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
                ("tailLines", options.TailLines?.ToString(CultureInfo.InvariantCulture)),
                ("limitBytes", options.LimitBytes?.ToString(CultureInfo.InvariantCulture)),
            ]).ToString();
    }

    public static string OfExec(string ns, string pod, ExecOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(pod);
        var path = new StringBuilder(Of(ResourceTypes.Pods, ns, pod)).Append("/exec");
        (string, string?)[] query =
        [
            ("container", options.Container),
            .. options.Command.Select(word => ("command", (string?)word)),
            ("stdin", options.HasInput ? "true" : null),
            ("stdout", "true"),
            ("stderr", "true"),
        ];
        return Append(path, query).ToString();
    }

    public static string Describe<T>(ResourceType<T> type, string? ns, string? name)
        where T : KubernetesObject =>
        type.IsNamespaced && ns is not null ? $"{type.Kind} {ns}/{name}" : $"{type.Kind} {name}";

    public static string Describe<T>(ResourceType<T> type, ResourceSelector selector)
        where T : KubernetesObject
    {
        var text = new StringBuilder(type.QualifiedName);
        text.Append(selector.Namespace is null ? type.IsNamespaced ? " in all namespaces" : "" : $" in {selector.Namespace}");
        string?[] selectors = [selector.Labels, selector.Fields];
        if (selectors.Any(s => s is not null))
        {
            text.Append(" (").AppendJoin(", ", selectors.Where(s => s is not null)).Append(')');
        }

        return text.ToString();
    }

    private static StringBuilder Append(StringBuilder path, ReadOnlySpan<(string Name, string? Value)> query)
    {
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                path.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return path;
    }
}
