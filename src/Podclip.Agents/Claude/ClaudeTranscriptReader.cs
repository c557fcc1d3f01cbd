using System.Text.Json;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Claude;

/// <summary>
/// Reads the events of <c>claude --print --output-format stream-json --verbose</c>. What the events mean, and the traps in
/// them, was taken from recorded runs of version 2.1.329.
/// </summary>
internal sealed class ClaudeTranscriptReader : ITranscriptReader
{
    private readonly OtherLines _otherLines = new();
    private readonly RecentIds _seen = new();
    private readonly ClaudeOutcome _outcome = new();
    private string? _initSession;
    private string? _eventSession;
    private string? _initModel;
    private string? _answeringModel;
    private string? _lastText;
    private string? _retryKind;
    private bool _hasStarted;
    private bool _hasAnswered;

    public AgentEvidence Evidence => _outcome.AddTo(new AgentEvidence
    {
        HasStarted = _hasStarted,
        HasAnswered = _hasAnswered,
        AnnouncesEnd = true,
        RetryKind = _retryKind,
        SessionId = _initSession ?? _eventSession,
        Model = _answeringModel ?? _initModel,
        Summary = _lastText,
        Diagnostics = _otherLines.Last,
    });

    public IReadOnlyList<TranscriptEntry> Read(ReadOnlySpan<byte> line)
    {
        using var json = JsonLine.TryParse(line);
        if (json is null || json.Root.Text("type") is not { } type || (!IsKnown(type) && json.Root.Text("session_id") is null))
        {
            return _otherLines.Read(line);
        }

        // The same event delivered twice counts once. Message ids would not do: each block of a message is an event of its own.
        if (json.Root.Text("uuid") is { } uuid && !_seen.Add(uuid))
        {
            return [];
        }

        _hasStarted = true;
        return ReadEvent(type, json.Root);
    }

    private static bool IsKnown(string type) => type is "system" or "assistant" or "user" or "result" or "stream_event";

    private IReadOnlyList<TranscriptEntry> ReadEvent(string type, JsonElement root)
    {
        if (root.Text("session_id") is { Length: > 0 } session)
        {
            _eventSession ??= session;
        }

        if (type is "assistant" or "user" or "result")
        {
            _retryKind = null;
        }

        return type switch
        {
            "system" => ReadSystem(root),
            "assistant" => ReadAssistant(root),
            "user" => ClaudeContent.ReadUser(root),
            "result" => [_outcome.ReadResult(root)],
            "stream_event" => [],
            "rate_limit_event" => ReadLimit(root),
            _ => ClaudeNotices.Describe(type, root) is { } notice ? [new TranscriptEntry.System(notice)] : [],
        };
    }

    private IReadOnlyList<TranscriptEntry> ReadSystem(JsonElement root)
    {
        var subtype = root.Text("subtype") ?? "";
        if (subtype == "init")
        {
            _initSession ??= root.Text("session_id");
            _initModel ??= root.Text("model");
            return [new TranscriptEntry.Init(root.Text("model"), root.Text("session_id"))];
        }

        if (subtype == "api_retry")
        {
            _retryKind = root.Text("error") ?? "unknown";
        }

        return ClaudeNotices.Describe(subtype, root) is { } notice
            ? [new TranscriptEntry.System(notice) { ParentToolUseId = ClaudeContent.Parent(root) }]
            : [];
    }

    private IReadOnlyList<TranscriptEntry> ReadLimit(JsonElement root)
    {
        _outcome.ReadLimit(root.Member("rate_limit_info"));
        return ClaudeNotices.Describe("rate_limit_event", root) is { } notice ? [new TranscriptEntry.System(notice)] : [];
    }

    private IReadOnlyList<TranscriptEntry> ReadAssistant(JsonElement root)
    {
        if (root.IsTrue("is_api_error_message"))
        {
            _outcome.ReadApiError(root);
            return ClaudeContent.ReadApiError(root);
        }

        var entries = ClaudeContent.ReadAssistant(root);
        _hasAnswered = _hasAnswered || root.Member("message").Text("model") != ClaudeContent.SyntheticModel;
        if (ClaudeContent.Parent(root) is null)
        {
            _lastText = entries.OfType<TranscriptEntry.Assistant>().LastOrDefault()?.Text ?? _lastText;
            if (root.Member("message").Text("model") is { } model && model != ClaudeContent.SyntheticModel)
            {
                _answeringModel = model;
                _outcome.ReadAnswer();
            }
        }

        return entries;
    }
}
