namespace Podclip.Cli.Running;

/// <summary>Where the agent's model is.</summary>
internal abstract record ModelEndpoint
{
    private ModelEndpoint()
    {
    }

    /// <summary>Where the agent's own variables say.</summary>
    public sealed record Own : ModelEndpoint;

    /// <summary>The scripted endpoint, in this process.</summary>
    public sealed record Scripted : ModelEndpoint;

    /// <summary>An address the user named.</summary>
    /// <param name="Address">The address.</param>
    public sealed record At(Uri Address) : ModelEndpoint;
}
