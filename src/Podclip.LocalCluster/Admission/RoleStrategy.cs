using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Roles: what may be done in their namespace.</summary>
internal sealed class RoleStrategy : ObjectStrategy
{
    public override NameForm NameForm => NameForm.PathSegment;

    public override void Validate(JsonObject document, FieldErrors errors)
    {
        var rules = document.Items("rules").ToList();
        for (var i = 0; i < rules.Count; i++)
        {
            if (!rules[i].Texts("verbs").Any())
            {
                errors.Required(FormattableString.Invariant($"rules[{i}].verbs"), "verbs must contain at least one value");
            }

            if (rules[i].Texts("nonResourceURLs").Any())
            {
                errors.InvalidValue(FormattableString.Invariant($"rules[{i}].nonResourceURLs"), rules[i]["nonResourceURLs"], "namespaced rules cannot apply to non-resource URLs");
                continue;
            }

            if (!rules[i].Texts("apiGroups").Any())
            {
                errors.Required(FormattableString.Invariant($"rules[{i}].apiGroups"), "resource rules must supply at least one api group");
            }

            if (!rules[i].Texts("resources").Any())
            {
                errors.Required(FormattableString.Invariant($"rules[{i}].resources"), "resource rules must supply at least one resource");
            }
        }
    }
}
