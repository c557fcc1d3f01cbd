using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;
using Podclip.WireReplay.Cluster;
using Podclip.WireReplay.Comparison;
using Podclip.WireReplay.Recordings;

namespace Podclip.WireReplay.Scenes;

/// <summary>Commands in a running container, over WebSocket.</summary>
internal sealed partial class ExecScene : Scene
{
    private const int Binary = 2;
    private const int StatusChannel = 3;

    public override bool Plays(string name) => name.StartsWith("exec-", StringComparison.Ordinal);

    public override async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        var pod = await ScriptJob.StartAsync(stage, ScriptJob.Create("ex", "wire", ScriptJob.Container("sleep 1000")), ScriptJob.Runs, cancellationToken);
        foreach (var recording in stage.Recordings.Where(r => Plays(r.Name)))
        {
            stage.Substitutions.Learn(PodName().Match(recording.Path).Groups["pod"].Value, pod);
            stage.Settle(recording, await PlayAsync(stage, recording, cancellationToken));
        }
    }

    private static async Task<string?> PlayAsync(Stage stage, Recording recording, CancellationToken cancellationToken)
    {
        var protocols = recording.RequestHeader("sec-websocket-protocol")!.Split(", ");
        var path = stage.Substitutions.Apply(recording.Path);
        if (recording.Status != 101)
        {
            return await RefusalAsync(stage, recording, path, protocols, cancellationToken);
        }

        using var socket = await stage.Api.ConnectSocketAsync(path, protocols, Identity.Admin, cancellationToken);
        if (Difference.Between(recording.AnswerHeader("sec-websocket-protocol") ?? "", socket.SubProtocol ?? "", "protocol") is { } wrong)
        {
            return wrong;
        }

        foreach (var frame in recording.Frames.Where(frame => frame.Text("dir") == "client" && frame.Number("opcode") == Binary))
        {
            await socket.SendAsync(Convert.FromHexString(frame.Text("payload_hex")!), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }

        var live = await ReadAsync(socket, cancellationToken);
        var expected = recording.Frames.Where(frame => frame.Text("dir") == "server" && frame.Number("opcode") == Binary)
            .Select(frame => Convert.FromHexString(frame.Text("payload_hex")!));
        return Difference.Between(Form(expected), Form(live), "channels")
            ?? Difference.Between("NormalClosure", socket.CloseStatus?.ToString() ?? "none", "close");
    }

    private static async Task<string?> RefusalAsync(Stage stage, Recording recording, string path, string[] protocols, CancellationToken cancellationToken)
    {
        var identity = recording.AnswerText.Contains("serviceaccount:wire:runner", StringComparison.Ordinal) ? Identity.Runner : Identity.Admin;
        var live = await stage.Api.UpgradeAsync(path, protocols, identity, cancellationToken);
        return ExchangeComparison.Compare(recording, live, stage.Substitutions);
    }

    private static async Task<List<byte[]>> ReadAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        List<byte[]> frames = [];
        var buffer = new byte[64 << 10];
        using var message = new MemoryStream();
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken);
                return frames;
            }

            await message.WriteAsync(buffer.AsMemory(0, result.Count), cancellationToken);
            if (result.EndOfMessage)
            {
                frames.Add(message.ToArray());
                message.SetLength(0);
            }
        }
    }

    /// <summary>What each channel brought in all: how it was cut into frames is of the moment.</summary>
    private static string Form(IEnumerable<byte[]> frames) => string.Join('\n', frames
        .Where(frame => frame.Length > 1)
        .GroupBy(frame => frame[0])
        .OrderBy(channel => channel.Key)
        .Select(channel => (channel.Key, Text: Encoding.UTF8.GetString([.. channel.SelectMany(frame => frame[1..])])))
        .Select(channel => $"{channel.Key}: {(channel.Key == StatusChannel ? CanonicalForm.Of(JsonNode.Parse(channel.Text)) : channel.Text)}"));

    [GeneratedRegex("/pods/(?<pod>ex-[a-z0-9]{5})/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PodName();
}
