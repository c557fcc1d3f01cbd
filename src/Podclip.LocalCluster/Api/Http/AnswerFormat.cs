namespace Podclip.LocalCluster.Api.Http;

/// <summary>The forms in which objects are answered.</summary>
internal enum AnswerFormat
{
    /// <summary>The objects themselves.</summary>
    Json,

    /// <summary>A <c>meta.k8s.io/v1</c> Table, for kubectl get.</summary>
    Table,

    /// <summary>Their metadata only.</summary>
    Metadata,
}
