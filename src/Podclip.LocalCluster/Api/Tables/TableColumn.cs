namespace Podclip.LocalCluster.Api.Tables;

/// <summary>One column of what kubectl prints.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Description">What it tells.</param>
/// <param name="IsWide">Printed with <c>-o wide</c> only.</param>
/// <param name="Type">Of its cells.</param>
internal sealed record TableColumn(string Name, string Description = "", bool IsWide = false, string Type = "string")
{
    private const string NameDescription = "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";
    private const string AgeDescription = "CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";

    /// <summary>The object's name.</summary>
    public static TableColumn ObjectName { get; } = new("Name", NameDescription);

    /// <summary>How old it is.</summary>
    public static TableColumn Age { get; } = new("Age", AgeDescription);
}
