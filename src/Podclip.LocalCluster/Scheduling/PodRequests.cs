using System.Text.Json.Nodes;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Scheduling;

/// <summary>
/// What a pod takes of its node: the sum of its containers' requests, or what its init containers need before them where that is more,
/// and its overhead. Sidecars count with the containers and with each init container after them (component-helpers, resource.PodRequests).
/// </summary>
internal static class PodRequests
{
    /// <summary>The amounts by resource; none is 0.</summary>
    public static Dictionary<string, decimal> Of(JsonNode pod)
    {
        var total = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var container in pod.Items("spec", "containers"))
        {
            Add(total, Read(container.At("resources", "requests")));
        }

        var sidecars = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var most = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var container in pod.Items("spec", "initContainers"))
        {
            var own = Read(container.At("resources", "requests"));
            if (container.Text("restartPolicy") == "Always")
            {
                Add(total, own);
                Add(sidecars, own);
                Raise(most, sidecars);
            }
            else
            {
                Add(own, sidecars);
                Raise(most, own);
            }
        }

        Raise(total, most);
        Add(total, Read(pod.At("spec", "overhead")));
        return total;
    }

    /// <summary>The amounts of a document, such as a node's allocatable; what cannot be read is left out, and what is 0.</summary>
    public static Dictionary<string, decimal> Read(JsonNode? amounts)
    {
        var read = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (name, text) in amounts.TextMembers())
        {
            if (Quantity.TryParse(text, out var amount) && amount > 0)
            {
                read[name] = amount;
            }
        }

        return read;
    }

    /// <summary>Adds amounts to a total.</summary>
    public static void Add(Dictionary<string, decimal> total, IReadOnlyDictionary<string, decimal> more)
    {
        foreach (var (name, amount) in more)
        {
            total[name] = total.GetValueOrDefault(name) + amount;
        }
    }

    private static void Raise(Dictionary<string, decimal> total, IReadOnlyDictionary<string, decimal> others)
    {
        foreach (var (name, amount) in others)
        {
            total[name] = Math.Max(total.GetValueOrDefault(name), amount);
        }
    }
}
