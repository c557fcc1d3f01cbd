namespace Podclip.Engine.Journal;

/// <summary>Removes runs that are over and kept for long enough.</summary>
/// <param name="store">The runs.</param>
/// <param name="retention">What is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class RunPruning(RunStore store, RunRetention retention, TimeProvider time)
{
    /// <summary>Looks at every run once, the newest first.</summary>
    public void Prune(CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - retention.Age;
        var kept = 0L;
        foreach (var run in store.List())
        {
            cancellationToken.ThrowIfCancellationRequested();
            kept += SizeOf(run.RunId);
            if (store.FindResult(run.RunId) is { } result && (result.FinishedAt < oldest || kept > retention.Bytes) && !store.IsDriven(run.RunId))
            {
                Remove(run.RunId);
            }
        }
    }

    private long SizeOf(string runId) => new DirectoryInfo(store.DirectoryOf(runId)).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private void Remove(string runId)
    {
        try
        {
            store.Remove(runId);
        }
        catch (IOException)
        {
            // Somebody reads it, or removes it too; the next start tries again.
        }
    }
}
