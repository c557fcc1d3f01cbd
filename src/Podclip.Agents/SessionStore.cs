namespace Podclip.Agents;

/// <summary>Where an agent keeps its sessions.</summary>
public abstract record SessionStore
{
    private SessionStore()
    {
    }

    /// <summary>Where it does by itself: in HOME, for later runs to go on with.</summary>
    public sealed record Home : SessionStore;

    /// <summary>
    /// In HOME too, but apart from those of other agents that have the same HOME: a database they all write to would make them wait for
    /// each other. An agent whose sessions are files of their own needs no more than <see cref="Home"/>.
    /// </summary>
    /// <param name="Name">Whose they are: letters, digits, '-', '_' and '.', the first no '.'.</param>
    public sealed record Apart(string Name) : SessionStore;

    /// <summary>
    /// In the pod: they end with the run. For a HOME on a network file system, where a database is slow or unsafe.
    /// </summary>
    public sealed record Ephemeral : SessionStore;
}
