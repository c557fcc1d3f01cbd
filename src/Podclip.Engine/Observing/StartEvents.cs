using System.Collections.Immutable;

namespace Podclip.Engine.Observing;

/// <summary>What the cluster's events tell of a run that has not started: the newest of each kind, as an immutable state.</summary>
internal sealed record StartEvents
{
    private const int MostWarnings = 10;

    /// <summary>Nothing was told yet.</summary>
    public static StartEvents None { get; } = new();

    /// <summary>Why the Job controller cannot create the pod, or null.</summary>
    public string? PodRefused { get; init; }

    /// <summary>Why a volume cannot be mounted, or null.</summary>
    public string? MountFailed { get; init; }

    /// <summary>How often an autoscaler said that it makes room.</summary>
    public int ScaleUps { get; init; }

    /// <summary>The last warnings, oldest first, each once.</summary>
    public ImmutableList<string> Warnings { get; init; } = [];

    /// <summary>The last warning, or null.</summary>
    public string? LastWarning => Warnings.IsEmpty ? null : Warnings[^1];

    /// <summary>The state after one more event.</summary>
    public StartEvents With(Event happened)
    {
        var told = happened.Reason switch
        {
            "FailedCreate" => this with { PodRefused = happened.Message ?? "no reason was given" },
            "SuccessfulCreate" => this with { PodRefused = null },
            "FailedMount" or "FailedAttachVolume" => this with { MountFailed = happened.Message ?? "no reason was given" },
            "Pulling" or "Pulled" or "Created" or "Started" => this with { MountFailed = null },
            "TriggeredScaleUp" => this with { ScaleUps = ScaleUps + 1 },
            _ => this,
        };
        if (happened.Type != "Warning")
        {
            return told;
        }

        var warning = $"{happened.Reason}: {happened.Message}";
        var warnings = told.Warnings.Remove(warning, StringComparer.Ordinal).Add(warning);
        return told with { Warnings = warnings.Count > MostWarnings ? warnings.RemoveAt(0) : warnings };
    }
}
