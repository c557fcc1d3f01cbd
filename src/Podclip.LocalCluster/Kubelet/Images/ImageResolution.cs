namespace Podclip.LocalCluster.Kubelet.Images;

/// <summary>What an image name means here.</summary>
internal abstract record ImageResolution
{
    private protected ImageResolution()
    {
    }

    /// <summary>It can be used.</summary>
    /// <param name="Entry">Its entry; an empty one for a name that nobody has entered.</param>
    internal sealed record Usable(ImageEntry Entry) : ImageResolution;

    /// <summary>It cannot be pulled.</summary>
    /// <param name="Message">What the registry would say.</param>
    internal sealed record Unavailable(string Message) : ImageResolution;

    /// <summary>It is no image name.</summary>
    /// <param name="Message">Why.</param>
    internal sealed record Invalid(string Message) : ImageResolution;
}
