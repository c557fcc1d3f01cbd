using System.Text.RegularExpressions;

namespace Podclip.Engine.Launching;

/// <summary>Reads from the API server's refusal which verb is missing, and writes the rule of a Role that grants it.</summary>
internal static partial class MissingVerb
{
    /// <summary>What to do about a refusal.</summary>
    /// <param name="message">The server's words.</param>
    public static string Remedy(string message) => Refusal().Match(message) is { Success: true } refusal
        ? $"Grant it with a Role that holds this rule: {{apiGroups: [\"{refusal.Groups["group"].Value}\"], resources: [{refusal.Groups["resource"].Value}], verbs: [{refusal.Groups["verb"].Value}]}}. 'podclip doctor' prints the whole Role."
        : "Grant what is named above to these credentials in this namespace; 'podclip doctor' prints the whole Role.";

    /// <summary>Whether a refusal is for want of this verb.</summary>
    public static bool Is(Podclip.Kubernetes.Client.KubernetesException refusal, string verb) =>
        refusal.IsForbidden && Refusal().Match(refusal.Message) is { Success: true } match && match.Groups["verb"].Value == verb;

    // As kube-apiserver writes it (pkg/registry/... rbac): User "u" cannot create resource "jobs" in API group "batch" in the namespace "n".
    [GeneratedRegex(@"cannot (?<verb>[a-z]+) resource ""(?<resource>[a-z/]+)"" in API group ""(?<group>[a-z0-9.]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Refusal();
}
