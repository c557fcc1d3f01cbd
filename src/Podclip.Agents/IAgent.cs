using Podclip.Agents.Transcripts;

namespace Podclip.Agents;

/// <summary>A coding agent: how it is started and how its output is read. Pure; one folder per agent.</summary>
public interface IAgent
{
    /// <summary>The name on the command line and in labels: <c>claude</c>, <c>opencode</c>, <c>shell</c>.</summary>
    string Name { get; }

    /// <summary>The name shown to people.</summary>
    string DisplayName { get; }

    /// <summary>The image to run when none is named.</summary>
    string DefaultImage { get; }

    /// <summary>Names of environment variables, or prefixes ending in <c>*</c>, that a run takes from the launching process.</summary>
    IReadOnlyList<string> InheritedVariables { get; }

    /// <summary>Sets of variables of which one must be complete for the agent to have a model; empty when it needs none.</summary>
    IReadOnlyList<IReadOnlyList<string>> CredentialVariables { get; }

    /// <summary>
    /// Which of the known variables a run takes from the launching process: the names that <see cref="InheritedVariables"/>
    /// admits. An agent may take fewer, where a variable is of use only together with another one.
    /// </summary>
    /// <param name="variables">The launching process's variables, with the run's own values laid over them.</param>
    /// <param name="model">The model asked for, or null: with some agents it tells which cloud is used.</param>
    /// <returns>The admitted names, in ordinal order.</returns>
    IReadOnlyList<string> SelectInherited(IReadOnlyDictionary<string, string> variables, string? model) =>
        VariablePattern.Select(InheritedVariables, variables.Keys);

    /// <summary>The variables that say where the model is; what <see cref="LeadTo"/> sets. Empty for an agent without a model.</summary>
    IReadOnlyList<string> AddressVariables => [];

    /// <summary>The variables that lead the agent to a model endpoint instead of its own.</summary>
    /// <param name="address">The endpoint.</param>
    /// <returns>The variables; a secret is only named in them, never contained.</returns>
    /// <exception cref="AgentRequestException">The agent cannot be led there, for instance without a model's name.</exception>
    /// <exception cref="NotSupportedException">The agent uses no model.</exception>
    IReadOnlyDictionary<string, string> LeadTo(ModelAddress address) => throw new NotSupportedException($"{DisplayName} uses no model.");

    /// <summary>What is wrong with a request, in sentences for its author; empty when nothing is.</summary>
    /// <param name="request">What is asked of the agent.</param>
    /// <returns>All problems at once.</returns>
    IReadOnlyList<string> Validate(AgentRequest request) => [];

    /// <summary>How to start it.</summary>
    /// <param name="request">What is asked of it.</param>
    /// <returns>The recipe: same request, same bytes.</returns>
    /// <exception cref="AgentRequestException">The request is not <see cref="Validate">valid</see>.</exception>
    AgentLaunch PlanLaunch(AgentRequest request);

    /// <summary>A reader for one run's output.</summary>
    /// <returns>The reader.</returns>
    ITranscriptReader CreateReader();
}
