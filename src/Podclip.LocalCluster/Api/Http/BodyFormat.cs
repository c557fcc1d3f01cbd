namespace Podclip.LocalCluster.Api.Http;

/// <summary>The forms in which objects are sent.</summary>
internal enum BodyFormat
{
    /// <summary>The one when a request names none.</summary>
    Json,

    /// <summary>As files for kubectl are written.</summary>
    Yaml,

    /// <summary>What kubectl's own <c>create</c> commands send.</summary>
    Protobuf,
}
