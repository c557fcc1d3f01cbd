using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Api;

/// <summary>A request that is answered with a Status of kind Failure.</summary>
internal sealed class ApiException : Exception
{
    /// <param name="code">The HTTP status.</param>
    /// <param name="reason">The machine-readable reason; null for none.</param>
    /// <param name="message">What a person reads.</param>
    /// <param name="details">The Status' details; null leaves them out.</param>
    public ApiException(int code, string? reason, string message, JsonObject? details = null)
        : base(message)
    {
        Code = code;
        Reason = reason;
        Details = details;
    }

    /// <summary>The HTTP status.</summary>
    public int Code { get; }

    /// <summary>The machine-readable reason.</summary>
    public string? Reason { get; }

    /// <summary>The Status' details.</summary>
    public JsonObject? Details { get; }

    /// <summary>A token for going on with a list whose version is gone.</summary>
    public string? Continue { get; init; }

    /// <summary>Seconds to wait before trying again, for the header of that name.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The Status document.</summary>
    public JsonObject ToStatus()
    {
        var metadata = new JsonObject();
        if (Continue is not null)
        {
            metadata["continue"] = Continue;
        }

        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = metadata,
            ["status"] = "Failure",
            ["message"] = Message,
        };
        if (Reason is not null)
        {
            status["reason"] = Reason;
        }

        if (Details is not null)
        {
            status["details"] = Details.DeepClone();
        }

        status["code"] = Code;
        return status;
    }
}
