using System.Globalization;
using System.Text;
using System.Text.Json;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.OpenCode;

/// <summary>Why a run failed, as an error event says it; read from its fields and the provider's own words, never from the model's.</summary>
/// <param name="Kind">What kind of failure.</param>
/// <param name="Message">In words.</param>
internal sealed record OpenCodeFailure(string Kind, string Message)
{
    private const long MaxUnixMilliseconds = 100_000_000_000_000;

    /// <summary>The session to resume does not exist.</summary>
    public const string UnknownSession = "unknown_session";

    private const string NoDirectory = "NotFound: FileSystem.realPath (";

    /// <summary>The conversation does not fit into the model's window.</summary>
    public const string PromptTooLong = "prompt_too_long";

    /// <summary>Joins this failure with the line of the log that tells its cause; null when the event tells it itself.</summary>
    public string? Reference { get; init; }

    /// <summary>When the provider takes requests again, if its answer says so.</summary>
    public DateTimeOffset? RetryNotBefore { get; init; }

    /// <summary>This failure with its cause, if the line of the log is about it.</summary>
    public OpenCodeFailure With(OpenCodeLogLine log)
    {
        if (Reference is null || log.Reference != Reference || log.ErrorText is not { } text)
        {
            return this;
        }

        // A session is bound to the directory it was begun in.
        return log.ErrorName == "PlatformError" && text.StartsWith(NoDirectory, StringComparison.Ordinal)
            ? new OpenCodeFailure(UnknownSession, $"The session belongs to a directory that is not here: {text[NoDirectory.Length..].Split(')')[0]}")
            : new OpenCodeFailure(KindOf(log.ErrorName, null, null, text), text) { RetryNotBefore = RetryNotBefore };
    }

    /// <summary>Reads an error event. Of the headers of the provider's answer, which it may repeat, nothing but <c>retry-after</c> is kept.</summary>
    /// <param name="root">The event.</param>
    public static OpenCodeFailure Read(JsonElement root)
    {
        var error = root.Member("error");
        var data = error.Member("data");
        var name = error.Text("name");
        var text = data.Text("message") ?? error.Text("message") ?? (error.ValueKind == JsonValueKind.String ? error.GetString() : null);

        // An error in the middle of a stream comes as the provider's own object, in the text.
        using var told = text is null ? null : JsonLine.TryParse(Encoding.UTF8.GetBytes(text));
        using var body = data.Text("responseBody") is { } response ? JsonLine.TryParse(Encoding.UTF8.GetBytes(response)) : null;
        var message = told?.Root.Text("message") ?? text ?? name ?? error.Text("code") ?? "OpenCode failed without a word.";
        var status = data.Count("statusCode") ?? told?.Root.Count("code");
        var type = told?.Root.Text("type") ?? body?.Root.Member("error").Text("code") ?? body?.Root.Member("error").Text("type");
        return new OpenCodeFailure(KindOf(name, status, type, message), message)
        {
            Reference = data.Text("ref"),
            RetryNotBefore = ReadPause(data.Member("responseHeaders").Text("retry-after"), root.Member("timestamp")),
        };
    }

    // Providers give seconds; a time of day is allowed, but was never seen.
    private static DateTimeOffset? ReadPause(string? seconds, JsonElement timestamp) =>
        int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var pause) &&
        timestamp.ValueKind == JsonValueKind.Number && timestamp.TryGetInt64(out var milliseconds) && milliseconds is > 0 and < MaxUnixMilliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).AddSeconds(pause)
            : null;

    private static string KindOf(string? name, long? status, string? type, string message) => name switch
    {
        "ContextOverflowError" => PromptTooLong,
        "ContentFilterError" => "refusal",
        "ProviderAuthError" => "authentication_failed",
        "ProviderModelNotFoundError" => "model_not_found",
        "MessageOutputLengthError" => "max_output_tokens",
        "MessageAbortedError" => "interrupted",
        _ when IsUnpaid(type, message) => "billing_error",
        _ when type is "FreeUsageLimitError" or "GoUsageLimitError" or "BlackUsageLimitError" => "usage_limit",
        "TimeoutError" => HttpFailure.Timeout,
        _ when status is null && message.EndsWith("timed out.", StringComparison.Ordinal) => HttpFailure.Timeout,
        "APIError" when status is null && message.StartsWith("Cannot connect to API", StringComparison.Ordinal) => "connection_failed",
        _ => HttpFailure.KindOf(status) is var kind && kind != "unknown" ? kind : KindOf(type),
    };

    private static string KindOf(string? type) => type switch
    {
        "overloaded_error" => "overloaded",
        "rate_limit_error" => "rate_limit",
        "api_error" => "server_error",
        _ => "unknown",
    };

    // Providers answer an empty purse with a status that means something else: OpenAI with 429, Anthropic with 400, OpenCode's own with 401.
    private static bool IsUnpaid(string? type, string message) =>
        type is "insufficient_quota" or "billing_hard_limit_reached" or "billing_error" or "CreditsError" or "MonthlyLimitError" or "UserLimitError" || message.StartsWith("Your credit balance is too low", StringComparison.Ordinal);
}
