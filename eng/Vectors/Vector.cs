namespace Podclip.Vectors;

/// <summary>One example of a helper: what it was called with and what came of it.</summary>
/// <param name="Function">The helper's name in the host.</param>
/// <param name="Note">What the example shows, or null.</param>
/// <param name="Arguments">What it was called with; missing ones are null.</param>
/// <param name="Environment">The host's variables during the call.</param>
/// <param name="Result">What it returned, or null.</param>
/// <param name="Throws">The message of the error it threw, or null.</param>
/// <param name="ArgumentsAfter">What the arguments were afterwards, when the helper changes them.</param>
public sealed record Vector(
    string Function,
    string? Note,
    JsonArray Arguments,
    IReadOnlyDictionary<string, string> Environment,
    JsonNode? Result,
    string? Throws,
    JsonNode? ArgumentsAfter)
{
    /// <summary>An argument, or null when it was not given.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <returns>The value.</returns>
    public JsonNode? this[int index] => index < Arguments.Count ? Arguments[index] : null;
}
