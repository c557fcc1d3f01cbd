namespace Podclip.LocalCluster.Security;

/// <summary>The ClusterRoles that a RoleBinding may name here: those every cluster has, cut down to the kinds that this one serves.</summary>
internal static class BuiltInRoles
{
    private static readonly string[] Read = ["get", "list", "watch"];
    private static readonly string[] Write = ["create", "delete", "deletecollection", "patch", "update"];
    private static readonly string[] Viewed = ["configmaps", "events", "limitranges", "persistentvolumeclaims", "pods", "pods/log", "pods/status", "resourcequotas", "resourcequotas/status", "serviceaccounts"];
    private static readonly string[] Edited = ["configmaps", "events", "persistentvolumeclaims", "pods", "pods/eviction", "pods/exec", "secrets", "serviceaccounts", "serviceaccounts/token"];

    private static readonly AccessRule[] View =
    [
        new(Read, [""], Viewed, []),
        new(Read, ["batch"], ["jobs", "jobs/status"], []),
        new(Read, ["policy"], ["poddisruptionbudgets", "poddisruptionbudgets/status"], []),
    ];

    private static readonly AccessRule[] Edit =
    [
        .. View,
        new([.. Read, .. Write], [""], Edited, []),
        new([.. Read, .. Write], ["batch"], ["jobs"], []),
        new([.. Read, .. Write], ["policy"], ["poddisruptionbudgets"], []),
        new([.. Read, .. Write], ["coordination.k8s.io"], ["leases"], []),
    ];

    /// <summary>What anyone who is authenticated may do: ask about themselves.</summary>
    public static IReadOnlyList<AccessRule> BasicUser { get; } =
    [
        new(["create"], ["authorization.k8s.io"], ["selfsubjectaccessreviews", "selfsubjectrulesreviews"], []),
        new(["create"], ["authentication.k8s.io"], ["selfsubjectreviews"], []),
    ];

    /// <summary>The rules of a ClusterRole by name; null for one that this cluster does not know.</summary>
    public static IReadOnlyList<AccessRule>? Find(string name) => name switch
    {
        "view" => View,
        "edit" => Edit,
        "admin" => [.. Edit, new([.. Read, .. Write], ["rbac.authorization.k8s.io"], ["roles", "rolebindings"], [])],
        "cluster-admin" => [new(["*"], ["*"], ["*"], [])],
        _ => null,
    };
}
