using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.Disruptions;

/// <summary>What a budget is about, in numbers.</summary>
/// <param name="Expected">How many pods there should be.</param>
/// <param name="DesiredHealthy">How many of them must be healthy.</param>
internal sealed record DisruptionTarget(long Expected, long DesiredHealthy)
{
    /// <summary>That of a budget's spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="pods">How many pods its selector finds.</param>
    /// <param name="scale">Finds out how many pods their controllers want; asked only where the spec's numbers are shares or may be unavailable.</param>
    public static DisruptionTarget Of(JsonNode? spec, long pods, Func<long> scale)
    {
        if (IntOrPercent.Read(spec.At("maxUnavailable")) is { } mayGo)
        {
            var expected = scale();
            return new DisruptionTarget(expected, Math.Max(0, expected - mayGo.Of(expected)));
        }

        if (IntOrPercent.Read(spec.At("minAvailable")) is { IsPercent: true } share)
        {
            var expected = scale();
            return new DisruptionTarget(expected, share.Of(expected));
        }

        return IntOrPercent.Read(spec.At("minAvailable")) is { } mustStay ? new DisruptionTarget(pods, mustStay.Value) : new DisruptionTarget(0, 0);
    }

    /// <summary>How many pods may go while some are healthy.</summary>
    public long Allowed(long healthy) => Expected <= 0 ? 0 : Math.Max(0, healthy - DesiredHealthy);
}
