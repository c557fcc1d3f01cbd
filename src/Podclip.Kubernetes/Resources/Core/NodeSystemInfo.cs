using System.Text.Json.Serialization;

namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Versions of what runs on a node.</summary>
public sealed record NodeSystemInfo : ObjectPart
{
    [JsonPropertyName("machineID")]
    public string? MachineID { get; init; }

    [JsonPropertyName("systemUUID")]
    public string? SystemUUID { get; init; }

    [JsonPropertyName("bootID")]
    public string? BootID { get; init; }

    public string? KernelVersion { get; init; }

    public string? OsImage { get; init; }

    public string? ContainerRuntimeVersion { get; init; }

    public string? KubeletVersion { get; init; }

    public string? KubeProxyVersion { get; init; }

    public string? OperatingSystem { get; init; }

    public string? Architecture { get; init; }
}
