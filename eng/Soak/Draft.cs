using System.Globalization;
using System.Text;
using Podclip.Agents;
using Podclip.Engine;

namespace Podclip.Soak;

/// <summary>One run as it is drawn: what its agent will do, and what will be done to it.</summary>
/// <param name="Number">Which run it is.</param>
/// <param name="AgentName">The name it holds; null for none.</param>
/// <param name="Lines">How many lines its agent prints.</param>
/// <param name="ExitCode">How its agent exits.</param>
/// <param name="CancelAfter">When it is cancelled; null for never.</param>
/// <param name="MayBeTaken">Whether its pod may be taken away.</param>
internal sealed record Draft(int Number, string? AgentName, int Lines, int ExitCode, TimeSpan? CancelAfter, bool MayBeTaken)
{
    /// <summary>A value that no transcript may show.</summary>
    public const string Canary = "canary-4f1c9be27d";

    /// <summary>The label of pods that faults may take away.</summary>
    public const string TakenLabel = "soak.podclip.dev/taken";

    /// <summary>Draws a run.</summary>
    public static Draft Draw(Random random, int number) => new(
        number,
        random.Next(3) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"agent-{random.Next(4)}"),
        random.Next(200),
        random.Next(4) == 0 ? random.Next(1, 4) : 0,
        random.Next(8) == 0 ? TimeSpan.FromMilliseconds(random.Next(3000)) : null,
        random.Next(5) == 0);

    /// <summary>The run as it is asked for.</summary>
    /// <param name="notes">The folder where the agent notes what it does, for whoever checks it afterwards.</param>
    public RunRequest ToRequest(string notes) => new()
    {
        Agent = AgentCatalogue.Get("shell"),
        AgentName = AgentName,
        Prompt = Encoding.UTF8.GetBytes(ToScript(notes)),
        Grace = TimeSpan.FromSeconds(2),
        StartTimeout = TimeSpan.FromMinutes(3),
        QueueTimeout = TimeSpan.FromMinutes(10),
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["SOAK_TOKEN"] = Canary },
        Labels = MayBeTaken ? new Dictionary<string, string>(StringComparer.Ordinal) { [TakenLabel] = "yes" } : [],
        Pod = new PodOptions
        {
            Mounts = [new PodMount.Node { Path = notes }],
            Requests = new Dictionary<string, string>(StringComparer.Ordinal) { ["cpu"] = "10m", ["memory"] = "16Mi" },
        },
    };

    private string ToScript(string notes)
    {
        var number = Number.ToString(CultureInfo.InvariantCulture);

        // The lock dies with its process: whoever finds it taken runs beside another run of the same agent.
        var guard = AgentName is null ? "" : $"exec 9>>{notes}/lock-{AgentName}; flock -n 9 || echo overlap >>{notes}/{number}\n";
        return $"""
            {guard}echo start >>{notes}/{number}
            i=1
            while [ $i -le {Lines.ToString(CultureInfo.InvariantCulture)} ]; do
              echo "line $i token $SOAK_TOKEN"
              i=$((i+1))
              [ $((i % 12)) -ne 0 ] || sleep 0.05
            done
            echo done >>{notes}/{number}
            exit {ExitCode.ToString(CultureInfo.InvariantCulture)}
            """;
    }
}
