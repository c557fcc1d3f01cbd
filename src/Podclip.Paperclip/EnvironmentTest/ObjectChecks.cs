using Podclip.Engine;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Resources;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.EnvironmentTest;

/// <summary>Looks at objects that a run needs and does not make: the Secret that the configuration names, and the claim shared with Paperclip.</summary>
/// <param name="client">The cluster.</param>
/// <param name="ns">The namespace.</param>
internal sealed class ObjectChecks(KubernetesClient client, string ns)
{
    private const string Shared = "ReadWriteMany";

    /// <summary>Is the Secret there?</summary>
    public async Task<AdapterEnvironmentCheck> SecretAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await client.FindAsync(ResourceTypes.Secrets, ns, name, cancellationToken) is null
                ? Check.Warn(
                    EnvironmentCodes.SecretMissing,
                    $"Secret {name} does not exist in namespace {ns}",
                    $"If agents need it: kubectl create secret generic {name} -n {ns} --from-literal=KEY=VALUE. Or name another one in secretRef.")
                : Check.Info(EnvironmentCodes.SecretExists, $"Secret {name} exists in namespace {ns}");
        }
        catch (KubernetesException e)
        {
            return Check.Warn(EnvironmentCodes.SecretCheckFailed, $"Cannot look at Secret {name}: {e.Message}");
        }
    }

    /// <summary>Can pods on all nodes mount the claim?</summary>
    public async Task<AdapterEnvironmentCheck> ClaimAsync(PodMount.Claim mount, CancellationToken cancellationToken)
    {
        try
        {
            var claim = await client.FindAsync(ResourceTypes.PersistentVolumeClaims, ns, mount.Name, cancellationToken);
            IReadOnlyList<string> modes = claim?.Status?.AccessModes ?? claim?.Spec?.AccessModes ?? [];
            return claim is null
                ? Check.Error(
                    EnvironmentCodes.ClaimMissing,
                    $"There is no claim {mount.Name} in namespace {ns}, which agents mount at {mount.Path}",
                    $"Create it with access mode {Shared}, or name another one in workspaceVolumeClaim. A claim of another namespace cannot be mounted.")
                : modes.Contains(Shared, StringComparer.Ordinal)
                    ? Check.Info(EnvironmentCodes.ClaimReadWriteMany, $"Claim {mount.Name} at {mount.Path} is {Shared}")
                    : Check.Warn(
                        EnvironmentCodes.ClaimNotReadWriteMany,
                        $"Claim {mount.Name} at {mount.Path} is {(modes.Count == 0 ? "of no access mode" : string.Join(", ", modes))}, not {Shared}",
                        "Agents start only on the node that has the volume. On a cluster of several nodes, set nodeSelector to that node, or use a claim that is ReadWriteMany; a claim's access modes cannot be changed.");
        }
        catch (KubernetesException e)
        {
            return Check.Warn(EnvironmentCodes.ClaimCheckFailed, $"Cannot look at claim {mount.Name} at {mount.Path}: {e.Message}");
        }
    }
}
