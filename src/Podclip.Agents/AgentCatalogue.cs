using System.Diagnostics.CodeAnalysis;
using Podclip.Agents.Claude;
using Podclip.Agents.OpenCode;
using Podclip.Agents.Shell;

namespace Podclip.Agents;

/// <summary>The agents Podclip knows. A new agent is a folder beside <c>Claude</c> and one line here.</summary>
public static class AgentCatalogue
{
    /// <summary>All agents.</summary>
    public static IReadOnlyList<IAgent> All { get; } =
    [
        new ClaudeAgent(),
        new OpenCodeAgent(),
        new ShellAgent(),
    ];

    /// <summary>Looks an agent up by its name.</summary>
    /// <param name="name">The name, in lower case.</param>
    /// <param name="agent">The agent.</param>
    /// <returns>Whether it is known.</returns>
    public static bool TryGet(string name, [NotNullWhen(true)] out IAgent? agent)
    {
        agent = All.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.Ordinal));
        return agent is not null;
    }

    /// <summary>Looks an agent up by its name.</summary>
    /// <param name="name">The name, in lower case.</param>
    /// <returns>The agent.</returns>
    /// <exception cref="AgentRequestException">It is unknown; the message lists the known ones.</exception>
    public static IAgent Get(string name) => TryGet(name, out var agent)
        ? agent
        : throw new AgentRequestException([$"There is no agent '{name}'. Known agents: {string.Join(", ", All.Select(known => known.Name))}."]);
}
