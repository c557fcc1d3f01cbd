using Podclip.Engine;
using Podclip.Engine.Journal;
using Podclip.Paperclip.Execution.Orphans;

namespace Podclip.Paperclip.Tests.Execution.Orphans;

public class OrphanRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 6, 0, 0, TimeSpan.Zero);
    private static readonly AgentJob Current = new("ac-new", "run-2", "task-1", "session-1", Now);

    [Theory]
    [InlineData("task-1", "session-1", "reattach")]
    [InlineData("task-1", null, "reattach")]
    [InlineData("task-1", "session-2", "k8s_orphan_session_mismatch")]
    [InlineData("task-2", "session-1", "proceed")]
    [InlineData(null, "session-1", "k8s_orphan_task_unknown")]
    public void A_Job_that_nobody_follows_is_judged_by_its_task_and_session(string? task, string? session, string expected)
    {
        var orphan = Ours("ac-old", task, session);
        Assert.Equal(expected, Name(OrphanRules.Decide([orphan], Current, reattaches: true)));
        Assert.Equal("k8s_concurrent_run_blocked", Name(OrphanRules.Decide([orphan], Current, reattaches: false)));
    }

    [Theory]
    [InlineData("task-1", "session-1", "wait")]
    [InlineData("task-2", null, "wait")]
    [InlineData("task-1", "session-2", "k8s_orphan_session_mismatch")]
    [InlineData(null, null, "k8s_orphan_task_unknown")]
    public void A_Job_of_a_TypeScript_adapter_is_waited_for(string? task, string? session, string expected) =>
        Assert.Equal(expected, Name(OrphanRules.Decide([Legacy("ac-old", task, session)], Current, reattaches: true)));

    [Fact]
    public void A_run_without_a_task_takes_nothing_up() =>
        Assert.Equal("k8s_orphan_task_unknown", Name(OrphanRules.Decide([Ours("ac-old", "task-1", null)], Current with { TaskId = null }, reattaches: true)));

    [Fact]
    public void A_session_that_begins_fits_every_session() =>
        Assert.Equal("reattach", Name(OrphanRules.Decide([Ours("ac-old", "task-1", "session-9")], Current with { SessionId = null }, reattaches: true)));

    [Fact]
    public void A_Job_that_somebody_follows_is_none_of_ours() =>
        Assert.Equal("proceed", Name(OrphanRules.Decide([new AgentJob("ac-old", "run-1", "task-1", "session-2", Now)], Current, reattaches: false)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_same_run_is_rejoined_whatever_is_configured(bool reattaches) =>
        Assert.Equal("rejoin", Name(OrphanRules.Decide([Ours("ac-new", null, null) with { RunId = "run-2" }], Current, reattaches)));

    [Fact]
    public void Of_several_the_newest_is_taken_up_and_any_that_blocks_blocks()
    {
        var older = Ours("ac-older", "task-1", null) with { CreatedAt = Now.AddMinutes(-2) };
        var newer = Ours("ac-newer", "task-1", null) with { CreatedAt = Now.AddMinutes(-1) };
        Assert.Equal("ac-newer", Assert.IsType<OrphanDecision.Reattach>(OrphanRules.Decide([older, newer], Current, reattaches: true)).Run.Job);
        Assert.Equal("k8s_orphan_session_mismatch", Name(OrphanRules.Decide([newer, older with { SessionId = "other" }], Current, reattaches: true)));
        Assert.Equal(["ts-2", "ts-1"], Assert.IsType<OrphanDecision.Wait>(OrphanRules.Decide([Legacy("ts-1", "task-2", null) with { CreatedAt = Now.AddHours(-1) }, Legacy("ts-2", "task-2", null)], Current, reattaches: true)).Jobs);
    }

    private static string Name(OrphanDecision decision) => decision switch
    {
        OrphanDecision.Block block => block.Code,
        _ => decision.GetType().Name.ToLowerInvariant(),
    };

    private static AgentJob Legacy(string name, string? task, string? session) => new(name, "run-1", task, session, Now) { IsLegacy = true };

    private static AgentJob Ours(string name, string? task, string? session) => new(name, "run-1", task, session, Now)
    {
        Abandoned = new RunRecord
        {
            RunId = "r1",
            Agent = "claude",
            Cluster = new ClusterReference(null, null, IsEmbedded: true),
            Namespace = "default",
            Job = name,
            Secrets = [],
            Nonce = "n",
            StartedAt = Now,
        },
    };
}
