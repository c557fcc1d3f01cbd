using System.Text.RegularExpressions;
using Podclip.Engine.Preflight;
using Podclip.Kubernetes.Resources.Authorization;

namespace Podclip.EndToEnd.Tests.Doctor;

/// <summary>A service account that has the Role of the documents, less some verbs.</summary>
internal static partial class LimitedAccount
{
    public const string Name = "runner";

    /// <summary>Binds the account, which is there, to such a Role.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="missing">The verbs it is without, such as <c>create jobs</c>; <c>*</c> for all.</param>
    /// <param name="folder">Where its kubeconfig is written.</param>
    /// <returns>The account's kubeconfig.</returns>
    public static async Task<string> LimitAsync(TestCluster cluster, string ns, IReadOnlyList<string> missing, string folder)
    {
        var role = RequiredAccess.Role(ns);
        IReadOnlyList<PolicyRule> rules =
        [
            .. from rule in role.Rules!
               from resource in rule.Resources!
               from verb in rule.Verbs!
               where !missing.Contains("*", StringComparer.Ordinal) && !missing.Contains($"{verb} {resource}", StringComparer.Ordinal)
               select rule with { Resources = [resource], Verbs = [verb] },
        ];
        var token = TestContext.Current.CancellationToken;
        await cluster.Client.CreateAsync(ResourceTypes.Roles, ns, role with { Rules = rules }, cancellationToken: token);
        await cluster.Client.CreateAsync(ResourceTypes.RoleBindings, ns, RequiredAccess.Binding(ns, $"system:serviceaccount:{ns}:{Name}"), cancellationToken: token);
        var bearer = (await Kubectl.RunAsync(cluster.Cluster.KubeconfigPath, $"create token {Name} -n {ns}")).Trim();
        var own = Path.Combine(folder, $"{ns}.yaml");
        await File.WriteAllTextAsync(own, Token().Replace(await File.ReadAllTextAsync(cluster.Cluster.KubeconfigPath, token), $"token: {bearer}"), token);
        return own;
    }

    [GeneratedRegex(@"token: \S+", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
