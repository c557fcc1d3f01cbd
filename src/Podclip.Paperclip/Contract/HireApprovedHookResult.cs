namespace Podclip.Paperclip.Contract;

/// <summary>What the adapter made of it; a failure changes nothing.</summary>
public sealed record HireApprovedHookResult
{
    /// <summary>Whether all is well.</summary>
    public bool Ok { get; init; }

    /// <summary>What is not.</summary>
    public string? Error { get; init; }

    /// <summary>More of it.</summary>
    public JsonObject? Detail { get; init; }
}
