namespace Podclip.Paperclip.Configuration;

/// <summary>What a run takes of the environment of Paperclip's own pod beyond what its agent's model needs.</summary>
public abstract record InheritedEnv
{
    private InheritedEnv()
    {
    }

    /// <summary>Everything the pod's container states, as the TypeScript adapters did: literals, references and whole Secrets.</summary>
    public sealed record All : InheritedEnv;

    /// <summary>These variables.</summary>
    /// <param name="Names">Their names.</param>
    public sealed record Named(IReadOnlyList<string> Names) : InheritedEnv;
}
