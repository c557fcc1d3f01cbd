using System.Globalization;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.PodSecurity;

/// <summary>The checks of the level baseline, with the real server's words.</summary>
internal static class BaselineChecks
{
    private static readonly string[] Capabilities =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ];

    /// <summary>With the minor of the version 1.x since which each is harmless.</summary>
    private static readonly Dictionary<string, int> Sysctls = new(StringComparer.Ordinal)
    {
        ["kernel.shm_rmid_forced"] = 0, ["net.ipv4.ip_local_port_range"] = 0, ["net.ipv4.tcp_syncookies"] = 0, ["net.ipv4.ping_group_range"] = 0,
        ["net.ipv4.ip_unprivileged_port_start"] = 0, ["net.ipv4.ip_local_reserved_ports"] = 27, ["net.ipv4.tcp_keepalive_time"] = 29,
        ["net.ipv4.tcp_fin_timeout"] = 29, ["net.ipv4.tcp_keepalive_intvl"] = 29, ["net.ipv4.tcp_keepalive_probes"] = 29,
        ["net.ipv4.tcp_rmem"] = 32, ["net.ipv4.tcp_wmem"] = 32,
    };

    private static readonly string[] HostNamespaceFields = ["hostIPC", "hostNetwork", "hostPID"];

    /// <summary>All of them, by their ids.</summary>
    public static IReadOnlyList<SecurityCheck> All { get; } =
    [
        new("appArmorProfile", 0, ProfileChecks.AppArmor),
        new("capabilities_baseline", 0, AddedCapabilities),
        new("hostNamespaces", 0, HostNamespaces),
        new("hostPathVolumes", 0, HostPathVolumes),
        new("hostPorts", 0, HostPorts),
        new("privileged", 0, Privileged),
        new("procMount", 0, ProcMount),
        new("seLinuxOptions", 0, ProfileChecks.SELinux),
        new("seccompProfile_baseline", 0, ProfileChecks.Seccomp),
        new("sysctls", 0, ForbiddenSysctls),
        new("windowsHostProcess", 0, HostProcess),
    ];

    private static SecurityViolation? AddedCapabilities(CheckedPod pod)
    {
        static IEnumerable<string> Added(JsonObject container) => container.Texts("securityContext", "capabilities", "add").Except(Capabilities, StringComparer.Ordinal);
        var bad = pod.Names(c => Added(c).Any());
        return bad.Count == 0 ? null : new SecurityViolation(
            "non-default capabilities",
            $"{CheckedPod.List("container", bad)} must not include {CheckedPod.Quote(CheckedPod.Distinct(pod.Containers.SelectMany(Added)))} in securityContext.capabilities.add");
    }

    private static SecurityViolation? HostNamespaces(CheckedPod pod)
    {
        var shared = HostNamespaceFields.Where(field => pod.Spec.Flag(field)).ToList();
        return shared.Count == 0 ? null : new SecurityViolation("host namespaces", string.Join(", ", shared.Select(field => $"{field}=true")));
    }

    private static SecurityViolation? HostPathVolumes(CheckedPod pod)
    {
        var volumes = pod.Spec.Items("volumes").Where(v => v["hostPath"] is not null).Select(v => v.Text("name") ?? "").ToList();
        return volumes.Count == 0 ? null : new SecurityViolation("hostPath volumes", CheckedPod.List("volume", volumes));
    }

    private static SecurityViolation? HostPorts(CheckedPod pod)
    {
        static IEnumerable<long> Ports(JsonObject container) => container.Items("ports").Select(p => p.Number("hostPort") ?? 0).Where(p => p != 0);
        var bad = pod.Names(c => Ports(c).Any());
        var ports = CheckedPod.Distinct(pod.Containers.SelectMany(Ports).Select(p => p.ToString(CultureInfo.InvariantCulture)));
        return bad.Count == 0 ? null : new SecurityViolation(
            "hostPort",
            $"{CheckedPod.List("container", bad)} {(bad.Count == 1 ? "uses" : "use")} {CheckedPod.Plural("hostPort", ports.Count)} {string.Join(", ", ports)}");
    }

    private static SecurityViolation? Privileged(CheckedPod pod)
    {
        var bad = pod.Names(c => c.Flag("securityContext", "privileged"));
        return bad.Count == 0 ? null : new SecurityViolation("privileged", $"{CheckedPod.List("container", bad)} must not set securityContext.privileged=true");
    }

    private static SecurityViolation? ProcMount(CheckedPod pod)
    {
        static string? Mount(JsonObject container) => container.Text("securityContext", "procMount") is { } mount && mount != "Default" ? mount : null;
        var bad = pod.Names(c => Mount(c) is not null);
        return bad.Count == 0 ? null : new SecurityViolation(
            "procMount",
            $"{CheckedPod.List("container", bad)} must not set securityContext.procMount to {CheckedPod.Quote(CheckedPod.Distinct(pod.Containers.Select(Mount).OfType<string>()))}");
    }

    private static SecurityViolation? ForbiddenSysctls(CheckedPod pod)
    {
        var bad = pod.Spec.Items("securityContext", "sysctls").Select(s => s.Text("name") ?? "").Where(name => Sysctls.GetValueOrDefault(name, int.MaxValue) > pod.Minor).ToList();
        return bad.Count == 0 ? null : new SecurityViolation("forbidden sysctls", string.Join(", ", bad));
    }

    private static SecurityViolation? HostProcess(CheckedPod pod)
    {
        static bool IsHostProcess(JsonNode? owner) => owner.Flag("securityContext", "windowsOptions", "hostProcess");
        return CheckedPod.Setters(IsHostProcess(pod.Spec), pod.Names(IsHostProcess)) is { } setters
            ? new SecurityViolation("hostProcess", $"{setters} must not set securityContext.windowsOptions.hostProcess=true")
            : null;
    }
}
