namespace Podclip.WireReplay.Scenes;

/// <summary>Some of the recordings, which belong together: one follows from another, or from the same objects.</summary>
internal abstract class Scene
{
    /// <summary>Whether this scene plays a recording.</summary>
    public abstract bool Plays(string name);

    /// <summary>Whether the scene needs a cluster of its own, because it restarts it.</summary>
    public virtual bool NeedsOwnCluster => false;

    /// <summary>Whether it is played before all others, alone: it lists what is there.</summary>
    public virtual bool GoesFirst => false;

    /// <summary>Plays them, and settles each through the stage.</summary>
    public abstract Task PlayAsync(Stage stage, CancellationToken cancellationToken);
}
