namespace Podclip.Engine.Settling;

/// <summary>Why a run did not succeed: one code, one sentence, one remedy.</summary>
/// <param name="Outcome">The verdict it leads to.</param>
/// <param name="Code">The stable code (docs/errors.md).</param>
/// <param name="Message">What happened, to which object, and what was said about it.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record RunFailure(RunOutcome Outcome, string Code, string Message, string? Remedy = null);
