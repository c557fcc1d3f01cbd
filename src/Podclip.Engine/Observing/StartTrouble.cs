namespace Podclip.Engine.Observing;

/// <summary>What keeps a run's container from starting.</summary>
/// <param name="Code">The code of the failure it becomes (docs/errors.md).</param>
/// <param name="Message">What is wrong with which object, in the cluster's words.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="Patience">How long it may last before the run fails; null for what may pass as long as the run may take to start.</param>
internal sealed record StartTrouble(string Code, string Message, string Remedy, TimeSpan? Patience);
