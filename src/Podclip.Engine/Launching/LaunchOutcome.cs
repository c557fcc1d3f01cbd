using Podclip.Engine.Admission;

namespace Podclip.Engine.Launching;

/// <summary>What became of a launch.</summary>
internal abstract record LaunchOutcome
{
    private LaunchOutcome()
    {
    }

    /// <summary>The Job runs.</summary>
    /// <param name="JobUid">Its uid.</param>
    /// <param name="HasLooseSecrets">Whether its Secrets have no owner and must be deleted by name.</param>
    public sealed record Launched(string JobUid, bool HasLooseSecrets = false) : LaunchOutcome;

    /// <summary>These credentials may not release a suspended Job; nothing of ours is left.</summary>
    public sealed record Unreleasable : LaunchOutcome;

    /// <summary>Another run holds the agent's name; nothing of ours is left.</summary>
    /// <param name="Holder">That run.</param>
    public sealed record Busy(GuardHolder Holder) : LaunchOutcome;
}
