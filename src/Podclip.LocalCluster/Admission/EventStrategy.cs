using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Events: they stand in the namespace of the object they are about.</summary>
internal sealed class EventStrategy : ObjectStrategy
{
    public override void SetDefaults(JsonObject document)
    {
        document.Default("reportingComponent", "");
        document.Default("reportingInstance", "");
    }

    public override void Validate(JsonObject document, FieldErrors errors)
    {
        var involved = document.Text("involvedObject", "namespace") ?? "";
        if (involved != document.Text("metadata", "namespace") && !(involved.Length == 0 && document.Text("metadata", "namespace") == "default"))
        {
            errors.Invalid("involvedObject.namespace", involved, "does not match event.namespace");
        }
    }
}
