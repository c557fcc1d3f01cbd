using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>What holds for the metadata of every object.</summary>
internal static class MetadataRules
{
    private const long AnnotationLimit = 256 << 10;

    /// <summary>Checks names, labels, annotations, owner references and finalizers.</summary>
    public static void Validate(JsonObject document, NameForm nameForm, FieldErrors errors)
    {
        var name = document.Text("metadata", "name");
        if (string.IsNullOrEmpty(name))
        {
            errors.Required("metadata.name", "name or generateName is required");
        }
        else
        {
            NameRules.CheckName(name, nameForm, "metadata.name", errors);
        }

        NameRules.CheckLabels(document.TextMembers("metadata", "labels"), "metadata.labels", errors);
        long size = 0;
        foreach (var (key, value) in document.TextMembers("metadata", "annotations"))
        {
            NameRules.CheckQualifiedName(key.ToLowerInvariant(), "metadata.annotations", errors);
            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value);
        }

        if (size > AnnotationLimit)
        {
            errors.TooLong("metadata.annotations", AnnotationLimit);
        }

        ValidateOwners(document, errors);
        foreach (var finalizer in document.Texts("metadata", "finalizers"))
        {
            NameRules.CheckQualifiedName(finalizer, "metadata.finalizers", errors);
        }
    }

    /// <summary>Checks what may not change while an object waits for its deletion.</summary>
    public static void ValidateUpdate(JsonObject current, JsonObject changed, FieldErrors errors)
    {
        if (current.Text("metadata", "deletionTimestamp") is null)
        {
            return;
        }

        var added = changed.Texts("metadata", "finalizers").Except(current.Texts("metadata", "finalizers"), StringComparer.Ordinal).ToList();
        if (added.Count > 0)
        {
            errors.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(FieldErrors.Quote))}}}");
        }
    }

    private static void ValidateOwners(JsonObject document, FieldErrors errors)
    {
        var controllers = 0;
        foreach (var owner in document.Items("metadata", "ownerReferences"))
        {
            RequireOwnerPart(owner, "apiVersion", "version must not be empty", errors);
            RequireOwnerPart(owner, "kind", "must not be empty", errors);
            RequireOwnerPart(owner, "name", "must not be empty", errors);
            RequireOwnerPart(owner, "uid", "must not be empty", errors);
            controllers += owner.Flag("controller") ? 1 : 0;
        }

        if (controllers > 1)
        {
            errors.InvalidValue("metadata.ownerReferences", document.At("metadata", "ownerReferences"), "Only one reference can have Controller set to true.");
        }
    }

    private static void RequireOwnerPart(JsonObject owner, string part, string detail, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(owner.Text(part)))
        {
            errors.Invalid($"metadata.ownerReferences.{part}", "", part == "apiVersion" ? detail : $"{part} {detail}");
        }
    }
}
