using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Volumes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>Puts a new token in place of a running pod's when four fifths of its time have passed, or a day (kubelet/token).</summary>
internal sealed class TokenRefresh(KubeletServices services, PodDirectory directory)
{
    private const long DefaultSeconds = 3600;
    private const double UsefulPart = 0.8;
    private static readonly TimeSpan LongestUse = TimeSpan.FromDays(1);
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);
    private DateTimeOffset? _due;

    /// <summary>The time until tokens are to be renewed; null for a pod without any.</summary>
    public TimeSpan? Left => _due - services.Clock.GetUtcNow();

    /// <summary>How long a token is good for.</summary>
    public static TimeSpan Lifetime(ServiceAccountTokenProjection projection) => TimeSpan.FromSeconds(projection.ExpirationSeconds ?? DefaultSeconds);

    /// <summary>Counts from now.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="areNew">Whether its tokens were just made; when nobody knows how old they are they are due.</param>
    public void Start(Pod pod, bool areNew)
    {
        var lifetimes = (pod.Spec?.Volumes ?? []).SelectMany(volume => volume.Projected?.Sources ?? []).Select(source => source.ServiceAccountToken).OfType<ServiceAccountTokenProjection>().Select(Lifetime).ToList();
        if (lifetimes.Count > 0 && services.Access is not null)
        {
            var use = lifetimes.Min() * UsefulPart;
            _due = services.Clock.GetUtcNow() + (!areNew ? TimeSpan.Zero : use < LongestUse ? use : LongestUse);
        }
    }

    /// <summary>Renews them if it is time.</summary>
    public void RefreshIfDue(StoredObject? stored)
    {
        if (stored is null || !(Left <= TimeSpan.Zero))
        {
            return;
        }

        var pod = PodObjects.ToPod(stored);
        var owner = services.Cluster.IsRoot ? PodIdentity.OnDisk(pod, services.Cluster, FileOwnership.Of) : (OnDiskIdentity?)null;
        try
        {
            new VolumePreparation(services.Options.StateDirectory, directory, owner).RefreshTokens(pod, PodObjects.Volumes(services, stored.Namespace), PodStatusBuilder.PodIP);
            Start(pod, areNew: true);
        }
        catch (Exception e) when (e is VolumeException or IOException or UnauthorizedAccessException)
        {
            // The old ones may still be good; a real kubelet tries again too.
            _due = services.Clock.GetUtcNow() + Retry;
        }
    }
}
