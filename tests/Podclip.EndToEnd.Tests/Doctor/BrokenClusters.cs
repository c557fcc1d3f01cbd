namespace Podclip.EndToEnd.Tests.Doctor;

/// <summary>The broken namespaces that the printed documents heal.</summary>
internal static class BrokenClusters
{
    private const int Refused = 3;
    private const int Failed = 4;

    public static IReadOnlyList<BrokenCluster> All { get; } =
    [
        new("there is no namespace", "k8s_namespace_missing", Failed) { HasNamespace = false, Names = "There is no namespace" },
        new("the account has no Role", "k8s_rbac_missing", Refused) { Missing = ["*"], Names = "create, get, delete jobs.batch; list pods; get pods/log" },
        new("the Role lacks create jobs", "k8s_rbac_missing", Refused) { Missing = ["create jobs"], Names = "may not create jobs.batch in" },
        new("the Role lacks get pods/log", "k8s_rbac_missing", Refused) { Missing = ["get pods/log"], Names = "may not get pods/log in" },
        new("the Role lacks create secrets", "k8s_rbac_missing", Refused) { Missing = ["create secrets"], Names = "may not create secrets in" },
        new("the Role lacks list pods", "k8s_rbac_missing", Refused) { Missing = ["list pods"], Names = "may not list pods in" },
        new("the Role lacks delete jobs", "k8s_rbac_missing", Refused) { Missing = ["delete jobs"], Names = "may not delete jobs.batch in" },
        new("the claim of HOME cannot be made", "k8s_rbac_missing", Refused)
        {
            Missing = ["create persistentvolumeclaims"],
            Arguments = ["--agent", "reviewer"],
            Names = "may not create persistentvolumeclaims in",
        },
        new("the Role lacks watch", "k8s_rbac_degraded", 0) { Missing = ["watch pods", "watch jobs", "watch events"], Names = "watch jobs.batch; watch pods; watch events" },
        new("the quota has no room for a Job and its pod", "k8s_quota_exceeded", Failed)
        {
            Script = """
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: tight, namespace: NS, labels: {team: a}}
                spec:
                  hard: {pods: "0", count/jobs.batch: "0", requests.memory: 256Mi, configmaps: "7"}
                """,
            Names = "requests.memory=512Mi",
        },
        new("the quota has no room, seen by an account that may not create pods", "k8s_quota_exceeded", Failed)
        {
            Missing = ["none"],
            Script = """
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: small, namespace: NS}
                spec:
                  hard: {limits.memory: 1Gi}
                """,
            Names = "limits.memory: requested 4Gi, used 0, limited to 1Gi",
        },
        new("the quota wants a limit that nobody states", "k8s_quota_unspecified", Failed)
        {
            Missing = ["none"],
            Script = """
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: strict, namespace: NS}
                spec:
                  hard: {limits.cpu: "64", limits.memory: 64Gi}
                """,
            Names = "must specify limits.cpu for: agent",
        },
        new("there is no such service account", "k8s_service_account_missing", Failed) { Arguments = ["--service-account", "builder"], Names = "no service account builder" },
    ];
}
