namespace Podclip.LocalCluster.Controllers.Jobs;

/// <summary>What the Job controller looks at.</summary>
internal abstract record JobKey
{
    private JobKey()
    {
    }

    /// <summary>A Job and its pods; the Job may be gone already.</summary>
    internal sealed record Owner(ObjectIdentity Job) : JobKey;

    /// <summary>A pod that is still tracked although no Job owns it any more.</summary>
    internal sealed record Stray(ObjectIdentity Pod) : JobKey;
}
