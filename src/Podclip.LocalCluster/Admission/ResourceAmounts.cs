using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Quantities by the names of resources, such as what a container requests.</summary>
internal static class ResourceAmounts
{
    /// <summary>Those of a document; what cannot be read is left out.</summary>
    public static Dictionary<string, Quantity> Read(JsonNode? map)
    {
        var amounts = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var (name, text) in map.TextMembers())
        {
            if (Quantity.TryRead(text, out var amount))
            {
                amounts[name] = amount;
            }
        }

        return amounts;
    }

    /// <summary>Adds amounts to a total.</summary>
    public static void Add(Dictionary<string, Quantity> total, IEnumerable<KeyValuePair<string, Quantity>> more)
    {
        foreach (var (name, amount) in more)
        {
            total[name] = total.TryGetValue(name, out var before) ? before + amount : amount;
        }
    }

    /// <summary>Raises a total to other amounts where those are larger.</summary>
    public static void RaiseTo(Dictionary<string, Quantity> total, IEnumerable<KeyValuePair<string, Quantity>> others)
    {
        foreach (var (name, amount) in others)
        {
            total[name] = total.TryGetValue(name, out var before) ? Quantity.Larger(before, amount) : amount;
        }
    }

    /// <summary>As they are written into an object.</summary>
    public static JsonObject ToDocument(IEnumerable<KeyValuePair<string, Quantity>> amounts) =>
        new(amounts.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value.ToString())));

    /// <summary>As messages name them: <c>cpu=1,memory=64Mi</c>.</summary>
    public static string Describe(IEnumerable<KeyValuePair<string, Quantity>> amounts) =>
        string.Join(',', amounts.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value}"));
}
