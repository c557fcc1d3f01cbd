using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Podclip.Kubernetes.Tests;

/// <summary>A recorded exchange with a real API server, and its player.</summary>
internal sealed record Recording(string Name, string Method, string Path, IReadOnlyDictionary<string, string> RequestHeaders, JsonNode? RequestBody, int Status, IReadOnlyDictionary<string, string> Headers, JsonNode? Body, IReadOnlyList<byte[]>? Frames, string? End, IReadOnlyList<SocketFrame> SocketFrames)
{
    public static string Folder { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Recordings");

    public static IEnumerable<string> Names(string pattern) =>
        Directory.GetFiles(Folder, pattern + ".json").Select(f => System.IO.Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    public static Recording Load(string name)
    {
        var file = JsonNode.Parse(File.ReadAllBytes(System.IO.Path.Combine(Folder, name + ".json")))!;
        var request = file["request"]!;
        var response = file["response"]!;
        return new Recording(
            name,
            (string)request["method"]!,
            (string)request["path"]!,
            request["headers"]!.AsObject().ToDictionary(h => h.Key, h => (string)h.Value!, StringComparer.OrdinalIgnoreCase),
            request["body"],
            (int)response["status"]!,
            response["headers"]!.AsObject().ToDictionary(h => h.Key, h => (string)h.Value!, StringComparer.OrdinalIgnoreCase),
            response["body"],
            response["frames"]?.AsArray().Select(f => ReadFrame(f!)).ToList(),
            (string?)response["end"],
            (int)response["status"]! == StatusCodes.Status101SwitchingProtocols ? [.. response["frames"]!.AsArray().Select(f => SocketFrame.Read(f!))] : []);
    }

    /// <summary>The stream's events, as the server sent them.</summary>
    public IEnumerable<JsonNode> Events => Frames!.Select(f => JsonNode.Parse(f)!);

    /// <summary>Whether the recorded stream ended without its final chunk.</summary>
    public bool IsCut => End is not null && End.Contains("IncompleteRead", StringComparison.Ordinal);

    /// <summary>What the server sent on one channel of exec.</summary>
    public byte[] Channel(byte channel) => [.. SocketFrames.Where(f => !f.FromClient && f.Opcode == SocketFrame.Binary && f.Payload[0] == channel).SelectMany(f => f.Payload.Skip(1))];

    public async Task PlayAsync(HttpContext context)
    {
        if (SocketFrames.Count > 0)
        {
            await new SocketPlayer(this).PlayAsync(context);
            return;
        }

        context.Response.StatusCode = Status;
        foreach (var (name, value) in Headers)
        {
            if (name.ToLowerInvariant() is not ("content-length" or "transfer-encoding" or "connection"))
            {
                context.Response.Headers[name] = value;
            }
        }

        if (Frames is null)
        {
            var body = Body switch
            {
                null => [],
                JsonValue text => Encoding.UTF8.GetBytes((string)text!),
                _ => Encoding.UTF8.GetBytes(Body.ToJsonString()),
            };
            if (body.Length > 0)
            {
                await context.Response.Body.WriteAsync(body, context.RequestAborted);
            }

            return;
        }

        if (IsCut)
        {
            Answers.EndEarly(context);
        }

        await context.Response.Body.FlushAsync(context.RequestAborted);
        foreach (var frame in Frames)
        {
            await context.Response.Body.WriteAsync(frame, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static byte[] ReadFrame(JsonNode frame)
    {
        if (frame["event"] is { } watchEvent)
        {
            return Encoding.UTF8.GetBytes(watchEvent.ToJsonString() + "\n");
        }

        if (frame["payload_hex"] is { } payload)
        {
            return Convert.FromHexString((string)payload!);
        }

        return frame["base64"] is { } base64 ? Convert.FromBase64String((string)base64!) : Encoding.UTF8.GetBytes((string)frame["text"]!);
    }
}
