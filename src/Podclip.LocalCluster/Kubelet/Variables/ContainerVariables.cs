using System.Text;
using System.Text.RegularExpressions;

namespace Podclip.LocalCluster.Kubelet.Variables;

/// <summary>
/// A container's environment as the kubelet makes it (kubelet_pods.go, makeEnvironmentVariables): envFrom in order, then env in order;
/// a value may refer to what came before it.
/// </summary>
internal static partial class ContainerVariables
{
    /// <summary>The variables of services and those that the pod's spec gives.</summary>
    /// <exception cref="ContainerConfigException">A Secret, ConfigMap or key that is not optional is missing.</exception>
    public static IReadOnlyDictionary<string, string> Resolve(Pod pod, Container container, VariableSources sources, string podIP)
    {
        var variables = new OrderedDictionary<string, string>(sources.Services, StringComparer.Ordinal);
        foreach (var source in container.EnvFrom ?? [])
        {
            foreach (var (key, value) in FromAll(source, sources))
            {
                var name = source.Prefix + key;
                if (VariableName().IsMatch(name))
                {
                    variables[name] = value;
                }
            }
        }

        foreach (var variable in container.Env ?? [])
        {
            var value = variable switch
            {
                { Value: { Length: > 0 } text } => VariableExpansion.Expand(text, variables),
                { ValueFrom: { } source } => FromOne(pod, container, source, sources, podIP),
                _ => "",
            };
            if (value is not null)
            {
                variables[variable.Name ?? ""] = value;
            }
        }

        return variables;
    }

    private static IEnumerable<KeyValuePair<string, string>> FromAll(EnvFromSource source, VariableSources sources)
    {
        if (source.ConfigMapRef is { } configMap)
        {
            return Find(sources.ConfigMap, "configmap", configMap.Name, configMap.Optional)?.Data ?? Enumerable.Empty<KeyValuePair<string, string>>();
        }

        return source.SecretRef is { } secret
            ? Find(sources.Secret, "secret", secret.Name, secret.Optional)?.Data?.Select(d => KeyValuePair.Create(d.Key, Encoding.UTF8.GetString(d.Value))) ?? []
            : [];
    }

    /// <summary>One value; null when what it refers to is missing and optional: then there is no such variable.</summary>
    private static string? FromOne(Pod pod, Container container, EnvVarSource source, VariableSources sources, string podIP) => source switch
    {
        { FieldRef: { } field } => PodFields.Field(pod, field.FieldPath, podIP),
        { ResourceFieldRef: { } resource } => PodFields.Resource(pod, container, resource),
        { SecretKeyRef: { } key } => SecretKey(pod, key, sources),
        { ConfigMapKeyRef: { } key } => ConfigMapKey(pod, key, sources),
        _ => "",
    };

    private static string? SecretKey(Pod pod, SecretKeySelector key, VariableSources sources)
    {
        var secret = Find(sources.Secret, "secret", key.Name, key.Optional);
        if (secret?.Data?.GetValueOrDefault(key.Key ?? "") is { } value)
        {
            return Encoding.UTF8.GetString(value);
        }

        return key.Optional == true ? null : throw new ContainerConfigException($"couldn't find key {key.Key} in Secret {pod.Metadata.Namespace}/{key.Name}");
    }

    private static string? ConfigMapKey(Pod pod, ConfigMapKeySelector key, VariableSources sources)
    {
        var configMap = Find(sources.ConfigMap, "configmap", key.Name, key.Optional);
        return configMap?.Data?.GetValueOrDefault(key.Key ?? "")
            ?? (key.Optional == true ? null : throw new ContainerConfigException($"couldn't find key {key.Key} in ConfigMap {pod.Metadata.Namespace}/{key.Name}"));
    }

    private static T? Find<T>(Func<string, T?> lookup, string kind, string? name, bool? optional)
        where T : class =>
        lookup(name ?? "") ?? (optional == true ? null : throw new ContainerConfigException($"{kind} \"{name}\" not found"));

    /// <summary>Names that a shell could not use are left out of envFrom, as on a real node.</summary>
    [GeneratedRegex("^[-._a-zA-Z][-._a-zA-Z0-9]*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariableName();
}
