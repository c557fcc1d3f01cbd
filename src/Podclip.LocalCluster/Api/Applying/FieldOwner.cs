using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Applying;

/// <summary>One entry of managedFields: who set which fields, and how.</summary>
/// <param name="Manager">A name the client chose.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="ApiVersion">The version in whose names the fields are.</param>
/// <param name="Subresource">Through which subresource; empty for the object itself.</param>
/// <param name="Time">When the set last changed; null when nobody knows.</param>
/// <param name="Fields">The fields.</param>
internal sealed record FieldOwner(string Manager, string Operation, string ApiVersion, string Subresource, string? Time, JsonObject Fields)
{
    /// <summary>Sets that are given and taken by apply.</summary>
    public const string Apply = "Apply";

    /// <summary>Sets that grow with every other write.</summary>
    public const string Update = "Update";

    /// <summary>The owners an object names.</summary>
    public static List<FieldOwner> Read(JsonObject document) => [.. document.Items("metadata", "managedFields").Select(e => new FieldOwner(
        e.Text("manager") ?? "", e.Text("operation") ?? Update, e.Text("apiVersion") ?? "", e.Text("subresource") ?? "", e.Text("time"), e.At("fieldsV1") as JsonObject ?? []))];

    /// <summary>Writes the owners of an object; those that own nothing are left out.</summary>
    public static void Write(JsonObject document, IEnumerable<FieldOwner> owners)
    {
        var entries = new JsonArray([.. owners
            .Where(o => o.Fields.Count > 0)
            .OrderBy(o => o.Operation, StringComparer.Ordinal)
            .ThenBy(o => o.Time, StringComparer.Ordinal)
            .ThenBy(o => o.Manager, StringComparer.Ordinal)
            .Select(o => (JsonNode)o.ToJson())]);
        if (entries.Count == 0)
        {
            document.Metadata().Remove("managedFields");
        }
        else
        {
            document.Metadata()["managedFields"] = entries;
        }
    }

    /// <summary>Whether it is the entry of a manager's writes of one sort.</summary>
    public bool Is(string manager, string operation, string subresource) => Manager == manager && Operation == operation && Subresource == subresource;

    /// <summary>As error texts name it.</summary>
    public override string ToString()
    {
        var name = Admission.FieldErrors.Quote(Manager) + (Subresource.Length == 0 ? "" : $" with subresource {Admission.FieldErrors.Quote(Subresource)}");
        return Operation == Update ? $"{name} using {ApiVersion}" : name;
    }

    private JsonObject ToJson()
    {
        var entry = new JsonObject { ["manager"] = Manager, ["operation"] = Operation, ["apiVersion"] = ApiVersion };
        if (Time is not null)
        {
            entry["time"] = Time;
        }

        entry["fieldsType"] = "FieldsV1";
        entry["fieldsV1"] = Fields.DeepClone();
        if (Subresource.Length > 0)
        {
            entry["subresource"] = Subresource;
        }

        return entry;
    }
}
