using System.Globalization;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.Limits;

/// <summary>LimitRanges: what a container's limits and requests are when it leaves them open, and the bounds of what may be asked for.</summary>
internal sealed class LimitRangeStrategy : ObjectStrategy
{
    private static readonly string[] Types = ["Container", "PersistentVolumeClaim", "Pod"];
    private static readonly string[] Members = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"];

    /// <summary>As the real server: a default limit is the maximum, a default request the default limit or else the minimum.</summary>
    public override void SetDefaults(JsonObject document)
    {
        foreach (var item in document.Items("spec", "limits").Where(i => i.Text("type") == "Container"))
        {
            Complete(item, "default", "max");
            Complete(item, "defaultRequest", "default");
            Complete(item, "defaultRequest", "min");
        }
    }

    public override void Validate(JsonObject document, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var item in document.Items("spec", "limits"))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"spec.limits[{index++}]");
            ValidateType(item, path, seen, errors);
            foreach (var name in Members.SelectMany(m => item.TextMembers(m).Select(a => a.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                ValidateBounds(item, path, name, errors);
            }
        }
    }

    private static void Complete(JsonObject item, string member, string source)
    {
        foreach (var (name, text) in item.TextMembers(source).ToList())
        {
            item.Child(member).Default(name, text);
        }
    }

    private static void ValidateType(JsonObject item, string path, HashSet<string> seen, FieldErrors errors)
    {
        var type = item.Text("type") ?? "";
        NameRules.CheckQualifiedName(type, $"{path}.type", errors);
        if (type.Length > 0 && !type.Contains('/', StringComparison.Ordinal) && !Types.Contains(type))
        {
            errors.Invalid($"{path}.type", type, "must be a standard limit type or fully qualified");
        }

        if (!seen.Add(type))
        {
            errors.Duplicate($"{path}.type", type);
        }

        foreach (var member in (string[])["default", "defaultRequest"])
        {
            if (type == "Pod" && item.TextMembers(member).Any())
            {
                errors.Forbidden($"{path}.{member}", "may not be specified when `type` is 'Pod'");
            }
        }

        if (type == "PersistentVolumeClaim" && item.Text("min", "storage") is null && item.Text("max", "storage") is null)
        {
            errors.Required($"{path}.limits", "either minimum or maximum storage value is required, but neither was provided");
        }
    }

    private static void ValidateBounds(JsonObject item, string path, string name, FieldErrors errors)
    {
        Quantity? Amount(string member) => Quantity.TryRead(item.Text(member, name), out var amount) ? amount : null;
        void RequireOrder(string member, Quantity? less, Quantity? more, string lessName, string moreName)
        {
            if (less > more)
            {
                errors.Invalid($"{path}.{member}[{name}]", item.Text(member, name)!, $"{lessName} value {less} is greater than {moreName} value {more}");
            }
        }

        var (min, max, limit, request, ratio) = (Amount("min"), Amount("max"), Amount("default"), Amount("defaultRequest"), Amount("maxLimitRequestRatio"));
        RequireOrder("min", min, max, "min", "max");
        RequireOrder("defaultRequest", min, request, "min", "default request");
        RequireOrder("defaultRequest", request, max, "default request", "max");
        RequireOrder("defaultRequest", request, limit, "default request", "default limit");
        RequireOrder("default", min, limit, "min", "default");
        RequireOrder("default", limit, max, "default", "max");
        if (ratio < Quantity.Of(1))
        {
            errors.Invalid($"{path}.maxLimitRequestRatio[{name}]", ratio.Value.ToString(), $"ratio {ratio} is less than 1");
        }
        else if (ratio is { } most && min is { IsZero: false } least && max is { } largest && Quantity.IsLessThan(largest, most, least))
        {
            errors.Invalid($"{path}.maxLimitRequestRatio[{name}]", most.ToString(), $"ratio {most} is greater than max/min = {Quantity.Ratio(largest, least).ToString("F6", CultureInfo.InvariantCulture)}");
        }
    }
}
