using Podclip.Engine;
using Podclip.Engine.Preflight;
using Podclip.Kubernetes.Client;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.EnvironmentTest;

/// <summary>The checks of a cluster that answers, in the order in which one would look at them.</summary>
internal static class PlaceChecks
{
    /// <summary>That it answers, and what is tested there.</summary>
    public static AdapterEnvironmentCheck Reachable(TestedPlace place, PreflightReport report) => Check.Info(
        EnvironmentCodes.ApiReachable,
        $"Kubernetes API reachable; running in namespace {place.Namespace}",
        $"Image: {place.Image}. Kubernetes {report.Version ?? "of an unknown version"}{(report.User is { } user ? $", as {user}" : "")}");

    /// <summary>Namespace, verbs, Secret, claims, what the preflight found, and the model's credential.</summary>
    public static async Task<IReadOnlyList<AdapterEnvironmentCheck>> LookAsync(TestedPlace place, PreflightReport report, KubernetesClient client, CancellationToken cancellationToken)
    {
        var ns = FindingChecks.Namespace(report, place.HostPod?.Namespace);
        List<AdapterEnvironmentCheck> checks =
        [
            ns,
            .. AccessChecks.Of(report, makesClaim: place.Request?.Home is HomeVolume.Claim, mountsClaim: place.Claims.Count > 0),
        ];
        if (ns.Level != Check.ErrorLevel)
        {
            var objects = new ObjectChecks(client, place.Namespace);
            checks.AddRange(await Task.WhenAll(
                [objects.SecretAsync(place.Settings.SecretRef, cancellationToken), .. place.Claims.Select(claim => objects.ClaimAsync(claim, cancellationToken))]));
        }

        if (place.Claims.Count == 0)
        {
            checks.Add(NoClaim(place));
        }

        checks.AddRange(FindingChecks.Others(report, isOfRun: place.Request is not null));
        if (place.Request is { } request)
        {
            checks.Add(RunChecks.Credentials(place.Kind.Agent, request));
        }

        return checks;
    }

    private static AdapterEnvironmentCheck NoClaim(TestedPlace place) => place.IsEmbedded
        ? Check.Info(EnvironmentCodes.ClaimNotNeeded, "No claim is needed: the cluster's node is this machine, whose folders agents see")
        : Check.Warn(
            EnvironmentCodes.ClaimNotDetected,
            "No claim was detected that agents share with Paperclip",
            "Mount one at /paperclip in Paperclip's pod, or set workspaceVolumeClaim.");
}
