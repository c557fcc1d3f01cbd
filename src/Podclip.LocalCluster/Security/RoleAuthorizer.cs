using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Security;

/// <summary>Who may do what by the Roles and RoleBindings of a namespace. What no rule allows is refused.</summary>
internal sealed class RoleAuthorizer(ObjectStore store)
{
    /// <summary>Why a user may do something; null when it may not.</summary>
    public string? Allow(ApiUser user, AccessQuery query)
    {
        if (user.IsAdministrator)
        {
            return "";
        }

        if (user.IsAuthenticated && BuiltInRoles.BasicUser.Any(rule => rule.Allows(query)))
        {
            return "RBAC: allowed by ClusterRoleBinding \"system:basic-user\" of ClusterRole \"system:basic-user\" to Group \"system:authenticated\"";
        }

        foreach (var (binding, subject) in BindingsOf(user, query.Namespace))
        {
            if (RulesOf(binding).Any(rule => rule.Allows(query)))
            {
                return Explain(binding, subject);
            }
        }

        return null;
    }

    /// <summary>Every rule that a user has in a namespace.</summary>
    public IReadOnlyList<AccessRule> RulesFor(ApiUser user, string ns)
    {
        if (user.IsAdministrator)
        {
            return BuiltInRoles.Find("cluster-admin")!;
        }

        return [.. user.IsAuthenticated ? BuiltInRoles.BasicUser : [], .. BindingsOf(user, ns).SelectMany(bound => RulesOf(bound.Binding))];
    }

    private static string Explain(StoredObject binding, JsonObject subject)
    {
        var kind = subject.Text("kind");
        var who = kind == "ServiceAccount"
            ? $"{subject.Text("name")}/{subject.Text("namespace") ?? binding.Namespace}"
            : subject.Text("name");
        var role = binding.Document["roleRef"];
        return $"RBAC: allowed by RoleBinding \"{binding.Name}/{binding.Namespace}\" of {role.Text("kind")} \"{role.Text("name")}\" to {kind} \"{who}\"";
    }

    private static bool IsMeant(ApiUser user, JsonObject subject, string ns) => subject.Text("kind") switch
    {
        "ServiceAccount" => user.Name == ApiUser.NameOf(subject.Text("namespace") ?? ns, subject.Text("name") ?? ""),
        "User" => user.Name == subject.Text("name"),
        "Group" => user.Groups.Contains(subject.Text("name") ?? "", StringComparer.Ordinal),
        _ => false,
    };

    private IEnumerable<(StoredObject Binding, JsonObject Subject)> BindingsOf(ApiUser user, string ns)
    {
        if (ns.Length == 0)
        {
            yield break;
        }

        foreach (var binding in store.List(ResourceNames.RoleBindings, ns).Items)
        {
            if (binding.Document.Items("subjects").FirstOrDefault(subject => IsMeant(user, subject, ns)) is { } subject)
            {
                yield return (binding, subject);
            }
        }
    }

    private IEnumerable<AccessRule> RulesOf(StoredObject binding)
    {
        var role = binding.Document["roleRef"];
        var name = role.Text("name") ?? "";
        return role.Text("kind") == "ClusterRole"
            ? BuiltInRoles.Find(name) ?? []
            : store.Find(ResourceNames.Roles, binding.Namespace, name)?.Document.Items("rules").Select(AccessRule.Of) ?? [];
    }
}
