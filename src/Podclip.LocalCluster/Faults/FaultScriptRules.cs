using System.Globalization;

namespace Podclip.LocalCluster.Faults;

/// <summary>What a fault script may say beyond its form.</summary>
internal static class FaultScriptRules
{
    private static readonly string[] Phases = ["Pending", "Running"];

    /// <summary>Everything that is wrong with a script.</summary>
    public static IReadOnlyList<string> Check(FaultScript script)
    {
        List<string> problems = [];
        for (var i = 0; i < script.Requests.Count; i++)
        {
            Check(script.Requests[i], Place("requests", i), problems);
        }

        for (var i = 0; i < script.Pods.Count; i++)
        {
            Check(script.Pods[i], Place("pods", i), problems);
        }

        return problems;
    }

    private static void Check(RequestFault fault, string place, List<string> problems)
    {
        Require(fault.Probability is >= 0 and <= 1, $"{place}.probability is not from 0 to 1", problems);
        Require(fault.Skip >= 0, $"{place}.skip is negative", problems);
        Require(fault.Times is null or > 0, $"{place}.times is not above 0", problems);
        Require(fault.FromSeconds >= 0 && fault.ForSeconds is null or > 0, $"{place}.fromSeconds or forSeconds is no time ahead", problems);
        var (isSound, what) = fault.Fault switch
        {
            RequestFaultAction.Delay delay => (delay is { Milliseconds: >= 0, JitterMilliseconds: >= 0 }, "milliseconds is negative"),
            RequestFaultAction.Refuse refuse => (refuse.Status is >= 400 and < 600 && refuse.RetryAfterSeconds is null or >= 0, "status is not from 400 to 599, or retryAfterSeconds is negative"),
            RequestFaultAction.Cut cut => (cut is { AfterMilliseconds: >= 0 } or { AfterBytes: >= 0 }, "has neither afterMilliseconds nor afterBytes"),
            RequestFaultAction.Silence silence => (silence.AfterBytes >= 0, "afterBytes is negative"),
            RequestFaultAction.Expire expire => (expire.AfterEvents >= 0, "afterEvents is negative"),
            RequestFaultAction.LoseLines lose => (lose.Lines > 0, "lines is not above 0"),
            RequestFaultAction.RepeatLines repeat => (repeat.Seconds > 0, "seconds is not above 0"),
            _ => (true, ""),
        };
        Require(isSound, $"{place}.fault: {what}", problems);
    }

    private static void Check(PodFault fault, string place, List<string> problems)
    {
        Require(Phases.Contains(fault.Phase, StringComparer.Ordinal), $"{place}.phase is neither Pending nor Running", problems);
        Require(fault.AfterMilliseconds >= 0, $"{place}.afterMilliseconds is negative", problems);
        Require(fault.ForSeconds > 0, $"{place}.forSeconds is not above 0", problems);
        Require(fault.Times is null or > 0, $"{place}.times is not above 0", problems);
        Require(fault.Probability is >= 0 and <= 1, $"{place}.probability is not from 0 to 1", problems);
    }

    private static void Require(bool isSound, string problem, List<string> problems)
    {
        if (!isSound)
        {
            problems.Add(problem);
        }
    }

    private static string Place(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");
}
