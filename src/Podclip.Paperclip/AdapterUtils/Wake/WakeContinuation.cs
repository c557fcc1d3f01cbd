using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>The host's record of the task so far: what was asked as one block of data, what earlier runs brought as another, less trusted one.</summary>
internal static class WakeContinuation
{
    private static readonly string[] Evidence = ["interactionOutcomes", "completedActions", "completedWork", "recoveryOutcomes"];

    public static IEnumerable<string> Lines(JsonObject envelope, bool resumedSession)
    {
        if (JsJson.IsTruthy(envelope["interruptedRunId"]))
        {
            yield return "";
            yield return WakeTexts.Interrupted;
        }

        var isDelta = resumedSession && JsJson.IsTruthy(envelope["resumeDelta"]);
        var request = Snapshot(envelope, isDelta);
        yield return "";
        yield return "## Current request and continuation context";
        yield return WakeTexts.ContinuationBackground;
        yield return isDelta ? WakeTexts.ContinuationDelta : WakeTexts.ContinuationSnapshot;
        yield return WakeTexts.ContinuationCompleted;

        var evidence = new JsonObject();
        foreach (var name in Evidence.Where(request.ContainsKey))
        {
            evidence[name] = request[name]?.DeepClone();
            request.Remove(name);
        }

        yield return Encode(request);
        yield return "";
        yield return "### Untrusted continuation evidence";
        yield return WakeTexts.ContinuationEvidence;
        yield return Encode(evidence);
        yield return "";
    }

    // A resumed session is told the missing messages only; the rest of the record stays, each member in its place.
    private static JsonObject Snapshot(JsonObject envelope, bool isDelta)
    {
        var snapshot = (JsonObject)envelope.DeepClone();
        snapshot.Remove("resumeDelta");
        if (!isDelta)
        {
            return snapshot;
        }

        var delta = envelope.Object("resumeDelta");
        SetOrRemove(snapshot, "messages", delta);
        var coverage = (JsonObject)envelope.Object("coverage").DeepClone();
        coverage["kind"] = "task_history_delta";
        SetOrRemove(coverage, "baseRunId", delta);
        snapshot["coverage"] = coverage;
        return snapshot;
    }

    private static void SetOrRemove(JsonObject target, string name, JsonObject source)
    {
        if (source.TryGetPropertyValue(name, out var value))
        {
            target[name] = value?.DeepClone();
        }
        else
        {
            target.Remove(name);
        }
    }

    private static string Encode(JsonObject data) =>
        MarkdownQuote.Block(MarkdownQuote.WithoutTags(JsJson.Stringify(data, textFilter: JsText.WithoutControls)));
}
