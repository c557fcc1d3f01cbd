using System.Text.Json;
using System.Text.Json.Serialization;
using Podclip.Kubernetes.Resources.Authorization;

namespace Podclip.Kubernetes.Serialization;

/// <summary>Source-generated JSON of everything on the Kubernetes wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(KubernetesTimeConverter)])]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(ResourceList<Job>))]
[JsonSerializable(typeof(Pod))]
[JsonSerializable(typeof(ResourceList<Pod>))]
[JsonSerializable(typeof(Secret))]
[JsonSerializable(typeof(ResourceList<Secret>))]
[JsonSerializable(typeof(ConfigMap))]
[JsonSerializable(typeof(ResourceList<ConfigMap>))]
[JsonSerializable(typeof(PersistentVolumeClaim))]
[JsonSerializable(typeof(ResourceList<PersistentVolumeClaim>))]
[JsonSerializable(typeof(Namespace))]
[JsonSerializable(typeof(ResourceList<Namespace>))]
[JsonSerializable(typeof(Node))]
[JsonSerializable(typeof(ResourceList<Node>))]
[JsonSerializable(typeof(ServiceAccount))]
[JsonSerializable(typeof(ResourceList<ServiceAccount>))]
[JsonSerializable(typeof(Event))]
[JsonSerializable(typeof(ResourceList<Event>))]
[JsonSerializable(typeof(Lease))]
[JsonSerializable(typeof(ResourceList<Lease>))]
[JsonSerializable(typeof(ResourceQuota))]
[JsonSerializable(typeof(ResourceList<ResourceQuota>))]
[JsonSerializable(typeof(LimitRange))]
[JsonSerializable(typeof(ResourceList<LimitRange>))]
[JsonSerializable(typeof(Role))]
[JsonSerializable(typeof(ResourceList<Role>))]
[JsonSerializable(typeof(RoleBinding))]
[JsonSerializable(typeof(ResourceList<RoleBinding>))]
[JsonSerializable(typeof(SelfSubjectAccessReview))]
[JsonSerializable(typeof(ResourceList<SelfSubjectAccessReview>))]
[JsonSerializable(typeof(SelfSubjectReview))]
[JsonSerializable(typeof(ResourceList<SelfSubjectReview>))]
[JsonSerializable(typeof(ServerVersion))]
[JsonSerializable(typeof(Status))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class KubernetesJson : JsonSerializerContext;
