using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.PodSecurity;

/// <summary>A pod, or the template of one, as the checks look at it, and the words they share.</summary>
internal sealed class CheckedPod
{
    /// <param name="pod">What has the metadata and the spec.</param>
    /// <param name="minor">The minor of the version 1.x whose rules hold.</param>
    public CheckedPod(JsonNode? pod, int minor)
    {
        Annotations = [.. pod.TextMembers("metadata", "annotations")];
        Spec = pod.At("spec");
        Minor = minor;
        Containers = [.. Spec.Items("initContainers"), .. Spec.Items("containers"), .. Spec.Items("ephemeralContainers")];
    }

    public IReadOnlyList<KeyValuePair<string, string>> Annotations { get; }

    public JsonNode? Spec { get; }

    public int Minor { get; }

    /// <summary>Init containers first, as the real server visits them.</summary>
    public IReadOnlyList<JsonObject> Containers { get; }

    /// <summary>Rules from 1.25 on that mean nothing on Windows do not hold for its pods.</summary>
    public bool IsExemptAsWindows => Minor >= 25 && Spec.Text("os", "name") == "windows";

    /// <summary>The names of the containers of which something holds.</summary>
    public List<string> Names(Func<JsonObject, bool> holds) => [.. Containers.Where(holds).Select(c => c.Text("name") ?? "")];

    /// <summary>Those who set something wrong, in words; null when nobody does.</summary>
    public static string? Setters(bool isPod, List<string> containers, params IEnumerable<string> others)
    {
        List<string> setters = [.. isPod ? ["pod"] : Array.Empty<string>(), .. containers.Count > 0 ? [List("container", containers)] : Array.Empty<string>(), .. others];
        return setters.Count == 0 ? null : string.Join(" and ", setters);
    }

    /// <summary>A noun, in the plural if it is of many, and names in quotes.</summary>
    public static string List(string noun, IReadOnlyCollection<string> names) => $"{Plural(noun, names.Count)} {Quote(names)}";

    /// <summary>A noun in the form for a number.</summary>
    public static string Plural(string noun, int count) => count == 1 ? noun : noun + "s";

    /// <summary>Names in quotes.</summary>
    public static string Quote(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"\"{n}\""));

    /// <summary>Each once, by bytes.</summary>
    public static List<string> Distinct(IEnumerable<string> values) => [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
