using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers.Jobs;

/// <summary>
/// One look at one Job. Ends of pods are counted in three steps that a crash cannot tear apart: their uids go into the status, the pods
/// are let go of, the counters take them over. The same steps make the two events in which a Job ends.
/// </summary>
internal sealed class JobSync(StoredObject job, JobPods pods, CreationBackoff refusals, ObjectStore store, EventRecorder events, DateTimeOffset now)
{
    private const string Component = "job-controller";
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(10);

    private readonly JobStatusDraft _status = new(job.Document["status"]);
    private PodTally _tally = new(job.Document, pods.Of(job.Uid));
    private TimeSpan? _wait;

    /// <summary>Brings the Job on. Answers after what time to look again even if nothing happens; null for never.</summary>
    public TimeSpan? Run()
    {
        if (JobConditions.FinishTime(job.Document) is not null)
        {
            refusals.Forget(job.Uid);
            pods.Release(job.Uid);
            return null;
        }

        if (job.Document.Text("metadata", "deletionTimestamp") is not null)
        {
            pods.Release(job.Uid);
            Recount();
            _status.SetPods(_tally);
            Save();
            return null;
        }

        var isSuspended = job.Document.Flag("spec", "suspend");
        FollowSuspension(isSuspended);
        CountNew();
        var ending = _status.Ending ?? (isSuspended ? null : DecideEnding());
        if (ending is null)
        {
            ManagePods(isSuspended);
        }
        else
        {
            EndPods(ending);
        }

        _status.SetPods(_tally);
        Settle(ending);
        return _wait;
    }

    private void FollowSuspension(bool isSuspended)
    {
        var was = JobConditions.Find(job.Document["status"], JobConditions.Suspended) is not null;
        if (isSuspended && !was)
        {
            _status.SetCondition(JobConditions.Suspended, true, "JobSuspended", "Job suspended", now);
            _status.StartTime = null;
            events.Record(job, "Normal", "Suspended", "Job suspended", Component);
        }
        else if (!isSuspended && was)
        {
            _status.SetCondition(JobConditions.Suspended, false, "JobResumed", "Job resumed", now);
        }

        if (!isSuspended && _status.StartTime is null)
        {
            // In whole seconds, as it is written: the deadline counts from what everyone can see, as on the real server.
            _status.StartTime = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        }
    }

    private void CountNew()
    {
        foreach (var pod in _tally.NewlySucceeded)
        {
            _status.Succeeded.Add(pod.Uid);
        }

        foreach (var pod in _tally.NewlyFailed)
        {
            _status.CountFailed(pod.Uid, isIgnored: FailurePolicy.IsIgnored(job.Document, pod));
        }
    }

    private JobEnding? DecideEnding()
    {
        foreach (var pod in _tally.NewlyFailed)
        {
            if (FailurePolicy.EndingOf(job.Document, pod) is { } forced)
            {
                return forced;
            }
        }

        var limit = job.Document.Number("spec", "backoffLimit") ?? 6;
        if (_status.TotalFailed > limit || RestartsExceed(limit))
        {
            return JobEnding.BackoffLimitExceeded;
        }

        if (job.Document.Number("spec", "activeDeadlineSeconds") is { } deadline)
        {
            var left = _status.StartTime!.Value.AddSeconds(deadline) - now;
            if (left <= TimeSpan.Zero)
            {
                return JobEnding.DeadlineExceeded;
            }

            LookAgainIn(left);
        }

        return HasSucceeded() ? JobEnding.CompletionsReached : null;
    }

    private bool HasSucceeded() => job.Document.Number("spec", "completions") is { } completions
        ? _status.TotalSucceeded >= completions
        : _status.TotalSucceeded > 0 && _tally.Active.Count == 0;

    private bool RestartsExceed(long limit)
    {
        if (job.Document.Text("spec", "template", "spec", "restartPolicy") != "OnFailure")
        {
            return false;
        }

        var restarts = _tally.Active.Sum(p => p.Document.Items("status", "initContainerStatuses").Concat(p.Document.Items("status", "containerStatuses")).Sum(s => s.Number("restartCount") ?? 0));
        return limit == 0 ? restarts > 0 : restarts >= limit;
    }

