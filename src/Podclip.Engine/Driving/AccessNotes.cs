using Podclip.Engine.Observing;
using Podclip.Engine.Preflight;

namespace Podclip.Engine.Driving;

/// <summary>What an engine has learned of verbs that its credentials lack. Runs work without them, and one of them says so.</summary>
/// <param name="ns">The namespace.</param>
internal sealed class AccessNotes(string ns)
{
    private int _told;

    /// <summary>Whether a suspended Job cannot be released.</summary>
    public bool CannotRelease { get; set; }

    /// <summary>What to tell, the first time that there is something; null otherwise.</summary>
    public string? Take(ClusterView view)
    {
        List<string> lacking = [];
        if (CannotRelease)
        {
            lacking.Add("patch jobs");
        }

        if (view.Jobs.LastError is { IsForbidden: true })
        {
            lacking.Add("list jobs");
        }

        if (view.Jobs.IsPolling)
        {
            lacking.Add("watch jobs");
        }

        if (view.Pods.IsPolling)
        {
            lacking.Add("watch pods");
        }

        return lacking.Count > 0 && Interlocked.Exchange(ref _told, 1) == 0
            ? $"These credentials lack some verbs in namespace {ns} ({string.Join(", ", lacking)}). Runs work without them, but what happens is seen later, and a crash may leave a Secret behind. This Role grants all:\n{RequiredAccess.Yaml(ns)}"
            : null;
    }
}
