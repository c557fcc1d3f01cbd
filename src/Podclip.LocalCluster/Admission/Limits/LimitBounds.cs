using System.Globalization;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.Limits;

/// <summary>Holds amounts against one item of a LimitRange, with the real server's words.</summary>
/// <param name="item">The item.</param>
/// <param name="errors">Where to tell.</param>
internal sealed class LimitBounds(JsonObject item, List<string> errors)
{
    private readonly string _type = item.Text("type") ?? "";
    private readonly IReadOnlyList<KeyValuePair<string, Quantity>> _min = Read(item, "min");
    private readonly IReadOnlyList<KeyValuePair<string, Quantity>> _max = Read(item, "max");
    private readonly IReadOnlyList<KeyValuePair<string, Quantity>> _ratio = Read(item, "maxLimitRequestRatio");

    /// <summary>Checks what a container or a pod requests and is limited to.</summary>
    public void Check(Dictionary<string, Quantity> requests, Dictionary<string, Quantity> limits)
    {
        CheckMin(requests, limits);
        foreach (var (name, most) in _max)
        {
            if (!limits.TryGetValue(name, out var limit))
            {
                errors.Add($"maximum {name} usage per {_type} is {most}.  No limit is specified");
            }
            else if (limit > most)
            {
                errors.Add($"maximum {name} usage per {_type} is {most}, but limit is {limit}");
            }
            else if (requests.TryGetValue(name, out var request) && request > most)
            {
                errors.Add($"maximum {name} usage per {_type} is {most}, but request is {request}");
            }
        }

        foreach (var (name, most) in _ratio)
        {
            CheckRatio(name, most, requests.GetValueOrDefault(name), limits.GetValueOrDefault(name));
        }
    }

    /// <summary>Checks what a claim requests; claims have no limits.</summary>
    public void CheckRequests(Dictionary<string, Quantity> requests)
    {
        CheckMin(requests, []);
        foreach (var (name, most) in _max)
        {
            if (!requests.TryGetValue(name, out var request))
            {
                errors.Add($"maximum {name} usage per {_type} is {most}.  No request is specified");
            }
            else if (request > most)
            {
                errors.Add($"maximum {name} usage per {_type} is {most}, but request is {request}");
            }
        }
    }

    private static List<KeyValuePair<string, Quantity>> Read(JsonObject item, string member) => [.. ResourceAmounts.Read(item[member]).OrderBy(a => a.Key, StringComparer.Ordinal)];

    private void CheckMin(Dictionary<string, Quantity> requests, Dictionary<string, Quantity> limits)
    {
        foreach (var (name, least) in _min)
        {
            if (!requests.TryGetValue(name, out var request))
            {
                errors.Add($"minimum {name} usage per {_type} is {least}.  No request is specified");
            }
            else if (request < least)
            {
                errors.Add($"minimum {name} usage per {_type} is {least}, but request is {request}");
            }
            else if (limits.TryGetValue(name, out var limit) && limit < least)
            {
                errors.Add($"minimum {name} usage per {_type} is {least}, but limit is {limit}");
            }
        }
    }

    private void CheckRatio(string name, Quantity most, Quantity request, Quantity limit)
    {
        var rule = $"{name} max limit to request ratio per {_type} is {most}";
        if (request.IsZero)
        {
            errors.Add($"{rule}, but no request is specified or request is 0");
        }
        else if (limit.IsZero)
        {
            errors.Add($"{rule}, but no limit is specified or limit is 0");
        }
        else if (Quantity.IsMoreThan(limit, most, request))
        {
            errors.Add($"{rule}, but provided ratio is {Quantity.Ratio(limit, request).ToString("F6", CultureInfo.InvariantCulture)}");
        }
    }
}
