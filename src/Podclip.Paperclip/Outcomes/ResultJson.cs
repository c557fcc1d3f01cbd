using System.Text.Json;
using Podclip.Engine;

namespace Podclip.Paperclip.Outcomes;

/// <summary>
/// What goes into a result beside its fields: the agent's own result event, and under <c>podclip</c> where the run was and what to do about its
/// failure. Here also stand the words by which the host decides about repeating a run, so none of them is taken from what an agent printed.
/// </summary>
internal static class ResultJson
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "conversationContinuation", "executionCancellation", "executionRecovery", "podclip", "presentationDecision", "stopReason", "timeoutFired",
    };

    /// <summary>The object, without the host's words.</summary>
    public static JsonObject Write(RunResult result)
    {
        JsonObject json = [];
        if (result.ResultEvent is { ValueKind: JsonValueKind.Object } told)
        {
            foreach (var member in told.EnumerateObject().Where(member => !Reserved.Contains(member.Name)))
            {
                json[member.Name] = ToNode(member.Value);
            }
        }

        if (result.RunId.Length > 0)
        {
            json["podclip"] = DescribeRun(result);
        }

        return json;
    }

    private static JsonObject DescribeRun(RunResult result)
    {
        JsonObject run = new() { ["runId"] = result.RunId, ["outcome"] = JsonSerializer.SerializeToNode(result.Outcome, EngineJson.Default.RunOutcome) };
        Add("namespace", result.Namespace);
        Add("job", result.Job);
        Add("pod", result.Pod);
        Add("remedy", result.Remedy);
        Add("retrying", result.Evidence.Agent.RetryKind);
        return run;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                run[name] = value;
            }
        }
    }

    private static JsonNode? ToNode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        _ => JsonValue.Create(value),
    };
}
