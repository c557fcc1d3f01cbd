using Podclip.Kubernetes.Client;

namespace Podclip.EndToEnd.Tests.Ends;

/// <summary>
/// Runs that lack an object. Such a run waits a while for somebody to make it, so all of them wait together.
/// </summary>
public sealed class MissingObjectTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    [Fact]
    public async Task R18_Each_missing_object_is_named()
    {
        // The moment before a Job is released, its objects are all there and its pod is not.
        cluster.OnRequest = request =>
        {
            if (request is { Verb: "patch", Resource: "jobs.batch", Namespace: { } ns })
            {
                // The request is held meanwhile: that is the point.
#pragma warning disable VSTHRD002
                SabotageAsync(ns).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            }
        };
        using var account = await EndStage.CreateAsync(cluster, "no-account");
        using var claim = await EndStage.CreateAsync(cluster, "no-claim");
        using var volume = await EndStage.CreateAsync(cluster, "no-secret");
        using var key = await EndStage.CreateAsync(cluster, "no-key");
        using var withoutAccount = account.Script("true", "--service-account", "nobody");
        using var withoutClaim = claim.Script("true", "--agent", "a");
        using var withoutSecret = volume.Script("true");
        using var withoutKey = key.Script("true", "-e", "MODE=value");

        await account.EndsAsync(withoutAccount, 4, "infrastructure_failed", "k8s_service_account_missing", "nobody");
        await claim.EndsAsync(withoutClaim, 4, "infrastructure_failed", "k8s_claim_missing", "podclip-home");
        await volume.EndsAsync(withoutSecret, 4, "infrastructure_failed", "k8s_volume_mount_failed", "not found");
        await key.EndsAsync(withoutKey, 4, "infrastructure_failed", "k8s_container_config_failed", "MODE");
    }

    private async Task SabotageAsync(string ns)
    {
        switch (ns)
        {
            case "no-claim":
                foreach (var claim in (await cluster.Client.ListAsync(ResourceTypes.PersistentVolumeClaims, new ResourceSelector(ns))).Items)
                {
                    await cluster.Client.DeleteAsync(ResourceTypes.PersistentVolumeClaims, ns, claim.Metadata.Name!, PropagationPolicy.Background);
                }

                break;
            case "no-secret":
                foreach (var secret in (await cluster.Client.ListAsync(ResourceTypes.Secrets, new ResourceSelector(ns))).Items)
                {
                    await cluster.Client.DeleteAsync(ResourceTypes.Secrets, ns, secret.Metadata.Name!, PropagationPolicy.Background);
                }

                break;
            case "no-key":
                foreach (var secret in (await cluster.Client.ListAsync(ResourceTypes.Secrets, new ResourceSelector(ns))).Items)
                {
                    var lacking = secret.Data!.Keys.Single(name => name.Contains("MODE", StringComparison.Ordinal));
                    await cluster.Client.PatchAsync(ResourceTypes.Secrets, ns, secret.Metadata.Name!, Patch.Json(Patch.Operation("remove", $"/data/{lacking}")));
                }

                break;
        }
    }
}
