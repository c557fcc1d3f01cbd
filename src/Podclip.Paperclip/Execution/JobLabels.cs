using System.Security.Cryptography;
using System.Text;
using Podclip.Engine.Planning;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.Execution;

/// <summary>The Job's name and labels, as the TypeScript adapters made them: by these, operators and other versions find the Jobs of an agent.</summary>
/// <param name="System">The labels.</param>
/// <param name="User">Those of the configuration that may be added.</param>
public sealed record JobLabels(IReadOnlyDictionary<string, string> System, IReadOnlyDictionary<string, string> User)
{
    private const int LongestValue = 63;
    private const int SlugLength = 16;

    /// <summary>The labels of a run's Job and pod.</summary>
    internal static JobLabels Of(AdapterKind kind, AdapterExecutionContext execution, string? session, IReadOnlyDictionary<string, string> configured, List<string> warnings)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal)
        {
            [PodclipLabels.ManagedBy] = "paperclip",
            ["app.kubernetes.io/component"] = "agent-job",
            ["paperclip.io/adapter-type"] = kind.Type,
        };
        foreach (var (name, value) in ((string, string?)[])
        [
            ("agent-id", execution.Agent.Id),
            ("run-id", execution.RunId),
            ("company-id", execution.Agent.CompanyId),
            ("task-id", TaskOf(execution)),
            ("session-id", session),
        ])
        {
            if (Value(value) is { } usable)
            {
                labels[$"paperclip.io/{name}"] = usable;
            }
        }

        var reserved = configured.Keys.Where(key => PodclipLabels.ReservedPrefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))).ToList();
        if (reserved.Count > 0)
        {
            warnings.Add($"Warning: skipped {reserved.Count} extra label(s) with reserved prefix: {string.Join(", ", reserved)}");
        }

        return new JobLabels(labels, configured.Where(pair => !reserved.Contains(pair.Key, StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>The task of a run, as its label has it; null for none.</summary>
    /// <param name="execution">The run.</param>
    /// <returns>The task.</returns>
    public static string? TaskOf(AdapterExecutionContext execution) => Value(JsJson.TextOf(execution.Context["taskId"]) ?? JsJson.TextOf(execution.Context["issueId"]));

    /// <summary>What of a text may stand in a label's value; null when nothing is left.</summary>
    internal static string? Value(string? text)
    {
        var kept = string.Concat((text ?? "").Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'));
        var value = kept[..Math.Min(LongestValue, kept.Length)].Trim('.', '_', '-');
        return value.Length == 0 ? null : value;
    }

    /// <summary>The Job's name: readable, and the same for the same run of the same agent.</summary>
    internal static string NameOf(string prefix, string agentId, string runId)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{agentId}:{runId}")))[..6];
        return string.Join('-', ((string[])[prefix, Slug(agentId), Slug(runId), hash]).Where(part => part.Length > 0));
    }

    private static string Slug(string text)
    {
        var kept = string.Concat(text.ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
        return kept[..Math.Min(SlugLength, kept.Length)].Trim('-');
    }
}
