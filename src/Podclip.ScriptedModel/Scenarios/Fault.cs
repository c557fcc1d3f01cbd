namespace Podclip.ScriptedModel.Scenarios;

/// <summary>What goes wrong instead of an answer.</summary>
internal abstract record Fault
{
    /// <summary>A fault that never goes away.</summary>
    public const string Always = "always";

    private protected Fault()
    {
    }

    public abstract string Kind { get; }

    /// <summary>How often it strikes in one conversation before the turn's content is given: a number, or <see cref="Always"/>.</summary>
    public string Times { get; init; } = Always;

    /// <summary>An error response.</summary>
    /// <param name="Code">The HTTP status.</param>
    /// <param name="Message">Its text, or null for the usual one.</param>
    /// <param name="RetryAfter">The value of the header <c>retry-after</c>, or null for none.</param>
    public sealed record Status(string Code, string? Message, string? RetryAfter) : Fault
    {
        public override string Kind => "status";
    }

    /// <summary>No response at all.</summary>
    public sealed record Hang : Fault
    {
        public override string Kind => "hang";
    }

    /// <summary>The stream begins and then says nothing more.</summary>
    public sealed record Stall : Fault
    {
        public override string Kind => "stall";
    }

    /// <summary>The stream begins and the connection is then cut.</summary>
    public sealed record Cut : Fault
    {
        public override string Kind => "cut";
    }

    /// <summary>The stream begins and ends in an error event.</summary>
    /// <param name="Message">Its text, or null for the usual one.</param>
    public sealed record ErrorEvent(string? Message) : Fault
    {
        public override string Kind => "errorEvent";
    }

    /// <summary>An answer without content and without a reason why it ends.</summary>
    public sealed record Empty : Fault
    {
        public override string Kind => "empty";
    }
}
