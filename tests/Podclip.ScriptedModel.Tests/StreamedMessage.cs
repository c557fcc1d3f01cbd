using System.Text;
using System.Text.Json;

namespace Podclip.ScriptedModel.Tests;

/// <summary>A strict reader of a streamed answer: any event out of order or out of form fails the test.</summary>
internal sealed class StreamedMessage
{
    private readonly List<StringBuilder> _contents = [];
    private bool _blockIsOpen;

    public List<JsonElement> Blocks { get; } = [];

    public List<string> EventNames { get; } = [];

    public JsonElement Start { get; private set; }

    public string? StopReason { get; private set; }

    public JsonElement FinalUsage { get; private set; }

    public JsonElement? Error { get; private set; }

    public string Content(int index) => _contents[index].ToString();

    public IEnumerable<string> Texts => Blocks.Select((block, index) => (block, index))
        .Where(pair => pair.block.GetProperty("type").GetString() == "text").Select(pair => Content(pair.index));

    public static StreamedMessage Parse(string stream)
    {
        var message = new StreamedMessage();
        var records = stream.Split("\n\n");
        Assert.Equal("", records[^1]);
        foreach (var record in records[..^1])
        {
            var lines = record.Split('\n');
            Assert.Equal(2, lines.Length);
            Assert.StartsWith("event: ", lines[0], StringComparison.Ordinal);
            Assert.StartsWith("data: ", lines[1], StringComparison.Ordinal);
            message.Read(lines[0]["event: ".Length..], JsonElement.Parse(lines[1]["data: ".Length..]));
        }

        return message;
    }

    private void Read(string name, JsonElement data)
    {
        Assert.Equal(name, data.GetProperty("type").GetString());
        EventNames.Add(name);
        switch (name)
        {
            case "message_start":
                Assert.Single(EventNames);
                Start = data.GetProperty("message");
                Assert.Equal(JsonValueKind.Null, Start.GetProperty("stop_reason").ValueKind);
                break;
            case "content_block_start":
                Assert.False(_blockIsOpen);
                Assert.Equal(Blocks.Count, data.GetProperty("index").GetInt32());
                Blocks.Add(data.GetProperty("content_block"));
                _contents.Add(new StringBuilder());
                _blockIsOpen = true;
                break;
            case "content_block_delta":
                Assert.True(_blockIsOpen);
                ReadDelta(data);
                break;
            case "content_block_stop":
                Assert.True(_blockIsOpen);
                _blockIsOpen = false;
                break;
            case "message_delta":
                Assert.False(_blockIsOpen);
                StopReason = data.GetProperty("delta").GetProperty("stop_reason").GetString();
                FinalUsage = data.GetProperty("usage");
                break;
            case "message_stop":
                Assert.NotNull(StopReason);
                break;
            case "error":
                Error = data.GetProperty("error");
                break;
            default:
                Assert.Equal("ping", name);
                break;
        }
    }

    private void ReadDelta(JsonElement data)
    {
        Assert.Equal(Blocks.Count - 1, data.GetProperty("index").GetInt32());
        var delta = data.GetProperty("delta");
        var member = delta.GetProperty("type").GetString() switch
        {
            "text_delta" => "text",
            "thinking_delta" => "thinking",
            "input_json_delta" => "partial_json",
            "signature_delta" => "signature",
            var other => throw new InvalidOperationException("Unknown delta " + other),
        };
        if (member != "signature")
        {
            _contents[^1].Append(delta.GetProperty(member).GetString());
        }
    }
}
