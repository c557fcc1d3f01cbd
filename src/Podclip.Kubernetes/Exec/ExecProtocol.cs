using System.Globalization;
using System.Text.Json;
using Podclip.Kubernetes.Serialization;

namespace Podclip.Kubernetes.Exec;

/// <summary>
/// The WebSocket subprotocols of exec: each message is a channel's number and bytes of it. Version 5 (Kubernetes 1.30) can close
/// the command's standard input, version 4 cannot (k8s.io/apimachinery/pkg/util/remotecommand/constants.go).
/// </summary>
internal static class ExecProtocol
{
    public const string V4 = "v4.channel.k8s.io";
    public const string V5 = "v5.channel.k8s.io";

    public const byte Input = 0;
    public const byte Output = 1;
    public const byte Errors = 2;
    public const byte Status = 3;
    public const byte Close = 255;

    /// <summary>What is offered, the best first.</summary>
    public static IReadOnlyList<string> Offered { get; } = [V5, V4];

    /// <summary>Reads the message of the status channel.</summary>
    /// <exception cref="JsonException">It is no Status.</exception>
    public static ExecOutcome ReadOutcome(ReadOnlySpan<byte> message)
    {
        var status = JsonSerializer.Deserialize(message, KubernetesJson.Default.Status) ?? throw new JsonException("the command's status is null");
        if (status.StatusText == "Success")
        {
            return new ExecOutcome.Exited(0);
        }

        var code = status.Reason == "NonZeroExitCode" ? status.Details?.Causes?.FirstOrDefault(c => c.Reason == "ExitCode")?.Message : null;
        return int.TryParse(code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new ExecOutcome.Exited(number)
            : new ExecOutcome.Failed(status.Message ?? "no reason is given", status);
    }
}
