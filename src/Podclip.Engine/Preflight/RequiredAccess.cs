using System.Security.Cryptography;
using System.Text;
using Podclip.Kubernetes.Resources.Authorization;
using Podclip.Kubernetes.Serialization;

namespace Podclip.Engine.Preflight;

/// <summary>
/// Everything Podclip asks of an API server in a run's namespace, and the Role that grants it: the only place where they stand.
/// <c>deploy/rbac.yaml</c> is this Role.
/// </summary>
public static class RequiredAccess
{
    /// <summary>The Role's name.</summary>
    public const string RoleName = "podclip";

    private const string RbacGroup = "rbac.authorization.k8s.io";
    private const string ServiceAccountPrefix = "system:serviceaccount:";
    private const string Polls = "the state of runs is asked for again and again instead of being told";

    /// <summary>The verbs.</summary>
    public static IReadOnlyList<AccessNeed> Needs { get; } =
    [
        new("create", "batch", "jobs", AccessGrade.Required),
        new("get", "batch", "jobs", AccessGrade.Required),
        new("delete", "batch", "jobs", AccessGrade.Required),
        new("patch", "batch", "jobs", AccessGrade.Preferred, "a Job cannot wait for its Secret before it starts"),
        new("list", "batch", "jobs", AccessGrade.Preferred, "what a dead process left behind is not cleared up"),
        new("watch", "batch", "jobs", AccessGrade.Preferred, Polls),
        new("list", "", "pods", AccessGrade.Required),
        new("watch", "", "pods", AccessGrade.Preferred, Polls),
        new("delete", "", "pods", AccessGrade.Preferred, "stopping a run takes its Job away with the agent"),
        new("get", "", "pods/log", AccessGrade.Required),
        new("create", "", "secrets", AccessGrade.Required),
        new("get", "", "secrets", AccessGrade.Required),
        new("delete", "", "secrets", AccessGrade.Required),
        new("create", "", "persistentvolumeclaims", AccessGrade.Required) { OnlyForClaims = true },
        new("get", "", "persistentvolumeclaims", AccessGrade.Diagnostic) { OnlyForClaims = true },
        new("list", "", "events", AccessGrade.Preferred, "a pod that does not start is not explained"),
        new("watch", "", "events", AccessGrade.Preferred, "a pod that does not start is not explained"),
        new("get", "", "namespaces", AccessGrade.Diagnostic),
        new("get", "", "serviceaccounts", AccessGrade.Diagnostic),
        new("list", "", "resourcequotas", AccessGrade.Diagnostic),
        new("list", "", "limitranges", AccessGrade.Diagnostic),
    ];

    /// <summary>The Role that grants all of it.</summary>
    /// <param name="ns">The namespace; null to leave it to whoever applies the Role.</param>
    /// <returns>The Role.</returns>
    public static Role Role(string? ns) => new()
    {
        Metadata = new ObjectMeta { Name = RoleName, Namespace = ns },
        Rules =
        [
            .. Needs
                .GroupBy(need => (need.Group, need.Resource))
                .Select(uses => (uses.Key.Group, uses.Key.Resource, Verbs: string.Join(' ', uses.Select(need => need.Verb))))
                .GroupBy(uses => (uses.Group, uses.Verbs))
                .Select(rule => new PolicyRule
                {
                    ApiGroups = [rule.Key.Group],
                    Resources = [.. rule.Select(uses => uses.Resource)],
                    Verbs = rule.Key.Verbs.Split(' '),
                }),
        ],
    };

    /// <summary>Gives the Role to a user. The binding is the user's own: others that have the Role keep it.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="user">The user as the server knows them, such as <c>system:serviceaccount:agents:runner</c>.</param>
    /// <returns>The binding.</returns>
    public static RoleBinding Binding(string ns, string user)
    {
        var account = user.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal) ? user[ServiceAccountPrefix.Length..].Split(':') : [];
        var (name, subject) = account is [var home, var own]
            ? (home == ns ? own : $"{home}-{own}", new Subject { Kind = "ServiceAccount", Name = own, Namespace = home })
            : (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user)))[..8], new Subject { ApiGroup = RbacGroup, Kind = "User", Name = user });
        return new RoleBinding
        {
            Metadata = new ObjectMeta { Name = $"{RoleName}-{name}", Namespace = ns },
            RoleRef = new RoleRef { ApiGroup = RbacGroup, Kind = "Role", Name = RoleName },
            Subjects = [subject],
        };
    }

    /// <summary>The Role, and its binding where the user is known, as YAML to be applied by whoever governs the namespace.</summary>
    /// <param name="ns">The namespace; null for the Role alone, for any namespace.</param>
    /// <param name="user">The user as the server knows them, or null.</param>
    /// <returns>The documents.</returns>
    public static string Yaml(string? ns, string? user = null)
    {
        var role = FixYaml.Document(ResourceTypes.Roles, Role(ns));
        return ns is null || user is null
            ? YamlText.Of(role)
            : YamlText.Of(role, FixYaml.Document(ResourceTypes.RoleBindings, Binding(ns, user)));
    }
}
