using System.Text.Json.Nodes;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Api.Reviews;
using Podclip.LocalCluster.Api.Tables;
using Podclip.LocalCluster.Security;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Kinds;

/// <summary>The registrations of the kinds that say who may do what, and of the questions about that.</summary>
internal static class AccessKinds
{
    private static readonly TableLayout RoleTable = GenericTable.With([]);

    private static readonly TableLayout BindingTable = GenericTable.With(
    [
        (new("Role"), d => $"{d.Text("roleRef", "kind")}/{d.Text("roleRef", "name")}"),
        (new("Users", IsWide: true), d => Subjects(d, "User")),
        (new("Groups", IsWide: true), d => Subjects(d, "Group")),
        (new("ServiceAccounts", IsWide: true), d => Subjects(d, "ServiceAccount")),
    ]);

    /// <summary>All of them.</summary>
    /// <param name="roles">Who may do what.</param>
    /// <param name="timeProvider">The clock.</param>
    public static IEnumerable<ResourceKind> All(RoleAuthorizer roles, TimeProvider timeProvider)
    {
        yield return new() { Group = "rbac.authorization.k8s.io", Version = "v1", Plural = "roles", Singular = "role", Kind = "Role", Strategy = new RoleStrategy(), Table = RoleTable };
        yield return new() { Group = "rbac.authorization.k8s.io", Version = "v1", Plural = "rolebindings", Singular = "rolebinding", Kind = "RoleBinding", Strategy = new RoleBindingStrategy(), Table = BindingTable };
        yield return Question("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview", new AccessReview(roles));
        yield return Question("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview", new RulesReview(roles));
        yield return Question("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview", new IdentityReview(timeProvider));
    }

    private static ResourceKind Question(string group, string plural, string kind, IReview review) => new()
    {
        Group = group, Version = "v1", Plural = plural, Singular = kind.ToLowerInvariant(), Kind = kind, IsNamespaced = false,
        Verbs = ["create"], Strategy = new ObjectStrategy(), Review = review,
    };

    private static string Subjects(JsonObject binding, string kind) => string.Join(", ", binding.Items("subjects")
        .Where(s => s.Text("kind") == kind)
        .Select(s => kind == "ServiceAccount" ? $"{s.Text("namespace")}/{s.Text("name")}" : s.Text("name")));
}
