using Podclip.Engine;
using Podclip.Paperclip.Configuration;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Prompts;
using Podclip.Paperclip.Skills;

namespace Podclip.Paperclip.Adapters;

/// <summary>What one adapter does differently from the others. One folder per adapter; everything else is shared.</summary>
public abstract class AdapterRecipe
{
    /// <summary>The adapter.</summary>
    public abstract AdapterKind Kind { get; }

    /// <summary>What the host must know of it.</summary>
    /// <returns>The description, with its form and its models.</returns>
    public abstract AdapterDescription Describe();

    /// <summary>The models to choose from, given the host's environment.</summary>
    /// <param name="variables">The environment.</param>
    /// <returns>The models; never empty, so that the host's page is never blank.</returns>
    public virtual IReadOnlyList<AdapterModel> Models(IReadOnlyDictionary<string, string> variables) => Describe().Models;

    /// <summary>What its Jobs' names begin with.</summary>
    public abstract string JobPrefix { get; }

    /// <summary>How its agent gets skills.</summary>
    public abstract SkillUse Skills { get; }

    /// <summary>Whether an orphaned Job is gone on with when the configuration does not say.</summary>
    public virtual bool ReattachesByDefault => false;

    /// <summary>Whether the last session is resumed at all.</summary>
    /// <param name="config">The configuration.</param>
    /// <returns>True unless it says otherwise.</returns>
    public virtual bool Resumes(ConfigReader config) => true;

    /// <summary>What stands in the prompt before all else, for agents that have no other place for it.</summary>
    /// <param name="input">The run.</param>
    /// <returns>The sections.</returns>
    public virtual IEnumerable<PromptSection> Preface(RecipeInput input) => [];

    /// <summary>Adds the agent's own settings to its run. What is wrong with them goes to the reader.</summary>
    /// <param name="request">The run.</param>
    /// <param name="input">What to make it from.</param>
    /// <returns>The run.</returns>
    public abstract RunRequest Apply(RunRequest request, RecipeInput input);
}
