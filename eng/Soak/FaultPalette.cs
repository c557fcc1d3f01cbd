using Podclip.LocalCluster.Faults;

namespace Podclip.Soak;

/// <summary>The faults that a soak draws from. Each passes: a cluster that is gone for good is no soak.</summary>
internal static class FaultPalette
{
    private static readonly RequestMatch Writes = new(Verb: "create,patch,delete");
    private static readonly RequestMatch Watches = new(Verb: "watch");
    private static readonly RequestMatch Logs = new(Resource: "pods/log");

    private static readonly RequestFault[] Requests =
    [
        new(new RequestFaultAction.LoseAnswer(), Writes, Probability: 0.3),
        new(new RequestFaultAction.Reset(), Writes, Probability: 0.3),
        new(new RequestFaultAction.Duplicate(), Writes, Probability: 0.3),
        new(new RequestFaultAction.Refuse(429, RetryAfterSeconds: 1), Probability: 0.2),
        new(new RequestFaultAction.Refuse(503), Probability: 0.2),
        new(new RequestFaultAction.Refuse(500), Probability: 0.2),
        new(new RequestFaultAction.Refuse(504), Writes, Probability: 0.2),
        new(new RequestFaultAction.GoAway(), Probability: 0.2),
        new(new RequestFaultAction.Delay(10, 300), Probability: 0.5),
        new(new RequestFaultAction.Reset(), ForSeconds: 2),
        new(new RequestFaultAction.Cut(AfterMilliseconds: 300), Watches),
        new(new RequestFaultAction.Expire(AfterEvents: 3), Watches),
        new(new RequestFaultAction.Expire(), Watches, Probability: 0.3),
        new(new RequestFaultAction.Cut(AfterMilliseconds: 60), Logs),
        new(new RequestFaultAction.Cut(AfterBytes: 700), Logs, Probability: 0.7),
        new(new RequestFaultAction.RepeatLines(), Logs),
        new(new RequestFaultAction.LoseLines(3), Logs, Probability: 0.5),
        new(new RequestFaultAction.Refuse(500, Message: "Get \"https://node:10250/containerLogs\": remote error: tls: internal error"), Logs, Probability: 0.5),
    ];

    /// <summary>Draws what goes wrong for the next seconds.</summary>
    public static FaultScript Draw(Random random)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { [Draft.TakenLabel] = "yes" };
        var kinds = Enum.GetValues<PodFaultKind>();
        var drawn = random.GetItems(Requests, random.Next(4));
        return new FaultScript(
            Seed: random.Next(),
            Requests: drawn,
            Pods: [new PodFault(kinds[random.Next(kinds.Length)], Labels: labels, AfterMilliseconds: random.Next(250), ForSeconds: 2, Probability: 0.7)]);
    }
}
