using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Preflight.Checks;

/// <summary>Is the pod's service account there, and the Secrets that its images are pulled with?</summary>
internal sealed class ServiceAccountCheck : ICheck
{
    private const string Default = "default";

    public string Subject => "service account";

    public bool IsInsideNamespace => true;

    public async Task<IReadOnlyList<Finding>> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        var name = context.PodSpec.ServiceAccountName ?? Default;
        List<Finding> findings = [];
        ServiceAccount? account = null;
        try
        {
            account = await context.Client.FindAsync(ResourceTypes.ServiceAccounts, context.Namespace, name, cancellationToken);
            findings.Add(account is null ? Missing(context.Namespace, name) : new Finding
            {
                Code = FindingCodes.ServiceAccountExists,
                Level = FindingLevel.Info,
                Object = context.Named("ServiceAccount", name),
                Message = "The pod's service account exists; its token is not mounted.",
            });
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            // The finding about access says so, and the pod's dry run sees a missing one as well.
        }

        var secrets = (context.PodSpec.ImagePullSecrets ?? []).Concat(account?.ImagePullSecrets ?? []).Select(reference => reference.Name).OfType<string>().Distinct(StringComparer.Ordinal);
        var looked = await Task.WhenAll(secrets.Select(secret => LookAtPullSecretAsync(context, secret, cancellationToken)));
        return [.. findings, .. looked.OfType<Finding>()];
    }

    /// <summary>The finding of a service account that does not exist.</summary>
    public static Finding Missing(string ns, string name) => new()
    {
        Code = FindingCodes.ServiceAccountMissing,

        // The account "default" comes by itself a moment after its namespace.
        Level = name == Default ? FindingLevel.Warn : FindingLevel.Error,
        Object = $"ServiceAccount {ns}/{name}",
        Message = $"There is no service account {name} in namespace {ns}: no pod is made that names it.",
        Remedy = name == Default ? "Make it." : "Make it, or name another one with --service-account.",
        Yaml = FixYaml.Of(ResourceTypes.ServiceAccounts, new ServiceAccount { Metadata = new ObjectMeta { Name = name, Namespace = ns } }),
        Outcome = RunOutcome.InfrastructureFailed,
    };

    private static async Task<Finding?> LookAtPullSecretAsync(PreflightContext context, string name, CancellationToken cancellationToken)
    {
        Secret? secret;
        try
        {
            secret = await context.Client.FindAsync(ResourceTypes.Secrets, context.Namespace, name, cancellationToken);
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            return null;
        }

        var finding = new Finding
        {
            Code = FindingCodes.PullSecretExists,
            Level = FindingLevel.Info,
            Object = context.Named("Secret", name),
            Message = "The Secret for pulling images exists.",
        };
        return secret switch
        {
            // It holds a credential, so nobody can print the document that would make it.
            null => finding with
            {
                Code = FindingCodes.PullSecretMissing,
                Level = FindingLevel.Warn,
                Message = $"There is no Secret {name}, with which images are to be pulled: only public images and those already on a node can be had.",
                Remedy = $"kubectl create secret docker-registry {name} -n {context.Namespace} --docker-server=REGISTRY --docker-username=USER --docker-password=PASSWORD",
            },
            { Type: not ("kubernetes.io/dockerconfigjson" or "kubernetes.io/dockercfg") } => finding with
            {
                Code = FindingCodes.PullSecretUnusable,
                Level = FindingLevel.Warn,
                Message = $"Secret {name}, with which images are to be pulled, has type {secret.Type ?? "Opaque"}: no node uses it for that.",
                Remedy = $"kubectl delete secret {name} -n {context.Namespace}, then kubectl create secret docker-registry {name} -n {context.Namespace} --docker-server=REGISTRY --docker-username=USER --docker-password=PASSWORD",
            },
            _ => finding,
        };
    }
}
