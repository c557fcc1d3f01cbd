namespace Podclip.Engine.Driving;

/// <summary>What of a run could not be removed from the cluster.</summary>
/// <param name="Text">In words.</param>
/// <param name="MayRun">Whether its agent may still be at work although it was told to stop.</param>
internal sealed record Leftover(string Text, bool MayRun);
