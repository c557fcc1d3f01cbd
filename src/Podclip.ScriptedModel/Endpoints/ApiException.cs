namespace Podclip.ScriptedModel.Endpoints;

/// <summary>A request is answered with an error in the form of its dialect.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="words">What went wrong; null for the words the API itself uses.</param>
/// <param name="retryAfter">The value of the header <c>retry-after</c>, or null for none.</param>
internal sealed class ApiException(int status, string? words, string? retryAfter = null) : Exception(words)
{
    public int Status { get; } = status;

    public string? Words { get; } = words;

    public string? RetryAfter { get; } = retryAfter;
}
