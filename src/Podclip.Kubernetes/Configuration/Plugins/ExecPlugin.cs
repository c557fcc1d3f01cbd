using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Configuration.Plugins;

/// <summary>
/// A command that prints a credential, as a kubeconfig's <c>exec</c> asks for one
/// (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins).
/// </summary>
internal sealed record ExecPlugin
{
    /// <summary>How messages name it: <c>exec plugin aws of user "dev"</c>. Arguments may hold secrets and are never shown.</summary>
    public required string Label { get; init; }

    /// <summary>What to run: a path, or a bare name that is looked for on the PATH.</summary>
    public required string Command { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Variables beyond those of this process.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The version of its answer.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Where to get the command, for whoever does not have it; null for nothing said.</summary>
    public string? InstallHint { get; init; }

    /// <summary>What it is told in <c>KUBERNETES_EXEC_INFO</c>.</summary>
    public required string Info { get; init; }

    /// <summary>A failure of this plugin.</summary>
    /// <param name="what">What happened; no part of the credential.</param>
    /// <param name="cause">The error behind it, or null.</param>
    public KubernetesException Failure(string what, Exception? cause = null) =>
        new(InstallHint is null ? $"{Label}: {what}" : $"{Label}: {what}. {InstallHint}", cause);
}
