using System.Text;
using System.Text.Json;
using Podclip.Engine.Planning;
using Podclip.Kubernetes.Resources;
using Podclip.Kubernetes.Serialization;

namespace Podclip.Paperclip.Tests.Execution;

public class ExecutionPlanTests
{
    private static readonly RunIdentity Identity = new("01kan8z0example", "00112233445566778899aabbccddeeff", "0123456789abcdef");

    public static TheoryData<string> Scenarios() => [.. PlanScenario.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_configuration_is_planned_as_its_golden_file_says(string name)
    {
        var plan = PlanScenario.All.Single(scenario => scenario.Name == name).Plan();
        var objects = RunPlanner.Plan(plan.Request, Identity);
        var text = new StringBuilder();
        foreach (var warning in plan.Warnings)
        {
            text.Append("# ").AppendLine(warning);
        }

        text.Append(YamlText.Of(JsonSerializer.SerializeToElement(objects.Job, ResourceTypes.Jobs.ObjectJson)));
        text.AppendLine("---\n# In the Secrets:");
        foreach (var key in objects.Secrets.SelectMany(secret => secret.Data!.Keys))
        {
            text.Append("# - ").AppendLine(key);
        }

        Golden.Check($"Execution/Golden/{name}.yaml", text.ToString());
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void No_secret_stands_in_the_Job_and_all_are_blanked_out_of_the_transcript(string name)
    {
        var objects = RunPlanner.Plan(PlanScenario.All.Single(scenario => scenario.Name == name).Plan().Request, Identity);
        Assert.DoesNotContain(PlanScenario.Canary, JsonSerializer.Serialize(objects.Job, ResourceTypes.Jobs.ObjectJson), StringComparison.Ordinal);
        Assert.Contains("canary-jwt", objects.Redactions);
    }

    [Fact]
    public void The_session_is_stored_with_what_was_known_of_it()
    {
        var plan = PlanScenario.All.Single(scenario => scenario.Name.StartsWith("08", StringComparison.Ordinal)).Plan();
        Assert.Equal("11111111-2222-3333-4444-555555555555", plan.Session.ResumedSessionId);
        Assert.StartsWith("/paperclip/", plan.Session.Cwd, StringComparison.Ordinal);
        Assert.Contains("## Paperclip Resume Delta", plan.Prompt.Text, StringComparison.Ordinal);
        Assert.Equal(0, plan.Prompt.Metrics["heartbeatPromptChars"]);
    }

    [Fact]
    public void An_agent_without_instructions_is_started_without_any() => Assert.Null(new PlanScenario("none").Plan().Request.Instructions);

    [Fact]
    public void Instructions_of_OpenCode_stand_first_in_its_prompt()
    {
        var plan = PlanScenario.All.Single(scenario => scenario.Name.StartsWith("11", StringComparison.Ordinal)).Plan();
        Assert.StartsWith("# Be kind\n\nThe above agent instructions were loaded from ", plan.Prompt.Text, StringComparison.Ordinal);
        Assert.True(plan.Prompt.Metrics["instructionsChars"] > 0);
    }

    [Theory]
    [InlineData("""{"namespace": 5, "timeoutSec": "soon", "nodeSelector": "no line", "resources.requests.cpu": {}, "paperclipApiUrl": "ftp://x"}""", 5)]
    [InlineData("""{"retainJobs": "perhaps", "extraArgs": [1], "tolerations": "{\"key\":1}", "env": {"A": []}, "mcpServers": "x", "graceSec": -1}""", 6)]
    public void Every_problem_of_a_configuration_is_named_at_once(string config, int count)
    {
        var thrown = Record.Exception(() => new PlanScenario("bad") { Config = config }.Plan());
        Assert.Equal(count, Assert.IsType<AdapterConfigException>(thrown).Problems.Count);
    }

    [Fact]
    public void Outside_a_pod_a_claim_must_be_named()
    {
        var thrown = Assert.Throws<AdapterConfigException>(() => new PlanScenario("remote") { IsInPod = false }.Plan());
        Assert.Contains("workspaceVolumeClaim", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_outside_the_pods_volumes_is_refused()
    {
        var thrown = Assert.Throws<AdapterConfigException>(() => new PlanScenario("elsewhere")
        {
            Config = """{"workspaceVolumeClaim": "workspaces", "workspaceMountPath": "/elsewhere"}""",
        }.Plan());
        Assert.Contains("would be lost", thrown.Message, StringComparison.Ordinal);
    }
}
