using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Finds what is wrong with a pod's containers.</summary>
internal static class ContainerRules
{
    private static readonly string[] PullPolicies = ["Always", "IfNotPresent", "Never"];
    private static readonly string[] Sources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef"];

    /// <summary>Checks a list of containers.</summary>
    /// <param name="containers">The list.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="volumes">The names of the pod's volumes.</param>
    /// <param name="names">The names of the containers before these; these are added.</param>
    /// <param name="errors">Where to tell.</param>
    public static void Validate(IReadOnlyList<JsonObject> containers, string path, IReadOnlySet<string> volumes, HashSet<string> names, FieldErrors errors)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            var here = FormattableString.Invariant($"{path}[{i}]");
            ValidateName(containers[i].Text("name") ?? "", here, names, errors);
            ValidateContainer(containers[i], here, volumes, errors);
        }
    }

    private static void ValidateName(string name, string path, HashSet<string> names, FieldErrors errors)
    {
        if (name.Length == 0)
        {
            errors.Required($"{path}.name");
            return;
        }

        NameRules.CheckLabel(name, $"{path}.name", errors);
        if (!names.Add(name))
        {
            errors.Duplicate($"{path}.name", name);
        }
    }

    private static void ValidateContainer(JsonObject container, string path, IReadOnlySet<string> volumes, FieldErrors errors)
    {
        var image = container.Text("image") ?? "";
        if (image.Length == 0)
        {
            errors.Required($"{path}.image");
        }
        else if (image.Trim() != image)
        {
            errors.Invalid($"{path}.image", image, "must not have leading or trailing whitespace");
        }

        ValidateEnvironment(container, path, errors);
        ValidateMounts(container, path, volumes, errors);
        var pull = container.Text("imagePullPolicy") ?? "";
        if (!PullPolicies.Contains(pull))
        {
            errors.NotSupported($"{path}.imagePullPolicy", pull, PullPolicies);
        }

        ValidateResources(container, path, errors);
        PodSpecRules.CheckId(container.Number("securityContext", "runAsUser"), $"{path}.securityContext.runAsUser", errors);
        PodSpecRules.CheckId(container.Number("securityContext", "runAsGroup"), $"{path}.securityContext.runAsGroup", errors);
        if (container.Flag("securityContext", "privileged") && container.At("securityContext", "allowPrivilegeEscalation") is not null
            && !container.Flag("securityContext", "allowPrivilegeEscalation"))
        {
            errors.InvalidValue($"{path}.securityContext", container["securityContext"], "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        }
    }

    private static void ValidateEnvironment(JsonObject container, string path, FieldErrors errors)
    {
        var index = 0;
        foreach (var variable in container.Items("env"))
        {
            var here = FormattableString.Invariant($"{path}.env[{index++}]");
            NameRules.CheckEnvironmentName(variable.Text("name") ?? "", $"{here}.name", errors);
            if (variable["valueFrom"] is JsonObject source)
            {
                ValidateSource(variable, source, $"{here}.valueFrom", errors);
            }
        }

        index = 0;
        foreach (var source in container.Items("envFrom"))
        {
            var here = FormattableString.Invariant($"{path}.envFrom[{index++}]");
            if (source.Text("prefix") is { Length: > 0 } prefix)
            {
                NameRules.CheckEnvironmentName(prefix, $"{here}.prefix", errors);
            }

            var given = ((string[])["configMapRef", "secretRef"]).Where(s => source[s] is JsonObject).ToList();
            if (given.Count != 1)
            {
                errors.Invalid(here, "", given.Count == 0 ? "must specify one of: `configMapRef` or `secretRef`" : "may not have more than one field specified at a time");
            }
            else if (string.IsNullOrEmpty(source.Text(given[0], "name")))
            {
                errors.Required($"{here}.{given[0]}.name");
            }
        }
    }

    private static void ValidateSource(JsonObject variable, JsonObject source, string path, FieldErrors errors)
    {
        if (!string.IsNullOrEmpty(variable.Text("value")))
        {
            errors.Invalid(path, "", "may not be specified when `value` is not empty");
        }

        var given = Sources.Where(s => source[s] is JsonObject).ToList();
        if (given.Count != 1)
        {
            errors.Invalid(path, "", given.Count == 0
                ? "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"
                : "may not have more than one field specified at a time");
            return;
        }

        if (given[0] is "configMapKeyRef" or "secretKeyRef")
        {
            if (string.IsNullOrEmpty(source.Text(given[0], "name")))
            {
                errors.Required($"{path}.{given[0]}.name");
            }

            var key = source.Text(given[0], "key") ?? "";
            if (key.Length == 0)
            {
                errors.Required($"{path}.{given[0]}.key");
            }
            else
            {
                NameRules.CheckConfigKey(key, $"{path}.{given[0]}.key", errors);
            }
        }
        else if (given[0] == "fieldRef" && string.IsNullOrEmpty(source.Text("fieldRef", "fieldPath")))
        {
            errors.Required($"{path}.fieldRef.fieldPath");
        }
    }

    private static void ValidateMounts(JsonObject container, string path, IReadOnlySet<string> volumes, FieldErrors errors)
    {
        var places = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var mount in container.Items("volumeMounts"))
        {
            var here = FormattableString.Invariant($"{path}.volumeMounts[{index++}]");
            var name = mount.Text("name") ?? "";
            if (name.Length == 0)
            {
                errors.Required($"{here}.name");
            }
            else if (!volumes.Contains(name))
            {
                errors.NotFound($"{here}.name", name);
            }

            var place = mount.Text("mountPath") ?? "";
            if (place.Length == 0)
            {
                errors.Required($"{here}.mountPath");
            }
            else if (!places.Add(place))
            {
                errors.Invalid($"{here}.mountPath", place, "must be unique");
            }

            if (mount.Text("subPath") is { Length: > 0 } sub)
            {
                if (sub.StartsWith('/'))
                {
                    errors.Invalid($"{here}.subPath", sub, "must be a relative path");
                }
                else if (sub.Split('/').Contains(".."))
                {
                    errors.Invalid($"{here}.subPath", sub, "must not contain '..'");
                }
            }
        }
    }

    private static void ValidateResources(JsonObject container, string path, FieldErrors errors)
    {
        foreach (var kind in (ReadOnlySpan<string>)["limits", "requests"])
        {
            foreach (var (name, text) in container.TextMembers("resources", kind))
            {
                if (text.StartsWith('-'))
                {
                    errors.Invalid($"{path}.resources.{kind}[{name}]", text, "must be greater than or equal to 0");
                }
            }
        }

        foreach (var (name, request) in container.TextMembers("resources", "requests"))
        {
            if (container.Text("resources", "limits", name) is { } limit
                && Quantity.TryRead(request, out var asked) && Quantity.TryRead(limit, out var most) && asked > most)
            {
                errors.Invalid($"{path}.resources.requests", request, $"must be less than or equal to {name} limit of {limit}");
            }
        }
    }
}
