using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Preflight.Checks;

/// <summary>Is the namespace there, and is it to stay?</summary>
internal sealed class NamespaceCheck : ICheck
{
    public string Subject => "namespace";

    public bool IsInsideNamespace => false;

    public async Task<IReadOnlyList<Finding>> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        var subject = $"Namespace {context.Namespace}";
        try
        {
            return await context.Client.FindAsync(ResourceTypes.Namespaces, ns: null, context.Namespace, cancellationToken) switch
            {
                null => [Missing(context.Namespace)],
                { Metadata.DeletionTimestamp: not null } or { Status.Phase: "Terminating" } => [Terminating(context.Namespace)],
                _ => [new Finding { Code = FindingCodes.NamespaceExists, Level = FindingLevel.Info, Object = subject, Message = "The namespace exists." }],
            };
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            return
            [
                new Finding
                {
                    Code = FindingCodes.NamespaceUnseen,
                    Level = FindingLevel.Info,
                    Object = subject,
                    Message = "Whether the namespace exists cannot be seen with these credentials.",
                },
            ];
        }
    }

    /// <summary>The finding of a namespace that does not exist.</summary>
    public static Finding Missing(string ns) => new()
    {
        Code = FindingCodes.NamespaceMissing,
        Level = FindingLevel.Error,
        Object = $"Namespace {ns}",
        Message = $"There is no namespace {ns}.",
        Remedy = "Make it, or choose another one with --namespace.",
        Yaml = FixYaml.Of(ResourceTypes.Namespaces, new Namespace { Metadata = new ObjectMeta { Name = ns } }),
        Outcome = RunOutcome.InfrastructureFailed,
    };

    /// <summary>The finding of a namespace that is being deleted.</summary>
    public static Finding Terminating(string ns) => new()
    {
        Code = FindingCodes.NamespaceTerminating,
        Level = FindingLevel.Error,
        Object = $"Namespace {ns}",
        Message = $"Namespace {ns} is being deleted and takes nothing new.",
        Remedy = "Wait until it is gone and make it again, or choose another one with --namespace.",
        Outcome = RunOutcome.InfrastructureFailed,
    };
}