    private void ManagePods(bool isSuspended)
    {
        var wanted = isSuspended ? 0 : WantedActive();
        var active = _tally.Active.Count;
        if (active > wanted)
        {
            foreach (var pod in _tally.Active.Take((int)(active - wanted)).ToList())
            {
                pods.Delete(job, pod);

                // Taken away by the Job's own will: not a failure.
                Finalizers.Remove(store, pod, JobPods.Tracking);
            }

            Recount();
        }
        else if (active < wanted && (BackoffLeft() ?? refusals.Left(job.Uid, now)) is { } left)
        {
            LookAgainIn(left);
        }
        else
        {
            CreatePods(wanted - active);
        }

        if (!isSuspended && JobConditions.Find(job.Document["status"], JobConditions.Suspended) is not null)
        {
            events.Record(job, "Normal", "Resumed", "Job resumed", Component);
        }
    }

    private long WantedActive()
    {
        var parallelism = job.Document.Number("spec", "parallelism") ?? 1;
        if (job.Document.Number("spec", "completions") is not { } completions)
        {
            return _status.TotalSucceeded > 0 ? _tally.Active.Count : parallelism;
        }

        var replaced = job.Document.Text("spec", "podReplacementPolicy") == "Failed" ? _tally.Terminating : 0;
        return Math.Max(0, Math.Min(parallelism, completions - _status.TotalSucceeded) - replaced);
    }

    private void CreatePods(long count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!pods.Create(job))
            {
                LookAgainIn(refusals.Refused(job.Uid, now));
                break;
            }

            refusals.Forget(job.Uid);
        }

        if (count > 0)
        {
            Recount();
        }
    }

    /// <summary>After a failure the next pod waits: 10 s, then doubling up to 10 min.</summary>
    private TimeSpan? BackoffLeft()
    {
        if (_status.TotalFailed == 0)
        {
            return null;
        }

        var last = _tally.All.Where(_tally.IsFailed)
            .SelectMany(p => p.Document.Items("status", "containerStatuses").Concat(p.Document.Items("status", "initContainerStatuses")))
            .Select(s => s.Time("state", "terminated", "finishedAt"))
            .Max() ?? now;
        var backoff = FirstBackoff * Math.Pow(2, Math.Min(_status.TotalFailed - 1, 10));
        var left = last + (backoff < LongestBackoff ? backoff : LongestBackoff) - now;
        return left > TimeSpan.Zero ? left : null;
    }

    private void EndPods(JobEnding ending)
    {
        foreach (var pod in _tally.Active.ToList())
        {
            pods.Delete(job, pod);
        }

        Recount();
        if (!ending.IsSuccess)
        {
            CountNew();
        }

        _status.SetCondition(ending.FirstCondition, true, ending.Reason, ending.Message, now);
    }

    private void Settle(JobEnding? ending)
    {
        Save();
        if (_status.HasUncounted)
        {
            pods.Release(job.Uid, _status.Uncounted);
            _status.TakeUncounted();
            Recount();
            _status.SetPods(_tally);
        }
        else if (ending is not null)
        {
            // What is not counted any more must not hold the pods either.
            pods.Release(job.Uid);
        }

        var isOver = ending is not null && _tally.Terminating == 0 && _tally.Active.Count == 0;
        if (isOver)
        {
            _status.SetCondition(ending!.LastCondition, true, ending.Reason, ending.Message, now);
            _status.CompletionTime = ending.IsSuccess ? now : null;
        }

        if (Save() && isOver)
        {
            events.Record(job, ending!.IsSuccess ? "Normal" : "Warning", ending.IsSuccess ? "Completed" : ending.Reason, ending.IsSuccess ? "Job completed" : ending.Message, Component);
        }
    }

    /// <summary>Writes the status if it changed. True when it did.</summary>
    private bool Save()
    {
        var written = _status.ToDocument();
        var before = store.Find(job.Resource, job.Namespace, job.Name);
        var after = store.Update(job.Resource, job.Namespace, job.Name, document =>
        {
            document["status"] = written.DeepClone();
            return document.Text("metadata", "uid") == job.Uid;
        });
        return before?.Version != after?.Version;
    }

    private void Recount() => _tally = new PodTally(job.Document, pods.Of(job.Uid));

    private void LookAgainIn(TimeSpan wait) => _wait = _wait is { } shorter && shorter < wait ? shorter : wait;
}
