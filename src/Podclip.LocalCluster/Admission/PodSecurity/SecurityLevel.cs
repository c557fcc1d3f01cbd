namespace Podclip.LocalCluster.Admission.PodSecurity;

/// <summary>The Pod Security Standards, from the laxest to the strictest.</summary>
internal enum SecurityLevel
{
    /// <summary>Everything goes.</summary>
    Privileged,

    /// <summary>Known ways out of a pod are shut.</summary>
    Baseline,

    /// <summary>Pods ask for no rights that they can do without.</summary>
    Restricted,
}
