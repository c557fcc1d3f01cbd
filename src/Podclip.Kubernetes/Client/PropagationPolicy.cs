namespace Podclip.Kubernetes.Client;

/// <summary>
/// What becomes of the objects that a deleted object owns. There is no default here, because the server's own default for
/// Jobs is <see cref="Orphan"/>, which leaves pods running.
/// </summary>
public enum PropagationPolicy
{
    /// <summary>The object goes at once, its dependents follow.</summary>
    Background,

    /// <summary>The object stays until its dependents are gone.</summary>
    Foreground,

    /// <summary>Dependents stay and lose their owner.</summary>
    Orphan,
}
