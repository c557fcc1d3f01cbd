using System.Text.Json;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.OpenCode;

/// <summary>
/// Reads the events of <c>opencode run --format json</c>. What the events mean, and the traps in them, was taken from recorded
/// runs of version 1.18.33: there is no first and no last event, and some errors stand on standard error only.
/// </summary>
internal sealed class OpenCodeTranscriptReader : ITranscriptReader
{
    private readonly OtherLines _otherLines = new();
    private readonly RecentIds _seen = new();
    private readonly OpenCodeOutcome _outcome = new();
    private string? _session;
    private string? _lastText;

    public AgentEvidence Evidence => _outcome.AddTo(new AgentEvidence
    {
        HasStarted = _session is not null,
        AnnouncesEnd = true,
        SessionId = _session,
        Summary = _lastText,
        Diagnostics = _otherLines.Last,
    });

    public IReadOnlyList<TranscriptEntry> Read(ReadOnlySpan<byte> line)
    {
        using var json = JsonLine.TryParse(line);
        if (json is null || json.Root.Text("type") is not { } type || json.Root.Text("sessionID") is not { Length: > 0 } session)
        {
            return ReadOther(line);
        }

        // The same event delivered twice counts once. An error has no id; the same error twice is two.
        if (json.Root.Member("part").Text("id") is { } id && !_seen.Add($"{type} {id}"))
        {
            return [];
        }

        var entries = ReadEvent(type, json.Root);
        if (_session is not null)
        {
            return entries;
        }

        // Nothing else tells which session it is; which model, nothing tells at all.
        _session = session;
        return [new TranscriptEntry.Init(null, session), .. entries];
    }

    private IReadOnlyList<TranscriptEntry> ReadOther(ReadOnlySpan<byte> line)
    {
        if (OtherLines.ToText(line) is not { } text)
        {
            return [];
        }

        if (OpenCodeLogLine.TryParse(text) is { } log)
        {
            _outcome.ReadLog(log);
            _otherLines.Keep(log.ToString());
            return [new TranscriptEntry.System(log.ToString())];
        }

        _otherLines.Keep(text);
        if (_session is null)
        {
            _outcome.ReadLineBeforeEvents(_otherLines.Last[^1]);
        }

        return [new TranscriptEntry.Output(text)];
    }

    private IReadOnlyList<TranscriptEntry> ReadEvent(string type, JsonElement root)
    {
        var part = root.Member("part");
        switch (type)
        {
            case "step_start":
                return _outcome.ReadStepStart(part) is { } notice ? [new TranscriptEntry.System(notice)] : [];
            case "step_finish":
                return [_outcome.ReadStepFinish(part)];
            case "text":
                return ReadText(part);
            case "reasoning":
                _outcome.ReadProgress();
                return part.Text("text") is { } thought && !string.IsNullOrWhiteSpace(thought) ? [new TranscriptEntry.Thinking(thought)] : [];
            case "tool_use":
                _outcome.ReadTool(part);
                return OpenCodeTool.Read(part);
            case "error":
                return [_outcome.ReadError(root)];
            default:
                return [new TranscriptEntry.System(type.Replace('_', ' '))];
        }
    }

    private IReadOnlyList<TranscriptEntry> ReadText(JsonElement part)
    {
        if (part.Text("text") is not { } text || string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        // After it has shortened a long conversation by itself, OpenCode tells the model to go on, in an event like the model's own.
        if (part.IsTrue("synthetic"))
        {
            return [new TranscriptEntry.User(text)];
        }

        _outcome.ReadProgress();
        _lastText = text;
        return [new TranscriptEntry.Assistant(text)];
    }
}
