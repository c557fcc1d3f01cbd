using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Tests.Contract;

public sealed class ContractJsonTests
{
    [Theory]
    [InlineData("ctx-issue-assigned.json")]
    [InlineData("ctx-handoff.json")]
    [InlineData("ctx-manual.json")]
    [InlineData("ctx-resume.json")]
    [InlineData("ctx-retry.json")]
    public void What_a_real_server_sends_for_a_run_is_read_and_written_unchanged(string sample)
    {
        var context = AssertUnchanged(Fixtures.Sample(sample), PaperclipJson.Plain.AdapterExecutionContext);

        Assert.NotEmpty(context.RunId);
        Assert.NotEmpty(context.Agent.CompanyId);
        Assert.NotEmpty(context.Config);
        Assert.NotEmpty(context.Context);
        Assert.Equal("<jwt>", context.AuthToken);
    }

    [Fact]
    public void A_resumed_run_brings_its_session()
    {
        var runtime = Fixtures.Sample("ctx-resume.json").Deserialize(PaperclipJson.Plain.AdapterExecutionContext)!.Runtime;

        Assert.Equal("sess-echo", runtime.SessionDisplayId);
        Assert.Equal("sess-echo", runtime.SessionParams!["sessionId"]!.GetValue<string>());
    }

    [Fact]
    public void The_other_requests_of_a_real_server_are_read_and_written_unchanged()
    {
        AssertUnchanged(Fixtures.Sample("testEnvironment.json"), PaperclipJson.Plain.AdapterEnvironmentTestContext);
        AssertUnchanged(Fixtures.Sample("listSkills.json"), PaperclipJson.Plain.AdapterSkillContext);
        AssertUnchanged(Fixtures.Sample("syncSkills.json")["ctx"]!.DeepClone(), PaperclipJson.Plain.AdapterSkillContext);
    }

    [Fact]
    public void The_hosts_servers_reach_the_run_through_the_bridge()
    {
        var sample = Fixtures.Sample("ctx-resume.json");
        sample["runtimeMcp"] = new JsonObject { ["servers"] = Fixtures.Sample("runtimeMcp-servers.json").DeepClone() };

        var server = Assert.Single(sample.Deserialize(PaperclipJson.Plain.AdapterExecutionContext)!.McpServers());

        Assert.Equal("Paperclip projects", server.Name);
        Assert.Equal("paperclip-project-tools", server.ConnectionId);
    }

    [Fact]
    public void A_result_without_anything_to_say_says_only_what_the_host_insists_on() =>
        Assert.Equal(
            """{"exitCode":null,"signal":null,"timedOut":false}""",
            JsonSerializer.Serialize(new AdapterExecutionResult(), PaperclipJson.Plain.AdapterExecutionResult));

    [Fact]
    public void A_full_result_is_read_and_written_unchanged() => AssertUnchanged(
        JsonNode.Parse("""
        {
          "exitCode": 1, "signal": "SIGTERM", "timedOut": true, "errorMessage": "m", "errorCode": "c", "errorFamily": "transient_upstream",
          "retryNotBefore": "2026-01-01T00:00:00.000Z", "errorMeta": {"a": 1}, "executionRecovery": {"kind": "interrupted", "providerStopped": true,
          "sessionPreserved": true, "actionOutcomes": "settled"}, "usage": {"inputTokens": 1, "outputTokens": 2, "cachedInputTokens": 3},
          "usageBasis": "per_run", "sessionId": "s", "sessionParams": {"sessionId": "s"}, "sessionDisplayId": "s", "provider": "p", "biller": "b",
          "model": "m", "billingType": "api", "costUsd": 0.25, "cacheAdjustedCostUsd": 0.2, "resultJson": {"x": null}, "runtimeServices":
          [{"serviceName": "n", "port": 80, "stopPolicy": {}}], "referencedProjectStagingFailures": [{"projectId": "p", "error": "e"}], "summary": "s",
          "clearSession": true, "question": {"prompt": "p", "choices": [{"key": "k", "label": "l"}]}, "nativeFinalization": {"y": 1}, "new": [1]
        }
        """)!,
        PaperclipJson.Plain.AdapterExecutionResult);

    [Theory]
    [InlineData("info", "pass")]
    [InlineData("warn", "warn")]
    [InlineData("error", "fail")]
    public void The_worst_finding_decides_an_environment_test(string level, string status) =>
        Assert.Equal(status, new AdapterEnvironmentTestResult
        {
            AdapterType = "t",
            TestedAt = "2026-01-01T00:00:00.000Z",
            Checks = [new() { Code = "a", Level = "info", Message = "m" }, new() { Code = "b", Level = level, Message = "m" }],
        }.Status);

    [Fact]
    public void Transcript_entries_have_the_hosts_form()
    {
        HostTranscriptEntry[] entries =
        [
            new HostTranscriptEntry.Assistant("hi") { Ts = "t" },
            new HostTranscriptEntry.ToolCall("Bash", null) { Ts = "t" },
            new HostTranscriptEntry.Result("", 1, 2, 3, 0.5m, "success", false, []) { Ts = "t" },
        ];

        Assert.Equal(
            [
                """{"kind":"assistant","text":"hi","ts":"t"}""",
                """{"kind":"tool_call","name":"Bash","input":null,"ts":"t"}""",
                """{"kind":"result","text":"","inputTokens":1,"outputTokens":2,"cachedTokens":3,"costUsd":0.5,"subtype":"success","isError":false,"errors":[],"ts":"t"}""",
            ],
            entries.Select(entry => JsonSerializer.Serialize(entry, PaperclipJson.Plain.HostTranscriptEntry)));
    }

    private static T AssertUnchanged<T>(JsonNode sample, JsonTypeInfo<T> type)
    {
        var value = sample.Deserialize(type)!;
        var written = JsonSerializer.SerializeToNode(value, type);

        Assert.True(JsonNode.DeepEquals(sample, written), $"{sample.ToJsonString()}\n\nbecame\n\n{written!.ToJsonString()}");
        return value;
    }
}
