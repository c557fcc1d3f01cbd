using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.PodSecurity;

/// <summary>The checks of the profiles that confine processes: AppArmor, SELinux, seccomp.</summary>
internal static class ProfileChecks
{
    private const string AppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";
    private const string SeccompPodAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
    private const string SeccompContainerAnnotation = "container.seccomp.security.alpha.kubernetes.io/";

    /// <summary>AppArmor: no other profile than the runtime's or one of the node's.</summary>
    public static SecurityViolation? AppArmor(CheckedPod pod)
    {
        static string? Bad(JsonNode? owner) => BadType(owner, "appArmorProfile");
        var containers = pod.Names(c => Bad(c) is not null);
        var annotations = pod.Annotations
            .Where(a => a.Key.StartsWith(AppArmorAnnotation, StringComparison.Ordinal) && a.Value is not ("" or "runtime/default") && !a.Value.StartsWith("localhost/", StringComparison.Ordinal))
            .Select(a => $"{a.Key}={FieldErrors.Quote(a.Value)}")
            .Order(StringComparer.Ordinal)
            .ToList();
        if (CheckedPod.Setters(Bad(pod.Spec) is not null, containers, annotations.Count > 0 ? [CheckedPod.Plural("annotation", annotations.Count)] : []) is not { } setters)
        {
            return null;
        }

        List<string> values = [.. CheckedPod.Distinct(pod.Containers.Append(pod.Spec).Select(Bad).OfType<string>()), .. annotations];
        return new SecurityViolation(CheckedPod.Plural("forbidden AppArmor profile", values.Count), $"{setters} must not set AppArmor profile type to {CheckedPod.Quote(values)}");
    }

    /// <summary>SELinux: only types made for containers, no user and no role.</summary>
    public static SecurityViolation? SELinux(CheckedPod pod)
    {
        JsonNode? Options(JsonNode? owner) => owner.At("securityContext", "seLinuxOptions");
        string? BadType(JsonNode? owner) => Options(owner).Text("type") is { } type
            && type is not ("" or "container_t" or "container_init_t" or "container_kvm_t") && !(type == "container_engine_t" && pod.Minor >= 31) ? type : null;
        bool Has(JsonNode? owner, string field) => Options(owner).Text(field) is { Length: > 0 };
        bool IsBad(JsonNode? owner) => BadType(owner) is not null || Has(owner, "user") || Has(owner, "role");
        if (CheckedPod.Setters(IsBad(pod.Spec), pod.Names(IsBad)) is not { } setters)
        {
            return null;
        }

        List<JsonNode?> owners = [pod.Spec, .. pod.Containers];
        var types = CheckedPod.Distinct(owners.Select(BadType).OfType<string>());
        List<string> data = [];
        if (types.Count > 0)
        {
            data.Add(CheckedPod.List("type", types));
        }

        foreach (var field in (string[])["user", "role"])
        {
            if (owners.Any(o => Has(o, field)))
            {
                data.Add($"{field} may not be set");
            }
        }

        return new SecurityViolation("seLinuxOptions", $"{setters} set forbidden securityContext.seLinuxOptions: {string.Join("; ", data)}");
    }

    /// <summary>Seccomp: no other profile than the runtime's or one of the node's.</summary>
    public static SecurityViolation? Seccomp(CheckedPod pod)
    {
        if (pod.Minor < 19)
        {
            return SeccompAnnotations(pod);
        }

        return CheckedPod.Setters(BadSeccomp(pod.Spec) is not null, pod.Names(c => BadSeccomp(c) is not null)) is { } setters
            ? new SecurityViolation(
                "seccompProfile",
                $"{setters} must not set securityContext.seccompProfile.type to {CheckedPod.Quote(CheckedPod.Distinct(pod.Containers.Append(pod.Spec).Select(BadSeccomp).OfType<string>()))}")
            : null;
    }

    /// <summary>Seccomp: one of those profiles must be set, for the pod or for each container.</summary>
    public static SecurityViolation? RequiredSeccomp(CheckedPod pod)
    {
        if (pod.IsExemptAsWindows)
        {
            return null;
        }

        if (Seccomp(pod) is { } bad)
        {
            return bad;
        }

        static bool Has(JsonNode? owner) => owner.At("securityContext", "seccompProfile") is not null;
        var open = Has(pod.Spec) ? [] : pod.Names(c => !Has(c));
        return open.Count == 0 ? null : new SecurityViolation(
            "seccompProfile",
            $"pod or {CheckedPod.List("container", open)} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"");
    }

    private static SecurityViolation? SeccompAnnotations(CheckedPod pod)
    {
        HashSet<string> looked = [SeccompPodAnnotation, .. pod.Names(_ => true).Select(name => SeccompContainerAnnotation + name)];
        var bad = CheckedPod.Distinct(pod.Annotations
            .Where(a => looked.Contains(a.Key) && a.Value is not ("runtime/default" or "docker/default") && !a.Value.StartsWith("localhost/", StringComparison.Ordinal))
            .Select(a => $"{a.Key}={FieldErrors.Quote(a.Value)}"));
        return bad.Count == 0 ? null : new SecurityViolation("seccompProfile", $"forbidden {CheckedPod.Plural("annotation", bad.Count)} {string.Join(", ", bad)}");
    }

    private static string? BadSeccomp(JsonNode? owner) => BadType(owner, "seccompProfile");

    private static string? BadType(JsonNode? owner, string profile) =>
        owner.At("securityContext", profile) is { } given && (given.Text("type") ?? "") is var type && type is not ("RuntimeDefault" or "Localhost") ? type : null;
}
