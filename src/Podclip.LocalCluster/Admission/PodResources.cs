using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>What a pod as a whole asks for: its containers together, or what its init containers need before them where that is more.</summary>
internal static class PodResources
{
    /// <summary>What it requests.</summary>
    public static Dictionary<string, Quantity> Requests(JsonNode? spec)
    {
        var total = Total(spec, "requests");
        ResourceAmounts.Add(total, ResourceAmounts.Read(spec.At("overhead")));
        return total;
    }

    /// <summary>What it is limited to. What some container has no limit for counts with the limits of the others.</summary>
    public static Dictionary<string, Quantity> Limits(JsonNode? spec)
    {
        var total = Total(spec, "limits");
        ResourceAmounts.Add(total, ResourceAmounts.Read(spec.At("overhead")).Where(o => total.ContainsKey(o.Key)).ToList());
        return total;
    }

    private static Dictionary<string, Quantity> Total(JsonNode? spec, string member)
    {
        var total = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var container in spec.Items("containers"))
        {
            ResourceAmounts.Add(total, ResourceAmounts.Read(container.At("resources", member)));
        }

        var sidecars = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        var mostAtStart = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var container in spec.Items("initContainers"))
        {
            var asked = ResourceAmounts.Read(container.At("resources", member));
            if (container.Text("restartPolicy") == "Always")
            {
                ResourceAmounts.Add(total, asked);
                ResourceAmounts.Add(sidecars, asked);
                asked = new Dictionary<string, Quantity>(sidecars, StringComparer.Ordinal);
            }
            else
            {
                ResourceAmounts.Add(asked, sidecars);
            }

            ResourceAmounts.RaiseTo(mostAtStart, asked);
        }

        ResourceAmounts.RaiseTo(total, mostAtStart);
        return total;
    }
}
