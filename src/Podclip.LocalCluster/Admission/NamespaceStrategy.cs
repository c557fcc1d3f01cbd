using System.Text.Json.Nodes;
using Podclip.LocalCluster.Admission.PodSecurity;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Namespaces: held by spec.finalizers until the namespace controller has emptied them.</summary>
internal sealed class NamespaceStrategy : ObjectStrategy
{
    public override bool HasStatus => true;

    public override bool ReturnsDeletedObject => true;

    public override NameForm NameForm => NameForm.Label;

    public override void PrepareCreate(JsonObject document)
    {
        document.Metadata().Child("labels")["kubernetes.io/metadata.name"] = document.Text("metadata", "name");
        document["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
        document["status"] = new JsonObject { ["phase"] = "Active" };
    }

    public override void PrepareUpdate(JsonObject current, JsonObject changed)
    {
        changed["spec"] = current["spec"]?.DeepClone();
        changed.Metadata().Child("labels")["kubernetes.io/metadata.name"] = current.Text("metadata", "name");
    }

    public override void Validate(JsonObject document, FieldErrors errors) => NamespaceSecurity.Validate(document, errors);

    public override void MarkDeleted(JsonObject document) => document.Child("status")["phase"] = "Terminating";
}
