using System.Text;
using Podclip.LocalCluster.Faults;

namespace Podclip.LocalCluster.Tests.Faults;

/// <summary>What people write into fault scripts.</summary>
public sealed class FaultScriptTests
{
    [Fact]
    public void A_script_is_read_with_comments_and_in_any_order()
    {
        var script = FaultScript.Parse("""
            {
              "seed": 7,
              // an API server that restarts
              "requests": [
                { "fault": { "status": 503, "retryAfterSeconds": 1, "kind": "refuse" }, "match": { "verb": "get,list", "resource": "pods*" }, "times": 2, "skip": 1 },
              ],
              "pods": [{ "kind": "loseNode", "labels": { "a": "b" }, "afterMilliseconds": 5 }]
            }
            """u8);
        var rule = Assert.Single(script.Requests);
        Assert.Equal(new RequestFaultAction.Refuse(503, 1), rule.Fault);
        Assert.Equal((7, "get,list", 2, 1), (script.Seed, rule.Match!.Verb, rule.Times, rule.Skip));
        Assert.Equal((PodFaultKind.LoseNode, "b"), (script.Pods[0].Kind, script.Pods[0].Labels!["a"]));
    }

    [Theory]
    [InlineData("""{ "request": [] }""", "request")]
    [InlineData("""{ "requests": [ { "fault": { "kind": "explode" } } ] }""", "explode")]
    [InlineData("""{ "requests": [ { "match": {} } ] }""", "fault")]
    [InlineData("nonsense", "is an invalid")]
    [InlineData("null", "empty")]
    public void What_is_no_script_is_refused_and_named(string json, string word) =>
        Assert.Contains(word, Assert.Throws<FaultScriptException>(() => FaultScript.Parse(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void All_that_is_wrong_is_named_at_once()
    {
        var refused = Assert.Throws<FaultScriptException>(() => FaultScript.Parse("""
            { "requests": [ { "fault": { "kind": "refuse", "status": 200 }, "probability": 2 }, { "fault": { "kind": "cut" }, "times": 0 } ],
              "pods": [ { "kind": "evict", "phase": "Dancing", "forSeconds": 0 } ] }
            """u8));
        Assert.Equal(
            ["requests[0].probability", "requests[0].fault", "requests[1].times", "requests[1].fault", "pods[0].phase", "pods[0].forSeconds"],
            refused.Problems.Select(problem => problem[..problem.IndexOfAny([' ', ':'])]));
    }

    [Fact]
    public void The_same_seed_draws_the_same_faults()
    {
        var script = FaultScript.Parse("""{ "seed": 3, "requests": [ { "fault": { "kind": "reset" }, "probability": 0.5 } ] }"""u8);
        var request = new ApiRequestRecord("get", "pods", "default", "p", "test");
        var first = new FaultInjector(script, TimeProvider.System);
        var second = new FaultInjector(script, TimeProvider.System);
        var drawn = Enumerable.Range(0, 64).Select(_ => first.Next(request) is not null).ToList();
        Assert.Equal(drawn, Enumerable.Range(0, 64).Select(_ => second.Next(request) is not null));
        Assert.InRange(drawn.Count(happened => happened), 16, 48);
    }

    [Fact]
    public void A_fault_has_its_time()
    {
        var clock = new ManualClock(DateTimeOffset.UnixEpoch);
        var faults = new FaultInjector(FaultScript.Parse("""{ "requests": [ { "fault": { "kind": "reset" }, "fromSeconds": 10, "forSeconds": 5 } ] }"""u8), clock);
        var request = new ApiRequestRecord("get", "pods", "default", "p", "test");
        Assert.Null(faults.Next(request));
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.NotNull(faults.Next(request));
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(faults.Next(request));
    }
}
