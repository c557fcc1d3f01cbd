using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Subresources;

/// <summary>Which container of a pod a request means, and how it is.</summary>
internal static class PodContainers
{
    /// <summary>The container asked for, or the only one.</summary>
    /// <exception cref="ApiException">There is no such container, or one must be named.</exception>
    public static string Name(StoredObject pod, string? asked)
    {
        var regular = Names(pod.Document, "containers");
        var all = (List<string>)[.. Names(pod.Document, "initContainers"), .. regular];
        if (asked is not null)
        {
            return all.Contains(asked) ? asked : throw ApiErrors.BadRequest($"container {asked} is not valid for pod {pod.Name}");
        }

        var preferred = pod.Document.Text("metadata", "annotations", "kubectl.kubernetes.io/default-container");
        return regular is [var only]
            ? only
            : preferred is not null && all.Contains(preferred)
                ? preferred
                : throw ApiErrors.BadRequest($"a container name must be specified for pod {pod.Name}, choose one of: [{string.Join(' ', all)}]");
    }

    /// <summary>A container's status; null when there is none yet.</summary>
    public static JsonObject? Status(StoredObject pod, string container) => pod.Document.Items("status", "initContainerStatuses")
        .Concat(pod.Document.Items("status", "containerStatuses"))
        .FirstOrDefault(s => s.Text("name") == container);

    private static List<string> Names(JsonObject pod, string list) => [.. pod.Items("spec", list).Select(c => c.Text("name") ?? "")];
}
