namespace Podclip.LocalCluster.Admission;

/// <summary>What happens to an object's dependents when it is deleted.</summary>
internal enum DeletePropagation
{
    /// <summary>They are deleted after it.</summary>
    Background,

    /// <summary>They are deleted before it.</summary>
    Foreground,

    /// <summary>They stay, without their reference to it.</summary>
    Orphan,
}
