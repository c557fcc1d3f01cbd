using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers.Jobs;

/// <summary>A Job's pods, sorted by how they stand.</summary>
internal sealed class PodTally
{
    private readonly bool _onlyFailedAreReplaced;

    public PodTally(JsonObject job, IReadOnlyList<StoredObject> pods)
    {
        _onlyFailedAreReplaced = job.Text("spec", "podReplacementPolicy") == "Failed";
        All = pods;
        Active = [.. pods.Where(p => !IsFinished(p) && !IsDeleted(p))];
        Terminating = pods.Count(p => !IsFinished(p) && IsDeleted(p));
        Ready = Active.Count(p => p.Document.Items("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True"));
    }

    /// <summary>Every pod there is.</summary>
    public IReadOnlyList<StoredObject> All { get; }

    /// <summary>Pods that run or will.</summary>
    public IReadOnlyList<StoredObject> Active { get; }

    /// <summary>How many are deleted but have not ended.</summary>
    public int Terminating { get; }

    /// <summary>How many active ones are ready.</summary>
    public int Ready { get; }

    /// <summary>Ended well and not let go of yet.</summary>
    public IEnumerable<StoredObject> NewlySucceeded => All.Where(p => Finalizers.Has(p.Document, JobPods.Tracking) && p.Document.Text("status", "phase") == "Succeeded");

    /// <summary>Failed, or deleted before its end (which counts as failed), and not let go of yet.</summary>
    public IEnumerable<StoredObject> NewlyFailed => All.Where(p => Finalizers.Has(p.Document, JobPods.Tracking) && IsFailed(p));

    /// <summary>Whether a pod counts as failed.</summary>
    public bool IsFailed(StoredObject pod) => pod.Document.Text("status", "phase") switch
    {
        "Failed" => true,
        "Succeeded" => false,
        _ => IsDeleted(pod) && !_onlyFailedAreReplaced,
    };

    private static bool IsFinished(StoredObject pod) => pod.Document.Text("status", "phase") is "Succeeded" or "Failed";

    private static bool IsDeleted(StoredObject pod) => pod.Document.Text("metadata", "deletionTimestamp") is not null;
}
