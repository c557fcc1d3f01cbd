using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Finds what is wrong with a pod's spec.</summary>
internal static class PodSpecRules
{
    private static readonly string[] RestartPolicies = ["Always", "Never", "OnFailure"];
    private static readonly string[] DnsPolicies = ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"];

    /// <summary>Checks a spec that stands at <paramref name="path"/>.</summary>
    public static void Validate(JsonNode? spec, string path, FieldErrors errors)
    {
        var volumes = ValidateVolumes(spec, $"{path}.volumes", errors);
        var names = new HashSet<string>(StringComparer.Ordinal);
        ContainerRules.Validate(spec.Items("containers").ToList(), $"{path}.containers", volumes, names, errors);
        if (!spec.Items("containers").Any())
        {
            errors.Required($"{path}.containers");
        }

        ContainerRules.Validate(spec.Items("initContainers").ToList(), $"{path}.initContainers", volumes, names, errors);
        var restart = spec.Text("restartPolicy") ?? "";
        if (!RestartPolicies.Contains(restart))
        {
            errors.NotSupported($"{path}.restartPolicy", restart, RestartPolicies);
        }

        var dns = spec.Text("dnsPolicy") ?? "";
        if (!DnsPolicies.Contains(dns))
        {
            errors.NotSupported($"{path}.dnsPolicy", dns, DnsPolicies);
        }

        errors.NotNegative($"{path}.terminationGracePeriodSeconds", spec.Number("terminationGracePeriodSeconds"));
        if (spec.Number("activeDeadlineSeconds") is { } deadline and (< 1 or > int.MaxValue))
        {
            errors.Invalid($"{path}.activeDeadlineSeconds", deadline, "must be between 1 and 2147483647, inclusive");
        }

        if (spec.Text("serviceAccountName") is { Length: > 0 } account)
        {
            NameRules.CheckSubdomain(account, $"{path}.serviceAccountName", errors);
        }

        if (spec.Text("nodeName") is { Length: > 0 } node)
        {
            NameRules.CheckSubdomain(node, $"{path}.nodeName", errors);
        }

        NameRules.CheckLabels(spec.TextMembers("nodeSelector"), $"{path}.nodeSelector", errors);
        CheckId(spec.Number("securityContext", "runAsUser"), $"{path}.securityContext.runAsUser", errors);
        CheckId(spec.Number("securityContext", "runAsGroup"), $"{path}.securityContext.runAsGroup", errors);
        CheckId(spec.Number("securityContext", "fsGroup"), $"{path}.securityContext.fsGroup", errors);
    }

    /// <summary>Checks a user or group id.</summary>
    public static void CheckId(long? id, string path, FieldErrors errors)
    {
        if (id is < 0 or > int.MaxValue)
        {
            errors.Invalid(path, id.Value, "must be between 0 and 2147483647, inclusive");
        }
    }

    private static HashSet<string> ValidateVolumes(JsonNode? spec, string path, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var volume in spec.Items("volumes"))
        {
            var here = FormattableString.Invariant($"{path}[{index++}]");
            var name = volume.Text("name") ?? "";
            if (name.Length == 0)
            {
                errors.Required($"{here}.name");
            }
            else
            {
                NameRules.CheckLabel(name, $"{here}.name", errors);
                if (!names.Add(name))
                {
                    errors.Duplicate($"{here}.name", name);
                }
            }

            ValidateSource(volume, here, errors);
        }

        return names;
    }

    private static void ValidateSource(JsonObject volume, string path, FieldErrors errors)
    {
        var sources = volume.Select(m => m.Key).Where(key => key != "name").ToList();
        if (sources.Count == 0)
        {
            errors.Required(path, "must specify a volume type");
        }

        foreach (var extra in sources.Skip(1))
        {
            errors.Forbidden($"{path}.{extra}", "may not specify more than 1 volume type");
        }

        RequireText(volume, "hostPath", "path", path, errors);
        RequireText(volume, "secret", "secretName", path, errors);
        RequireText(volume, "persistentVolumeClaim", "claimName", path, errors);
        RequireText(volume, "configMap", "name", path, errors);
        if (volume.Text("hostPath", "path") is { } host && host.Split('/').Contains(".."))
        {
            errors.Invalid($"{path}.hostPath.path", host, "must not contain '..'");
        }

        if (volume.Text("emptyDir", "sizeLimit") is { } limit && limit.StartsWith('-'))
        {
            errors.Forbidden($"{path}.emptyDir.sizeLimit", "SizeLimit field must be a valid resource quantity");
        }

        foreach (var source in (ReadOnlySpan<string>)["secret", "configMap"])
        {
            ValidateItems(volume[source], $"{path}.{source}", errors);
        }
    }

    private static void ValidateItems(JsonNode? source, string path, FieldErrors errors)
    {
        var index = 0;
        foreach (var item in source.Items("items"))
        {
            var here = FormattableString.Invariant($"{path}.items[{index++}]");
            if (string.IsNullOrEmpty(item.Text("key")))
            {
                errors.Required($"{here}.key");
            }

            var file = item.Text("path") ?? "";
            if (file.Length == 0)
            {
                errors.Required($"{here}.path");
            }
            else if (file.StartsWith('/'))
            {
                errors.Invalid($"{here}.path", file, "must be a relative path");
            }
            else if (file.Split('/').Contains(".."))
            {
                errors.Invalid($"{here}.path", file, "must not contain '..'");
            }

            CheckMode(item.Number("mode"), $"{here}.mode", errors);
        }

        CheckMode(source.Number("defaultMode"), $"{path}.defaultMode", errors);
    }

    private static void CheckMode(long? mode, string path, FieldErrors errors)
    {
        if (mode is < 0 or > 0x1FF)
        {
            errors.Invalid(path, mode.Value, "must be a number between 0 and 0777 (octal), both inclusive");
        }
    }

    private static void RequireText(JsonObject volume, string source, string member, string path, FieldErrors errors)
    {
        if (volume[source] is JsonObject && string.IsNullOrEmpty(volume.Text(source, member)))
        {
            errors.Required($"{path}.{source}.{member}");
        }
    }
}
