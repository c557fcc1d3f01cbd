using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.PodSecurity;

/// <summary>The checks that the level restricted adds, with the real server's words.</summary>
internal static class RestrictedChecks
{
    private static readonly string[] VolumeSources = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"];

    /// <summary>All of them, by their ids.</summary>
    public static IReadOnlyList<SecurityCheck> All { get; } =
    [
        new("allowPrivilegeEscalation", 8, Escalation),
        new("capabilities_restricted", 22, Capabilities, "capabilities_baseline"),
        new("restrictedVolumes", 0, Volumes, "hostPathVolumes"),
        new("runAsNonRoot", 0, RunAsNonRoot),
        new("runAsUser", 23, RunAsUser),
        new("seccompProfile_restricted", 19, ProfileChecks.RequiredSeccomp, "seccompProfile_baseline"),
    ];

    private static SecurityViolation? Escalation(CheckedPod pod)
    {
        var bad = pod.IsExemptAsWindows ? [] : pod.Names(c => !IsFalse(c, "allowPrivilegeEscalation"));
        return bad.Count == 0 ? null : new SecurityViolation(
            "allowPrivilegeEscalation != false",
            $"{CheckedPod.List("container", bad)} must set securityContext.allowPrivilegeEscalation=false");
    }

    private static SecurityViolation? Capabilities(CheckedPod pod)
    {
        static IEnumerable<string> Added(JsonObject container) => container.Texts("securityContext", "capabilities", "add").Where(c => c != "NET_BIND_SERVICE");
        if (pod.IsExemptAsWindows)
        {
            return null;
        }

        var keeping = pod.Names(c => !c.Texts("securityContext", "capabilities", "drop").Contains("ALL", StringComparer.Ordinal));
        var adding = pod.Names(c => Added(c).Any());
        List<string> details = [];
        if (keeping.Count > 0)
        {
            details.Add($"{CheckedPod.List("container", keeping)} must set securityContext.capabilities.drop=[\"ALL\"]");
        }

        if (adding.Count > 0)
        {
            details.Add($"{CheckedPod.List("container", adding)} must not include {CheckedPod.Quote(CheckedPod.Distinct(pod.Containers.SelectMany(Added)))} in securityContext.capabilities.add");
        }

        return details.Count == 0 ? null : new SecurityViolation("unrestricted capabilities", string.Join("; ", details));
    }

    private static SecurityViolation? Volumes(CheckedPod pod)
    {
        var bad = pod.Spec.Items("volumes").Where(v => !VolumeSources.Any(source => v[source] is not null)).ToList();
        if (bad.Count == 0)
        {
            return null;
        }

        var types = CheckedPod.Distinct(bad.Select(v => v.Where(m => m.Key != "name" && m.Value is not null).Select(m => m.Key).FirstOrDefault("unknown")));
        return new SecurityViolation(
            "restricted volume types",
            $"{CheckedPod.List("volume", [.. bad.Select(v => v.Text("name") ?? "")])} {(bad.Count == 1 ? "uses" : "use")} {CheckedPod.List("restricted volume type", types)}");
    }

    private static SecurityViolation? RunAsNonRoot(CheckedPod pod)
    {
        if (CheckedPod.Setters(IsFalse(pod.Spec, "runAsNonRoot"), pod.Names(c => IsFalse(c, "runAsNonRoot"))) is { } setters)
        {
            return new SecurityViolation("runAsNonRoot != true", $"{setters} must not set securityContext.runAsNonRoot=false");
        }

        static bool IsTrue(JsonNode? owner) => owner.Flag("securityContext", "runAsNonRoot");
        var open = IsTrue(pod.Spec) ? [] : pod.Names(c => !IsTrue(c));
        return open.Count == 0 ? null : new SecurityViolation("runAsNonRoot != true", $"pod or {CheckedPod.List("container", open)} must set securityContext.runAsNonRoot=true");
    }

    private static SecurityViolation? RunAsUser(CheckedPod pod)
    {
        static bool IsRoot(JsonNode? owner) => owner.Number("securityContext", "runAsUser") == 0;
        return CheckedPod.Setters(IsRoot(pod.Spec), pod.Names(IsRoot)) is { } setters ? new SecurityViolation("runAsUser=0", $"{setters} must not set runAsUser=0") : null;
    }

    private static bool IsFalse(JsonNode? owner, string field) => owner.At("securityContext", field) is not null && !owner.Flag("securityContext", field);
}
