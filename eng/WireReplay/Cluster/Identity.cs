namespace Podclip.WireReplay.Cluster;

/// <summary>Who asks.</summary>
internal enum Identity
{
    /// <summary>The owner of the cluster.</summary>
    Admin,

    /// <summary>The service account <c>runner</c> of the namespace <c>wire</c>, with the recorded Role.</summary>
    Runner,

    /// <summary>Nobody: no credentials.</summary>
    Anonymous,

    /// <summary>A bearer token that the server does not know.</summary>
    Unknown,
}
