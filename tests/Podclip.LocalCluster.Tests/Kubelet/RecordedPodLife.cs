using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Kubelet;

/// <summary>
/// A pod's life as a watch shows it: what changes, without names, ids, times, addresses and image ids; what is the same as just before
/// only once.
/// </summary>
internal static partial class RecordedPodLife
{
    /// <summary>The Job that was created for a recording.</summary>
    public static JsonObject Job(string name) => Load($"life-{name}-post").At("request", "body") as JsonObject ?? throw new InvalidDataException(name);

    /// <summary>What was recorded.</summary>
    public static IReadOnlyList<string> Of(string name) => Of(Load($"life-{name}-pods").At("response").Items("frames").Select(frame => frame["event"]!));

    /// <summary>The Events that were recorded, each as it was last: type, reason, message.</summary>
    public static IReadOnlyList<JsonNode> Events(string name) =>
    [
        .. Load($"life-{name}-events").At("response").Items("frames")
            .Select(frame => frame["event"]!["object"]!)
            .GroupBy(e => e.Text("metadata", "name"), StringComparer.Ordinal)
            .Select(group => group.Last()),
    ];

    /// <summary>A life from the changes of a watch.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<JsonNode> changes)
    {
        var life = new List<string>();
        foreach (var state in changes.Select(State))
        {
            if (life.Count == 0 || life[^1] != state)
            {
                life.Add(state);
            }
        }

        return life;
    }

    /// <summary>Whether a state says that a container runs.</summary>
    public static bool IsRunning(string state) => state.Contains("{running}", StringComparison.Ordinal);

    private static JsonNode Load(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recordings", $"{name}.json")))!;

    private static string State(JsonNode change)
    {
        var pod = change["object"]!;
        var status = pod["status"]!;
        var containers = status.Items("initContainerStatuses").Concat(status.Items("containerStatuses")).ToList();
        var lines = new List<string>
        {
            change.Text("type") == "DELETED" ? "gone" : pod.Text("metadata", "deletionTimestamp") is null ? "there" : $"going in {pod.Number("metadata", "deletionGracePeriodSeconds")}",
            $"{Phase(status, containers)} {status.Text("reason")} {status.Text("message")}",
        };
        lines.AddRange(status.Items("conditions")
            .Select(c => $"{c.Text("type")}={c.Text("status")} {c.Text("reason")} {WithoutNames(c.Text("message"))}")
            .Order(StringComparer.Ordinal));
        lines.AddRange(containers.Select(c => $"{c.Text("name")} {Describe(c["state"])} {Describe(c["lastState"])} ready={c.Flag("ready")} started={c.Flag("started")} restarts={c.Number("restartCount")}"));
        return string.Join('\n', lines.Select(line => line.TrimEnd()));
    }

    /// <summary>
    /// A real kubelet looks once a second. Between two looks a container can run and end, and then the pod was never shown as Running:
    /// the phase of a pod whose containers have ended, and that is not over yet, is what it was.
    /// </summary>
    private static string? Phase(JsonNode status, IReadOnlyCollection<JsonObject> containers) =>
        status.Text("phase") is not ("Succeeded" or "Failed")
        && containers.Any(c => c.At("state", "terminated") is not null)
        && containers.All(c => c.At("state", "running") is null)
        && status.Items("conditions").Any(c => c.Text("reason") is "PodCompleted" or "PodFailed")
            ? "not over"
            : status.Text("phase");

    private static string Describe(JsonNode? state) => state switch
    {
        JsonObject { Count: 1 } one when one.First() is var (kind, detail) =>
            $"{{{string.Join(' ', new[] { kind, detail.Text("reason"), detail.Number("exitCode")?.ToString(System.Globalization.CultureInfo.InvariantCulture), WithoutNames(detail.Text("message")) }.OfType<string>())}}}",
        _ => "{}",
    };

    /// <summary>Messages without the names of images and of what is referred to, and without what a runtime adds.</summary>
    private static string? WithoutNames(string? message) => message is null
        ? null
        : RegistryAnswer().Replace(ImageName().Replace(StartError().Replace(message, "<start error>"), "<image>"), ": <refused>");

    [GeneratedRegex("(docker\\.io/|127\\.0\\.0\\.1:9/|localhost/|registry\\.invalid/)[a-z/]+:1", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ImageName();

    [GeneratedRegex(": failed to do request: .*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RegistryAnswer();

    [GeneratedRegex("^failed to create containerd task: .*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StartError();
}
