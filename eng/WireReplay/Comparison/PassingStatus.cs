namespace Podclip.WireReplay.Comparison;

/// <summary>Tells a status that an object passes through from one that it comes to.</summary>
internal static class PassingStatus
{
    private static readonly string[] OnTheWay = ["ContainerCreating", "PodInitializing"];

    /// <summary>Whether an event of a watch tells only of such a status.</summary>
    public static bool IsIn(string? type, JsonObject document, JsonObject? before) => type switch
    {
        "BOOKMARK" => document.At("metadata", "annotations") is null,
        "MODIFIED" when before is not null && OnlyStatusChanged(document, before) => document.Text("kind") switch
        {
            "Pod" => IsPassingPod(document, before),
            "Job" => CanonicalForm.Of(document.At("status", "conditions")) == CanonicalForm.Of(before.At("status", "conditions")),
            _ => false,
        },
        _ => false,
    };

    private static bool OnlyStatusChanged(JsonObject document, JsonObject before) =>
        CanonicalForm.Of(document, "status") == CanonicalForm.Of(before, "status");

    private static bool IsPassingPod(JsonObject pod, JsonObject before)
    {
        // Something that holds a container up is a state of its own, and so are what the scheduler and an eviction say.
        var containers = pod.Items("status", "initContainerStatuses").Concat(pod.Items("status", "containerStatuses")).ToList();
        return pod.Text("status", "phase") is "Pending" or "Running"
            && containers.Count > 0
            && containers.All(c => c.At("state", "waiting") is not { } waiting || OnTheWay.Contains(waiting.Text("reason"), StringComparer.Ordinal))
            && Verdicts(pod).SequenceEqual(Verdicts(before), StringComparer.Ordinal);
    }

    private static IEnumerable<string> Verdicts(JsonObject pod) => pod.Items("status", "conditions")
        .Where(condition => condition.Text("type") is "DisruptionTarget")
        .Select(condition => CanonicalForm.Of(condition));
}
