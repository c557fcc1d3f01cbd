using System.Text;
using Podclip.LocalCluster.Kubelet.Variables;

namespace Podclip.LocalCluster.Kubelet.Volumes;

/// <summary>What is in volumes that are made from Secrets, ConfigMaps and the pod itself. Pure.</summary>
internal static class VolumeFiles
{
    private const int DefaultMode = 0x1a4; // 0644
    private const int TokenMode = 0x180; // 0600

    /// <summary>The files, or null when the volume is not of this kind.</summary>
    /// <exception cref="VolumeException">Something that is not optional is missing.</exception>
    public static IReadOnlyList<VolumeFile>? Of(string name, Volume volume, Pod pod, VolumeSources sources, string podIP)
    {
        var volumeSources = new Context(name, pod, sources, podIP);
        return volume switch
        {
            { Secret: { } s } => volumeSources.FromSecret(s.SecretName, s.Items, s.Optional, s.DefaultMode ?? DefaultMode),
            { ConfigMap: { } c } => volumeSources.FromConfigMap(c.Name, c.Items, c.Optional, c.DefaultMode ?? DefaultMode),
            { Projected: { } p } => [.. (p.Sources ?? []).SelectMany(source => volumeSources.FromProjection(source, p.DefaultMode ?? DefaultMode))],
            _ => null,
        };
    }

    private sealed record Context(string Name, Pod Pod, VolumeSources Sources, string PodIP)
    {
        public List<VolumeFile> FromSecret(string? secretName, IReadOnlyList<KeyToPath>? items, bool? optional, int mode)
        {
            var secret = Sources.Values.Secret(secretName ?? "");
            return secret is null && optional != true
                ? throw new VolumeException(Name, $"secret \"{secretName}\" not found")
                : Choose(secret?.Data, items, optional, mode, "secret");
        }

        public List<VolumeFile> FromConfigMap(string? mapName, IReadOnlyList<KeyToPath>? items, bool? optional, int mode)
        {
            var map = Sources.Values.ConfigMap(mapName ?? "");
            if (map is null && optional != true)
            {
                throw new VolumeException(Name, $"configmap \"{mapName}\" not found");
            }

            var data = (map?.BinaryData ?? Enumerable.Empty<KeyValuePair<string, byte[]>>())
                .Concat((map?.Data ?? Enumerable.Empty<KeyValuePair<string, string>>()).Select(d => KeyValuePair.Create(d.Key, Encoding.UTF8.GetBytes(d.Value))));
            return Choose(data.ToDictionary(StringComparer.Ordinal), items, optional, mode, "config");
        }

        public IEnumerable<VolumeFile> FromProjection(VolumeProjection projection, int mode) => projection switch
        {
            { Secret: { } s } => FromSecret(s.Name, s.Items, s.Optional, mode),
            { ConfigMap: { } c } => FromConfigMap(c.Name, c.Items, c.Optional, mode),
            { ServiceAccountToken: { } t } => FromToken(t),
            { DownwardAPI: { } d } => (d.Items ?? []).Select(item => FromField(item, mode)),
            _ => [],
        };

        /// <summary>Only the pod's own user can read it, whatever the volume's mode, as on a node where the pod's user is known.</summary>
        private VolumeFile[] FromToken(ServiceAccountTokenProjection projection)
        {
            if (Sources.Token is not { } make)
            {
                return [];
            }

            var token = make(Pod, projection) ?? throw new VolumeException(Name, $"failed to fetch token: serviceaccounts \"{Pod.Spec?.ServiceAccountName ?? "default"}\" not found");
            return [new VolumeFile(projection.Path ?? "token", Encoding.UTF8.GetBytes(token), TokenMode)];
        }

        private VolumeFile FromField(DownwardApiVolumeFile item, int mode)
        {
            try
            {
                var container = Pod.Spec?.Containers is [var first, ..] ? first : new Container();
                var text = item.ResourceFieldRef is { } resource
                    ? PodFields.Resource(Pod, container, resource)
                    : PodFields.Field(Pod, item.FieldRef?.FieldPath, PodIP);
                return new VolumeFile(item.Path ?? "", Encoding.UTF8.GetBytes(text), item.Mode ?? mode);
            }
            catch (ContainerConfigException e)
            {
                throw new VolumeException(Name, e.Message);
            }
        }

        private List<VolumeFile> Choose(IReadOnlyDictionary<string, byte[]>? data, IReadOnlyList<KeyToPath>? items, bool? optional, int mode, string kind)
        {
            if (items is null)
            {
                return [.. (data ?? new Dictionary<string, byte[]>(StringComparer.Ordinal)).Select(d => new VolumeFile(d.Key, d.Value, mode))];
            }

            var files = new List<VolumeFile>();
            foreach (var item in items)
            {
                if (data?.GetValueOrDefault(item.Key ?? "") is { } content)
                {
                    files.Add(new VolumeFile(item.Path ?? item.Key!, content, item.Mode ?? mode));
                }
                else if (optional != true)
                {
                    throw new VolumeException(Name, $"references non-existent {kind} key: {item.Key}");
                }
            }

            return files;
        }
    }
}
