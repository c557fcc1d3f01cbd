namespace Podclip.EndToEnd.Tests;

/// <summary>
/// Tests that measure this process, or compare an order of events that a busy machine changes. They run when all others are done, one by one.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
