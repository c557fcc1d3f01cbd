using Podclip.Engine;

namespace Podclip.Paperclip.Outcomes;

/// <summary>What the host is told of one way a run can end.</summary>
/// <param name="Outcome">The engine's verdict.</param>
/// <param name="Ending">The way it ended: the engine's code, or the agent's word for its failure; null for success.</param>
/// <param name="ErrorCode">The code the host is told; <c>{agent}</c> in it stands for the agent's name.</param>
/// <param name="ErrorFamily">The family the host knows, or null.</param>
/// <param name="Restart">What the host may do by itself.</param>
/// <param name="ClearsSession">Whether the session is forgotten.</param>
public sealed record OutcomeRow(RunOutcome Outcome, string? Ending, string? ErrorCode, string? ErrorFamily, Restart Restart, bool ClearsSession = false);
