namespace Podclip.LocalCluster.Storage;

/// <summary>The names under which the store keeps the kinds that the cluster's own parts work with.</summary>
internal static class ResourceNames
{
    public const string ConfigMaps = "configmaps";
    public const string Events = "events";
    public const string Jobs = "jobs.batch";
    public const string LimitRanges = "limitranges";
    public const string Namespaces = "namespaces";
    public const string Nodes = "nodes";
    public const string PersistentVolumeClaims = "persistentvolumeclaims";
    public const string PodDisruptionBudgets = "poddisruptionbudgets.policy";
    public const string Pods = "pods";
    public const string ResourceQuotas = "resourcequotas";
    public const string RoleBindings = "rolebindings.rbac.authorization.k8s.io";
    public const string Roles = "roles.rbac.authorization.k8s.io";
    public const string Secrets = "secrets";
    public const string ServiceAccounts = "serviceaccounts";
}
