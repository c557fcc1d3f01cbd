using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Role bindings: whom a role is given to. The role itself stays the same for a binding's life.</summary>
internal sealed class RoleBindingStrategy : ObjectStrategy
{
    private const string Group = "rbac.authorization.k8s.io";

    public override NameForm NameForm => NameForm.PathSegment;

    public override void SetDefaults(JsonObject document)
    {
        if (document["roleRef"] is JsonObject role && string.IsNullOrEmpty(role.Text("apiGroup")))
        {
            role["apiGroup"] = Group;
        }

        foreach (var subject in document.Items("subjects"))
        {
            if (subject.Text("kind") is "User" or "Group" && string.IsNullOrEmpty(subject.Text("apiGroup")))
            {
                subject["apiGroup"] = Group;
            }
        }
    }

    public override void Validate(JsonObject document, FieldErrors errors)
    {
        if (document.Text("roleRef", "kind") is not ("Role" or "ClusterRole") and var kind)
        {
            errors.NotSupported("roleRef.kind", kind ?? "", "Role", "ClusterRole");
        }

        if (string.IsNullOrEmpty(document.Text("roleRef", "name")))
        {
            errors.Required("roleRef.name");
        }

        var subjects = document.Items("subjects").ToList();
        for (var i = 0; i < subjects.Count; i++)
        {
            var place = FormattableString.Invariant($"subjects[{i}]");
            if (string.IsNullOrEmpty(subjects[i].Text("name")))
            {
                errors.Required($"{place}.name");
            }

            switch (subjects[i].Text("kind"))
            {
                case "ServiceAccount" when string.IsNullOrEmpty(subjects[i].Text("namespace")):
                    errors.Required($"{place}.namespace");
                    break;
                case "ServiceAccount" or "User" or "Group":
                    break;
                case var other:
                    errors.NotSupported($"{place}.kind", other ?? "", "ServiceAccount", "User", "Group");
                    break;
            }
        }
    }

    public override void ValidateUpdate(JsonObject current, JsonObject changed, FieldErrors errors)
    {
        if (!JsonNode.DeepEquals(current["roleRef"], changed["roleRef"]))
        {
            errors.InvalidValue("roleRef", changed["roleRef"], "cannot change roleRef");
        }
    }
}
