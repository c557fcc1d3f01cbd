using System.Text.Json;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Claude;

/// <summary>A request that failed for good, as the message that stands in for the model's answer reports it.</summary>
/// <param name="Kind">What kind of failure, in the words all agents' evidence uses.</param>
/// <param name="Message">In words, if it has any.</param>
internal sealed record ClaudeApiError(string Kind, string? Message)
{
    /// <summary>Reads an assistant event marked <c>is_api_error_message</c>.</summary>
    public static ClaudeApiError Read(JsonElement root)
    {
        var status = root.Count("api_error_status");
        var text = root.Member("message").Member("content").Items().Select(block => block.Text("text")).FirstOrDefault(part => part is not null);
        return new ClaudeApiError(OfApiError(root.Text("api_error")) ?? OfStatus(status, text) ?? OfError(root.Text("error")) ?? HttpFailure.KindOf(status), text);
    }

    // Claude Code's finest word for it (the vocabulary of version 2.1.329), where it says more than the two others.
    private static string? OfApiError(string? word) => word switch
    {
        "connection_failed" or "computer_slept" or "tls_untrusted_ca" or "tls_cert_signature_failure" => "connection_failed",
        "no_response" or "stream_idle_timeout" => HttpFailure.Timeout,
        "usage_limit_reached" => ClaudeFailure.UsageLimit,
        "long_context_credits_required" or "model_requires_usage_credits" => "billing_error",
        "message_over_context_limit" or "autocompact_thrashing" => "prompt_too_long",
        "hook_denied" or "dlp_request_denied" => "permission_denied",
        "safety_monitor_blocked" => "refusal",
        "empty_completion" => "empty_response",
        "max_output_tokens" => word,
        "stored_login_refused" or "oauth_refresh_store_refused" or "provider_credentials" or "gateway_signin_required" or "gateway_session_expired"
            or "api_key_auth_disabled" or "org_disabled_credential" or "invalid_credential_header" => "authentication_failed",
        _ => null,
    };

    // Some statuses come with the error of another one. That it waited in vain stands only in Claude Code's own words.
    private static string? OfStatus(long? status, string? text) => status switch
    {
        403 or 413 or 529 => HttpFailure.KindOf(status),
        null when text?.Contains("Request timed out", StringComparison.Ordinal) == true => HttpFailure.Timeout,
        _ => null,
    };

    private static string? OfError(string? word) => word switch
    {
        null or "unknown" => null,
        "oauth_org_not_allowed" or "verification_required" or "cloud_credential_error" => "authentication_failed",
        "account_on_hold" => "permission_denied",
        _ => word,
    };
}
