using Podclip.Engine.Planning;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Preflight;

/// <summary>What all checks of a preflight share.</summary>
/// <param name="Client">The cluster.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Plan">The run that is to be possible.</param>
/// <param name="User">Who the server takes us for, if it said so.</param>
internal sealed record PreflightContext(KubernetesClient Client, string Namespace, RunPlan Plan, string? User)
{
    /// <summary>The pod's spec.</summary>
    public PodSpec PodSpec => Plan.Job.Spec!.Template!.Spec!;

    /// <summary>How messages name an object of the namespace.</summary>
    /// <remarks>What is random in a name stands for no object that will ever be: the run itself has an id of its own.</remarks>
    public string Named(string kind, string name) => $"{kind} {Namespace}/{name.Replace(Plan.Identity.RunId, "*", StringComparison.Ordinal)}";
}
