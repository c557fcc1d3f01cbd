namespace Podclip.Paperclip.Contract;

/// <summary>One finding of an environment test.</summary>
public sealed record AdapterEnvironmentCheck
{
    /// <summary>A stable code.</summary>
    public required string Code { get; init; }

    /// <summary><c>info</c>, <c>warn</c> or <c>error</c>.</summary>
    public required string Level { get; init; }

    /// <summary>In words.</summary>
    public required string Message { get; init; }

    /// <summary>More of it.</summary>
    public string? Detail { get; init; }

    /// <summary>What to do.</summary>
    public string? Hint { get; init; }
}
