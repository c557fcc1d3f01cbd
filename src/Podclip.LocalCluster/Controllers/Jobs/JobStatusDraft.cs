using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers.Jobs;

/// <summary>A Job's status while the controller works on it.</summary>
internal sealed class JobStatusDraft
{
    private readonly JsonArray _conditions;
    private readonly HashSet<string> _failed;
    private readonly HashSet<string> _ignored = new(StringComparer.Ordinal);
    private long _countedSucceeded;
    private long _countedFailed;
    private int _active;
    private int _terminating;
    private int _ready;

    public JobStatusDraft(JsonNode? status)
    {
        _conditions = status.At("conditions")?.DeepClone() as JsonArray ?? [];
        StartTime = status.Time("startTime");
        CompletionTime = status.Time("completionTime");
        _countedSucceeded = status.Number("succeeded") ?? 0;
        _countedFailed = status.Number("failed") ?? 0;
        Succeeded = status.Texts("uncountedTerminatedPods", "succeeded").ToHashSet(StringComparer.Ordinal);
        _failed = status.Texts("uncountedTerminatedPods", "failed").ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>When the first pod was allowed to start.</summary>
    public DateTimeOffset? StartTime { get; set; }

    /// <summary>When it ended well.</summary>
    public DateTimeOffset? CompletionTime { get; set; }

    /// <summary>Pods that succeeded and are not in the counter yet.</summary>
    public HashSet<string> Succeeded { get; }

    /// <summary>All pods that are to be let go of.</summary>
    public IReadOnlySet<string> Uncounted => (HashSet<string>)[.. Succeeded, .. _failed, .. _ignored];

    /// <summary>Whether there are any.</summary>
    public bool HasUncounted => Succeeded.Count > 0 || _failed.Count > 0 || _ignored.Count > 0;

    /// <summary>How many pods succeeded.</summary>
    public long TotalSucceeded => _countedSucceeded + Succeeded.Count;

    /// <summary>How many pods failed.</summary>
    public long TotalFailed => _countedFailed + _failed.Count;

    /// <summary>How it is going to end, once that is decided.</summary>
    public JobEnding? Ending
    {
        get
        {
            foreach (var condition in _conditions.OfType<JsonObject>().Where(c => c.Text("status") == "True"))
            {
                if (condition.Text("type") is JobConditions.SuccessCriteriaMet or JobConditions.FailureTarget)
                {
                    return new JobEnding(condition.Text("type") == JobConditions.SuccessCriteriaMet, condition.Text("reason") ?? "", condition.Text("message") ?? "");
                }
            }

            return null;
        }
    }

    /// <summary>Takes note of a failed pod, which an ignoring rule may keep from counting.</summary>
    public void CountFailed(string uid, bool isIgnored) => (isIgnored ? _ignored : _failed).Add(uid);

    /// <summary>Sets a condition.</summary>
    public void SetCondition(string type, bool value, string reason, string message, DateTimeOffset now) =>
        JobConditions.Set(_conditions, type, value, reason, message, now);

    /// <summary>Takes over how the pods stand.</summary>
    public void SetPods(PodTally tally) => (_active, _terminating, _ready) = (tally.Active.Count, tally.Terminating, tally.Ready);

    /// <summary>Moves what was let go of into the counters.</summary>
    public void TakeUncounted()
    {
        _countedSucceeded += Succeeded.Count;
        _countedFailed += _failed.Count;
        Succeeded.Clear();
        _failed.Clear();
        _ignored.Clear();
    }

    /// <summary>The status, its members in the real server's order and zeros left out where it leaves them out.</summary>
    public JsonObject ToDocument()
    {
        var status = new JsonObject();
        if (_conditions.Count > 0)
        {
            status["conditions"] = _conditions.DeepClone();
        }

        AddTime(status, "startTime", StartTime);
        AddTime(status, "completionTime", CompletionTime);
        AddCount(status, "active", _active);
        AddCount(status, "succeeded", _countedSucceeded);
        AddCount(status, "failed", _countedFailed);
        status["terminating"] = _terminating;
        var uncounted = new JsonObject();
        AddUids(uncounted, "succeeded", Succeeded);
        AddUids(uncounted, "failed", _failed);
        status["uncountedTerminatedPods"] = uncounted;
        status["ready"] = _ready;
        return status;
    }

    private static void AddTime(JsonObject status, string name, DateTimeOffset? time)
    {
        if (time is { } given)
        {
            status[name] = given.ToWireTime();
        }
    }

    private static void AddCount(JsonObject status, string name, long count)
    {
        if (count > 0)
        {
            status[name] = count;
        }
    }

    private static void AddUids(JsonObject uncounted, string name, HashSet<string> uids)
    {
        if (uids.Count > 0)
        {
            uncounted[name] = new JsonArray([.. uids.Order(StringComparer.Ordinal).Select(u => (JsonNode)u)]);
        }
    }
}
