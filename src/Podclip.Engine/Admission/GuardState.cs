namespace Podclip.Engine.Admission;

/// <summary>What was found behind a guard's name that is taken.</summary>
internal abstract record GuardState
{
    private GuardState()
    {
    }

    /// <summary>It is ours already: an earlier request arrived although its answer did not.</summary>
    public sealed record Ours : GuardState;

    /// <summary>Its owner was over or gone; the name was freed. Try again.</summary>
    public sealed record Freed : GuardState;

    /// <summary>A live run holds it.</summary>
    /// <param name="Holder">The run.</param>
    public sealed record Held(GuardHolder Holder) : GuardState;
}
