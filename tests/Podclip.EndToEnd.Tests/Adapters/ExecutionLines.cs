using System.Text.Json.Nodes;

namespace Podclip.EndToEnd.Tests.Adapters;

/// <summary>What <c>podclip adapter execute</c> printed.</summary>
/// <param name="Callbacks">The callbacks, in order.</param>
/// <param name="Result">The result.</param>
internal sealed record ExecutionLines(IReadOnlyList<JsonObject> Callbacks, JsonObject Result)
{
    /// <summary>The whole log.</summary>
    public string Log => string.Concat(Of("log").Select(line => line["chunk"]!.GetValue<string>()));

    /// <summary>Reads the lines.</summary>
    public static ExecutionLines Read(PodclipExit exit)
    {
        var lines = exit.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.NotNull(lines[^1]["result"]);
        return new ExecutionLines(lines[..^1], lines[^1]["result"]!.AsObject());
    }

    /// <summary>The callbacks of a kind.</summary>
    public IEnumerable<JsonObject> Of(string kind) => Callbacks.Where(line => line["on"]!.GetValue<string>() == kind);

    /// <summary>A text of the result.</summary>
    public string? Text(string name) => Result[name]?.GetValue<string>();
}
