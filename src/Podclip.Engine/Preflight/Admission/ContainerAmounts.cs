namespace Podclip.Engine.Preflight.Admission;

/// <summary>What the pod's one container asks for, LimitRange defaults included.</summary>
internal sealed class ContainerAmounts
{
    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);

    private readonly Dictionary<string, Quantity> _requests;
    private readonly Dictionary<string, Quantity> _limits;

    public ContainerAmounts(ResourceRequirements? resources, IReadOnlyList<LimitRangeItem> ranges)
    {
        _limits = Read(resources?.Limits, ranges.Select(range => range.Default));
        _requests = Read(resources?.Requests, ranges.Select(range => range.DefaultRequest));
    }

    /// <summary>The pod's amounts by the names that quotas give them.</summary>
    public IReadOnlyDictionary<string, Quantity> ByQuotaName
    {
        get
        {
            Dictionary<string, Quantity> amounts = new(StringComparer.Ordinal) { ["pods"] = new(1), ["count/pods"] = new(1) };
            foreach (var (name, amount) in _requests)
            {
                amounts[$"requests.{name}"] = amount;
                if (name is "cpu" or "memory" or "ephemeral-storage")
                {
                    amounts[name] = amount;
                }
            }

            foreach (var (name, amount) in _limits)
            {
                amounts[$"limits.{name}"] = amount;
            }

            return amounts;
        }
    }

    /// <summary>What a LimitRange has against the container, in the server's words (plugin/pkg/admission/limitranger).</summary>
    public IEnumerable<string> Violations(LimitRangeItem range) =>
    [
        .. Beyond("maximum", range.Max, "limit", _limits, (amount, bound) => amount > bound),
        .. Beyond("minimum", range.Min, "request", _requests, (amount, bound) => amount < bound),
    ];

    private static IEnumerable<string> Beyond(string bound, IReadOnlyDictionary<string, string>? bounds, string what, Dictionary<string, Quantity> amounts, Func<decimal, decimal, bool> isBeyond)
    {
        foreach (var (name, text) in bounds ?? None)
        {
            if (amounts.TryGetValue(name, out var amount) && Quantity.Parse(text) is { } limit && isBeyond(amount.Value, limit.Value))
            {
                yield return $"{bound} {name} usage per Container is {text}, but {what} is {amount}";
            }
        }
    }

    private static Dictionary<string, Quantity> Read(IReadOnlyDictionary<string, string>? own, IEnumerable<IReadOnlyDictionary<string, string>?> defaults)
    {
        Dictionary<string, Quantity> amounts = new(StringComparer.Ordinal);
        foreach (var (name, text) in (own ?? None).Concat(defaults.SelectMany(each => each ?? None)))
        {
            if (Quantity.Parse(text) is { } amount)
            {
                amounts.TryAdd(name, amount);
            }
        }

        return amounts;
    }
}
