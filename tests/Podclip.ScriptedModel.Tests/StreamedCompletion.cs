using System.Text;
using System.Text.Json;

namespace Podclip.ScriptedModel.Tests;

/// <summary>A strict reader of streamed chat completions: any chunk out of order or out of form fails the test.</summary>
internal sealed class StreamedCompletion
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thinking = new();
    private readonly List<(string Id, string Name, StringBuilder Arguments)> _calls = [];
    private bool _isFinished;

    public string Text => _text.ToString();

    public string Thinking => _thinking.ToString();

    public IReadOnlyList<(string Id, string Name, JsonElement Arguments)> Calls =>
        [.. _calls.Select(call => (call.Id, call.Name, JsonElement.Parse(call.Arguments.ToString())))];

    public string? FinishReason { get; private set; }

    public JsonElement? Usage { get; private set; }

    public JsonElement? Error { get; private set; }

    public string? Id { get; private set; }

    public int Chunks { get; private set; }

    /// <summary>Whether the stream said that it is complete.</summary>
    public bool IsDone { get; private set; }

    public static StreamedCompletion Parse(string stream)
    {
        var completion = new StreamedCompletion();
        var records = stream.Split("\n\n");
        Assert.Equal("", records[^1]);
        foreach (var record in records[..^1])
        {
            Assert.StartsWith("data: ", record, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', record);
            Assert.False(completion.IsDone);
            completion.Read(record["data: ".Length..]);
        }

        return completion;
    }

    private void Read(string data)
    {
        if (data == "[DONE]")
        {
            IsDone = true;
            return;
        }

        var chunk = JsonElement.Parse(data);
        if (chunk.TryGetProperty("error", out var error))
        {
            Error = error;
            return;
        }

        Chunks++;
        Assert.Equal("chat.completion.chunk", chunk.GetProperty("object").GetString());
        Assert.Equal(Id ??= chunk.GetProperty("id").GetString(), chunk.GetProperty("id").GetString());
        if (chunk.GetProperty("choices").GetArrayLength() == 0)
        {
            Assert.True(_isFinished);
            Assert.Null(Usage);
            Usage = chunk.GetProperty("usage");
            return;
        }

        Assert.False(_isFinished);
        var choice = chunk.GetProperty("choices")[0];
        ReadDelta(choice.GetProperty("delta"));
        FinishReason = choice.GetProperty("finish_reason").GetString();
        _isFinished = FinishReason is not null || (Chunks > 1 && !choice.GetProperty("delta").EnumerateObject().Any());
    }

    private void ReadDelta(JsonElement delta)
    {
        Assert.Equal(Chunks == 1, delta.TryGetProperty("role", out _));
        if (delta.TryGetProperty("content", out var content))
        {
            _text.Append(content.GetString());
        }

        if (delta.TryGetProperty("reasoning_content", out var thinking))
        {
            _thinking.Append(thinking.GetString());
        }

        if (delta.TryGetProperty("tool_calls", out var calls))
        {
            ReadCall(calls[0]);
        }
    }

    private void ReadCall(JsonElement call)
    {
        var function = call.GetProperty("function");
        if (call.TryGetProperty("id", out var id))
        {
            Assert.Equal(_calls.Count, call.GetProperty("index").GetInt32());
            Assert.Equal("function", call.GetProperty("type").GetString());
            _calls.Add((id.GetString()!, function.GetProperty("name").GetString()!, new StringBuilder()));
        }

        Assert.Equal(_calls.Count - 1, call.GetProperty("index").GetInt32());
        _calls[^1].Arguments.Append(function.GetProperty("arguments").GetString());
    }
}
