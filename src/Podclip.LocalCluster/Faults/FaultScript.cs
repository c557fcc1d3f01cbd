using System.Text.Json;

namespace Podclip.LocalCluster.Faults;

/// <summary>What is to go wrong in a cluster, and when. The same seed and the same requests give the same faults.</summary>
/// <param name="Seed">What the chances of all faults are drawn with.</param>
/// <param name="ClockSkewSeconds">How far the cluster's clock is ahead of the machine's; negative for behind. Counts only at the cluster's start.</param>
/// <param name="Requests">What happens to requests, watches and logs; of several that fit a request the first one happens.</param>
/// <param name="Pods">What happens to pods.</param>
public sealed record FaultScript(
    int Seed = 0,
    double ClockSkewSeconds = 0,
    IReadOnlyList<RequestFault>? Requests = null,
    IReadOnlyList<PodFault>? Pods = null)
{
    /// <summary>A script without faults.</summary>
    public static FaultScript None { get; } = new();

    /// <summary>What happens to requests, watches and logs.</summary>
    public IReadOnlyList<RequestFault> Requests { get; init; } = Requests ?? [];

    /// <summary>What happens to pods.</summary>
    public IReadOnlyList<PodFault> Pods { get; init; } = Pods ?? [];

    /// <summary>Reads a script.</summary>
    /// <param name="json">The script: JSON, with comments and trailing commas allowed.</param>
    /// <returns>The script.</returns>
    /// <exception cref="FaultScriptException">It is none; the message names every problem.</exception>
    public static FaultScript Parse(ReadOnlySpan<byte> json)
    {
        FaultScript script;
        try
        {
            script = JsonSerializer.Deserialize(json, FaultJson.Default.FaultScript) ?? throw new FaultScriptException(["the script is empty"]);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new FaultScriptException([e.Message]);
        }

        var problems = FaultScriptRules.Check(script);
        return problems.Count == 0 ? script : throw new FaultScriptException(problems);
    }
}
