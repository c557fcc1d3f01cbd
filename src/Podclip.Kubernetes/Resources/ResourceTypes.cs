using Podclip.Kubernetes.Resources.Authorization;
using Podclip.Kubernetes.Serialization;

namespace Podclip.Kubernetes.Resources;

/// <summary>The kinds this client knows.</summary>
public static class ResourceTypes
{
    /// <summary><c>batch/v1</c> Jobs.</summary>
    public static ResourceType<Job> Jobs { get; } =
        new("batch", "v1", "jobs", "Job", true, KubernetesJson.Default.Job, KubernetesJson.Default.ResourceListJob);

    /// <summary>Pods.</summary>
    public static ResourceType<Pod> Pods { get; } =
        new("", "v1", "pods", "Pod", true, KubernetesJson.Default.Pod, KubernetesJson.Default.ResourceListPod);

    /// <summary>Secrets.</summary>
    public static ResourceType<Secret> Secrets { get; } =
        new("", "v1", "secrets", "Secret", true, KubernetesJson.Default.Secret, KubernetesJson.Default.ResourceListSecret);

    /// <summary>ConfigMaps.</summary>
    public static ResourceType<ConfigMap> ConfigMaps { get; } =
        new("", "v1", "configmaps", "ConfigMap", true, KubernetesJson.Default.ConfigMap, KubernetesJson.Default.ResourceListConfigMap);

    /// <summary>PersistentVolumeClaims.</summary>
    public static ResourceType<PersistentVolumeClaim> PersistentVolumeClaims { get; } =
        new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true, KubernetesJson.Default.PersistentVolumeClaim, KubernetesJson.Default.ResourceListPersistentVolumeClaim);

    /// <summary>Namespaces.</summary>
    public static ResourceType<Namespace> Namespaces { get; } =
        new("", "v1", "namespaces", "Namespace", false, KubernetesJson.Default.Namespace, KubernetesJson.Default.ResourceListNamespace);

    /// <summary>Nodes.</summary>
    public static ResourceType<Node> Nodes { get; } =
        new("", "v1", "nodes", "Node", false, KubernetesJson.Default.Node, KubernetesJson.Default.ResourceListNode);

    /// <summary>ServiceAccounts.</summary>
    public static ResourceType<ServiceAccount> ServiceAccounts { get; } =
        new("", "v1", "serviceaccounts", "ServiceAccount", true, KubernetesJson.Default.ServiceAccount, KubernetesJson.Default.ResourceListServiceAccount);

    /// <summary>Events of <c>core/v1</c>.</summary>
    public static ResourceType<Event> Events { get; } =
        new("", "v1", "events", "Event", true, KubernetesJson.Default.Event, KubernetesJson.Default.ResourceListEvent);

    /// <summary><c>coordination.k8s.io/v1</c> Leases.</summary>
    public static ResourceType<Lease> Leases { get; } =
        new("coordination.k8s.io", "v1", "leases", "Lease", true, KubernetesJson.Default.Lease, KubernetesJson.Default.ResourceListLease);

    /// <summary>ResourceQuotas.</summary>
    public static ResourceType<ResourceQuota> ResourceQuotas { get; } =
        new("", "v1", "resourcequotas", "ResourceQuota", true, KubernetesJson.Default.ResourceQuota, KubernetesJson.Default.ResourceListResourceQuota);

    /// <summary>LimitRanges.</summary>
    public static ResourceType<LimitRange> LimitRanges { get; } =
        new("", "v1", "limitranges", "LimitRange", true, KubernetesJson.Default.LimitRange, KubernetesJson.Default.ResourceListLimitRange);

    /// <summary>Roles.</summary>
    public static ResourceType<Role> Roles { get; } =
        new("rbac.authorization.k8s.io", "v1", "roles", "Role", true, KubernetesJson.Default.Role, KubernetesJson.Default.ResourceListRole);

    /// <summary>RoleBindings.</summary>
    public static ResourceType<RoleBinding> RoleBindings { get; } =
        new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true, KubernetesJson.Default.RoleBinding, KubernetesJson.Default.ResourceListRoleBinding);

    /// <summary>SelfSubjectAccessReviews; they can be created only.</summary>
    public static ResourceType<SelfSubjectAccessReview> SelfSubjectAccessReviews { get; } =
        new("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview", false, KubernetesJson.Default.SelfSubjectAccessReview, KubernetesJson.Default.ResourceListSelfSubjectAccessReview);

    /// <summary>SelfSubjectReviews; they can be created only.</summary>
    public static ResourceType<SelfSubjectReview> SelfSubjectReviews { get; } =
        new("authentication.k8s.io", "v1", "selfsubjectreviews", "SelfSubjectReview", false, KubernetesJson.Default.SelfSubjectReview, KubernetesJson.Default.ResourceListSelfSubjectReview);
}
