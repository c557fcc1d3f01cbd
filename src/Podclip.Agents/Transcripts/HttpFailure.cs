namespace Podclip.Agents.Transcripts;

/// <summary>What kind of failure a model provider's HTTP status tells of, in the words all agents' evidence uses.</summary>
internal static class HttpFailure
{
    /// <summary>No answer came in time.</summary>
    public const string Timeout = "request_timeout";

    /// <summary>The kind; <c>unknown</c> for a status that tells nothing, or none.</summary>
    public static string KindOf(long? status) => status switch
    {
        401 => "authentication_failed",
        402 => "billing_error",
        403 => "permission_denied",
        404 => "model_not_found",
        408 => Timeout,
        413 => "prompt_too_long",
        429 => "rate_limit",
        529 => "overloaded",
        >= 500 => "server_error",
        >= 400 => "invalid_request",
        _ => "unknown",
    };
}
