using Podclip.Paperclip.Configuration;
using Podclip.Paperclip.Skills;

namespace Podclip.Paperclip.Adapters;

/// <summary>What an adapter makes an agent's run from, beyond what all agents have in common.</summary>
/// <param name="Settings">The configuration, as far as all adapters understand it.</param>
/// <param name="Config">The configuration's reader, for the adapter's own fields.</param>
/// <param name="AgentId">The agent's id.</param>
/// <param name="SessionId">The session to resume, or null.</param>
/// <param name="Instructions">The agent's instructions, or null.</param>
/// <param name="Skills">Its skills.</param>
public sealed record RecipeInput(AdapterSettings Settings, ConfigReader Config, string AgentId, string? SessionId, string? Instructions, SkillBundle Skills);
