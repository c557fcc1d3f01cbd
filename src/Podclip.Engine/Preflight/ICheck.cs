using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Preflight;

/// <summary>One thing that a preflight looks at. Checks do not wait for each other.</summary>
internal interface ICheck
{
    /// <summary>What it looks at, to be named when it gets no answer.</summary>
    string Subject { get; }

    /// <summary>Whether it looks at something inside the namespace, and so finds nothing where there is none.</summary>
    bool IsInsideNamespace { get; }

    /// <summary>Looks.</summary>
    /// <param name="context">The cluster and the run.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="KubernetesException">There was no usable answer.</exception>
    Task<IReadOnlyList<Finding>> RunAsync(PreflightContext context, CancellationToken cancellationToken);
}
