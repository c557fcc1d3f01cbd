namespace Podclip.Cli.Connection;

/// <summary>What the command line says about the cluster.</summary>
/// <param name="Kubeconfig">The value of <c>--kubeconfig</c>.</param>
/// <param name="Context">The value of <c>--context</c>.</param>
/// <param name="Namespace">The value of <c>--namespace</c>.</param>
internal sealed record ConnectionArguments(string? Kubeconfig, string? Context, string? Namespace);
