using System.Text.Json.Nodes;
using Podclip.LocalCluster.Admission.PodSecurity;

namespace Podclip.LocalCluster.Tests.Policy;

/// <summary>Each check of the Pod Security Standards, in the real server's words.</summary>
public class SecurityRulesTests
{
    private const string Hardened = """{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}}""";

    private static string Find(SecurityLevel level, int? minor, string pod) => SecurityRules.Describe(SecurityRules.Find(new SecurityStandard(level, minor), JsonNode.Parse(pod)));

    /// <summary>A pod with two containers, of which the first has a security context.</summary>
    private static string Containers(string context) => """{"spec":{"containers":[{"name":"a","securityContext":CONTEXT},{"name":"b"}]}}""".Replace("CONTEXT", context, StringComparison.Ordinal);

    private static string Restricted(string context) => """{"spec":{"containers":[{"name":"a","securityContext":CONTEXT}]}}""".Replace("CONTEXT", context, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"spec":{"containers":[{"name":"a"}]}}""", "")]
    [InlineData("""{"metadata":{"annotations":{"container.apparmor.security.beta.kubernetes.io/a":"unconfined"}},"spec":{"containers":[{"name":"a"}]}}""",
        "forbidden AppArmor profile (annotation must not set AppArmor profile type to \"container.apparmor.security.beta.kubernetes.io/a=\"unconfined\"\")")]
    [InlineData("""{"spec":{"securityContext":{"appArmorProfile":{"type":"Unconfined"}},"containers":[{"name":"a","securityContext":{"appArmorProfile":{"type":"Localhost"}}}]}}""",
        "forbidden AppArmor profile (pod must not set AppArmor profile type to \"Unconfined\")")]
    [InlineData("""{"spec":{"hostNetwork":true,"hostPID":true,"containers":[]}}""", "host namespaces (hostNetwork=true, hostPID=true)")]
    [InlineData("""{"spec":{"volumes":[{"name":"v","hostPath":{"path":"/"}},{"name":"w","hostPath":{"path":"/"}},{"name":"x","emptyDir":{}}],"containers":[]}}""", "hostPath volumes (volumes \"v\", \"w\")")]
    [InlineData("""{"spec":{"containers":[{"name":"a","ports":[{"hostPort":80},{"hostPort":443}]},{"name":"b","ports":[{"containerPort":1}]}]}}""", "hostPort (container \"a\" uses hostPorts 443, 80)")]
    [InlineData("""{"spec":{"initContainers":[{"name":"i","ports":[{"hostPort":80}]}],"containers":[{"name":"a","ports":[{"hostPort":80}]}]}}""", "hostPort (containers \"i\", \"a\" use hostPort 80)")]
    [InlineData("""{"spec":{"securityContext":{"sysctls":[{"name":"kernel.msgmax"},{"name":"net.ipv4.tcp_rmem"}]},"containers":[]}}""", "forbidden sysctls (kernel.msgmax)")]
    [InlineData("""{"spec":{"securityContext":{"seLinuxOptions":{"user":"u","role":"r"}},"containers":[]}}""", "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: user may not be set; role may not be set)")]
    [InlineData("""{"spec":{"securityContext":{"windowsOptions":{"hostProcess":true}},"containers":[]}}""", "hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)")]
    public void Baseline_finds(string pod, string expected) => Assert.Equal(expected, Find(SecurityLevel.Baseline, null, pod));

    [Theory]
    [InlineData("""{"capabilities":{"add":["CHOWN","NET_RAW","BPF"]}}""", "non-default capabilities (container \"a\" must not include \"BPF\", \"NET_RAW\" in securityContext.capabilities.add)")]
    [InlineData("""{"privileged":true}""", "privileged (container \"a\" must not set securityContext.privileged=true)")]
    [InlineData("""{"procMount":"Unmasked"}""", "procMount (container \"a\" must not set securityContext.procMount to \"Unmasked\")")]
    [InlineData("""{"procMount":"Default","seLinuxOptions":{"type":"container_engine_t"}}""", "")]
    [InlineData("""{"seLinuxOptions":{"type":"spc_t","level":"s0"}}""", "seLinuxOptions (container \"a\" set forbidden securityContext.seLinuxOptions: type \"spc_t\")")]
    [InlineData("""{"seccompProfile":{"type":"Unconfined"}}""", "seccompProfile (container \"a\" must not set securityContext.seccompProfile.type to \"Unconfined\")")]
    public void Baseline_finds_in_containers(string context, string expected) => Assert.Equal(expected, Find(SecurityLevel.Baseline, null, Containers(context)));

    [Theory]
    [InlineData(Hardened, "")]
    [InlineData("""{"allowPrivilegeEscalation":true,"capabilities":{"drop":["ALL"],"add":["NET_BIND_SERVICE","CHOWN"]},"runAsNonRoot":true,"seccompProfile":{"type":"Localhost"}}""",
        "allowPrivilegeEscalation != false (container \"a\" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container \"a\" must not include \"CHOWN\" in securityContext.capabilities.add)")]
    [InlineData("""{"allowPrivilegeEscalation":false,"capabilities":{"add":["SYS_ADMIN"]},"runAsNonRoot":false,"runAsUser":0,"seccompProfile":{"type":"Unconfined"}}""",
        "unrestricted capabilities (container \"a\" must set securityContext.capabilities.drop=[\"ALL\"]; container \"a\" must not include \"SYS_ADMIN\" in securityContext.capabilities.add), "
        + "runAsNonRoot != true (container \"a\" must not set securityContext.runAsNonRoot=false), runAsUser=0 (container \"a\" must not set runAsUser=0), "
        + "seccompProfile (container \"a\" must not set securityContext.seccompProfile.type to \"Unconfined\")")]
    public void Restricted_finds(string context, string expected) => Assert.Equal(expected, Find(SecurityLevel.Restricted, null, Restricted(context)));

    [Fact]
    public void What_the_pod_sets_its_containers_need_not()
    {
        const string Pod = """
            {"spec":{"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},
             "volumes":[{"name":"h","hostPath":{"path":"/"}},{"name":"n","nfs":{}},{"name":"s","secret":{}}],
             "initContainers":[{"name":"i","securityContext":{"runAsNonRoot":false}}],
             "containers":[{"name":"a","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]}}
            """;
        Assert.Equal(
            "allowPrivilegeEscalation != false (container \"i\" must set securityContext.allowPrivilegeEscalation=false), "
            + "unrestricted capabilities (container \"i\" must set securityContext.capabilities.drop=[\"ALL\"]), "
            + "restricted volume types (volumes \"h\", \"n\" use restricted volume types \"hostPath\", \"nfs\"), "
            + "runAsNonRoot != true (container \"i\" must not set securityContext.runAsNonRoot=false)",
            Find(SecurityLevel.Restricted, null, Pod));
    }

    [Theory]
    [InlineData(7, "runAsNonRoot")]
    [InlineData(8, "allowPrivilegeEscalation,runAsNonRoot")]
    [InlineData(19, "allowPrivilegeEscalation,runAsNonRoot,seccompProfile")]
    [InlineData(22, "allowPrivilegeEscalation,unrestricted,runAsNonRoot,seccompProfile")]
    [InlineData(99, "allowPrivilegeEscalation,unrestricted,runAsNonRoot,seccompProfile")]
    public void Older_versions_ask_for_less(int minor, string expected) =>
        Assert.Equal(expected, string.Join(',', SecurityRules.Find(new SecurityStandard(SecurityLevel.Restricted, minor), JsonNode.Parse(Restricted("{}"))).Select(v => v.Reason.Split(' ')[0])));

    [Fact]
    public void Rules_change_with_the_version()
    {
        const string Sysctl = """{"spec":{"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_rmem"}]},"containers":[]}}""";
        Assert.NotEqual("", Find(SecurityLevel.Baseline, 31, Sysctl));
        Assert.Equal("", Find(SecurityLevel.Baseline, 32, Sysctl));
        Assert.NotEqual("", Find(SecurityLevel.Baseline, 30, Restricted("""{"seLinuxOptions":{"type":"container_engine_t"}}""")));
        Assert.Equal(
            "seccompProfile (forbidden annotation container.seccomp.security.alpha.kubernetes.io/a=\"unconfined\")",
            Find(SecurityLevel.Baseline, 18, """{"metadata":{"annotations":{"container.seccomp.security.alpha.kubernetes.io/a":"unconfined","container.seccomp.security.alpha.kubernetes.io/b":"unconfined"}},"spec":{"containers":[{"name":"a"}]}}"""));
        const string Windows = """{"spec":{"os":{"name":"windows"},"containers":[{"name":"a","securityContext":{"runAsNonRoot":true}}]}}""";
        Assert.Equal("", Find(SecurityLevel.Restricted, 25, Windows));
        Assert.NotEqual("", Find(SecurityLevel.Restricted, 24, Windows));
    }
}
