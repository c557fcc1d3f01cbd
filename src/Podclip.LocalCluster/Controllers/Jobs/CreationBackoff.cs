namespace Podclip.LocalCluster.Controllers.Jobs;

/// <summary>When the pods of a Job are tried again after one was refused: after 1 s, then doubling up to 1 min, as on the real server. For one caller at a time.</summary>
internal sealed class CreationBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (TimeSpan Wait, DateTimeOffset Due)> _refused = new(StringComparer.Ordinal);

    /// <summary>How long a Job has to wait yet; null when it need not.</summary>
    public TimeSpan? Left(string jobUid, DateTimeOffset now) =>
        _refused.TryGetValue(jobUid, out var refused) && refused.Due > now ? refused.Due - now : null;

    /// <summary>A pod of a Job was refused. Answers how long to wait.</summary>
    public TimeSpan Refused(string jobUid, DateTimeOffset now)
    {
        var wait = _refused.TryGetValue(jobUid, out var before) ? before.Wait * 2 : First;
        wait = wait < Longest ? wait : Longest;
        _refused[jobUid] = (wait, now + wait);
        return wait;
    }

    /// <summary>A Job has its pods, or needs none any more.</summary>
    public void Forget(string jobUid) => _refused.Remove(jobUid);
}
