namespace Podclip.Engine;

/// <summary>Where an agent's HOME is.</summary>
public abstract record HomeVolume
{
    private HomeVolume()
    {
    }

    /// <summary>A PersistentVolumeClaim that outlives runs, made on first use; sessions can be resumed.</summary>
    /// <param name="Name">The claim.</param>
    public sealed record Claim(string Name) : HomeVolume;

    /// <summary>A folder within one of the run's mounts, which may be many agents' HOME at once.</summary>
    /// <param name="Path">Where the container sees it.</param>
    public sealed record Folder(string Path) : HomeVolume;

    /// <summary>An empty HOME that ends with the run; its session cannot be resumed.</summary>
    public sealed record Ephemeral : HomeVolume;
}
