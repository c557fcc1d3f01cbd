using System.Text.Json.Nodes;

namespace Podclip.Kubernetes.Tests;

/// <summary>One recorded frame of a WebSocket.</summary>
internal sealed record SocketFrame(bool FromClient, int Opcode, byte[] Payload)
{
    public const int Binary = 2;
    public const int Close = 8;

    public static SocketFrame Read(JsonNode frame) =>
        new((string?)frame["dir"] == "client", (int)frame["opcode"]!, Convert.FromHexString((string)frame["payload_hex"]!));
}
