using System.Text.Json;

namespace Podclip.Daemon.Http;

/// <summary>What a caller sends to have a run executed.</summary>
internal sealed record StartRequest
{
    /// <summary>The adapter's type.</summary>
    public string? Adapter { get; init; }

    /// <summary>The execution context, as Paperclip has it.</summary>
    public JsonElement Context { get; init; }
}
