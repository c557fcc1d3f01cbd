using System.Text.Json.Nodes;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.Limits;

/// <summary>What the LimitRanges of a namespace give to new pods, and what they refuse: the real server's plugin LimitRanger.</summary>
internal static class LimitRangeAdmission
{
    private const string Annotation = "kubernetes.io/limit-ranger";
    private const string ContainerType = "Container";
    private const string PodType = "Pod";
    private const string ClaimType = "PersistentVolumeClaim";

    /// <summary>Fills requests and limits that the containers of a new pod leave open, and notes that in an annotation.</summary>
    public static void ApplyDefaults(JsonObject pod, string ns, ObjectStore store)
    {
        foreach (var range in RangesOf(store, ns))
        {
            var (limits, requests) = (new JsonObject(), new JsonObject());
            foreach (var item in range.Items("spec", "limits").Where(i => i.Text("type") == ContainerType))
            {
                Overwrite(limits, item["default"]);
                Overwrite(requests, item["defaultRequest"]);
            }

            List<string> notes = [];
            foreach (var (container, noun) in Containers(pod))
            {
                var limited = Fill(container, "limits", limits);
                var requested = Fill(container, "requests", requests);
                AddNote(notes, requested, $"request for {noun} {container.Text("name")}");
                AddNote(notes, limited, $"limit for {noun} {container.Text("name")}");
            }

            if (notes.Count > 0)
            {
                pod.Metadata().Child("annotations")[Annotation] = $"LimitRanger plugin set: {string.Join("; ", notes)}";
            }
        }
    }

    /// <summary>Refuses pods and claims that ask for too little or too much.</summary>
    /// <exception cref="ApiException">A LimitRange refuses it.</exception>
    public static void Review(AdmissionReview review)
    {
        var isPod = review.Kind.QualifiedName == ResourceNames.Pods && review.Current is null;
        if (!isPod && review.Kind.QualifiedName != ResourceNames.PersistentVolumeClaims)
        {
            return;
        }

        foreach (var range in RangesOf(review.Store, review.Namespace))
        {
            List<string> errors = [];
            foreach (var item in range.Items("spec", "limits"))
            {
                var bounds = new LimitBounds(item, errors);
                switch (item.Text("type"))
                {
                    case ContainerType when isPod:
                        foreach (var (container, _) in Containers(review.Document))
                        {
                            bounds.Check(ResourceAmounts.Read(container.At("resources", "requests")), ResourceAmounts.Read(container.At("resources", "limits")));
                        }

                        break;
                    case PodType when isPod:
                        bounds.Check(PodResources.Requests(review.Document["spec"]), PodResources.Limits(review.Document["spec"]));
                        break;
                    case ClaimType when !isPod:
                        bounds.CheckRequests(ResourceAmounts.Read(review.Document.At("spec", "resources", "requests")));
                        break;
                    default:
                        break;
                }
            }

            if (errors.Count > 0)
            {
                var all = errors.Distinct(StringComparer.Ordinal).ToList();
                throw ApiErrors.Forbidden(review.Kind.QualifiedName, review.Document.Text("metadata", "name"), all.Count == 1 ? all[0] : $"[{string.Join(", ", all)}]");
            }
        }
    }

    private static IEnumerable<JsonObject> RangesOf(ObjectStore store, string ns) => store.List(ResourceNames.LimitRanges, ns).Items.Select(r => r.Document);

    private static IEnumerable<(JsonObject Container, string Noun)> Containers(JsonObject pod) =>
        pod.Items("spec", "containers").Select(c => (c, "container")).Concat(pod.Items("spec", "initContainers").Select(c => (c, "init container")));

    private static void Overwrite(JsonObject target, JsonNode? amounts)
    {
        foreach (var (name, text) in amounts.TextMembers())
        {
            target[name] = text;
        }
    }

    /// <summary>The names of what was open.</summary>
    private static List<string> Fill(JsonObject container, string member, JsonObject defaults)
    {
        var open = defaults.Select(d => d.Key).Where(name => container.At("resources", member, name) is null).Order(StringComparer.Ordinal).ToList();
        foreach (var name in open)
        {
            container.Child("resources").Child(member)[name] = defaults[name]?.DeepClone();
        }

        return open;
    }

    private static void AddNote(List<string> notes, List<string> names, string what)
    {
        if (names.Count > 0)
        {
            notes.Add($"{string.Join(", ", names)} {what}");
        }
    }
}
