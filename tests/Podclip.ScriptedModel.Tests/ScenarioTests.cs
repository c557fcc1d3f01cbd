using System.Reflection;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Podclip.ScriptedModel.Answers;
using Podclip.ScriptedModel.Scenarios;
using static Podclip.ScriptedModel.Tests.Endpoint;

namespace Podclip.ScriptedModel.Tests;

/// <summary>Scenario files, markers and templates.</summary>
public sealed class ScenarioTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("podclip-scenarios-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_folder_adds_scenarios_and_overrides_built_in_ones()
    {
        Write("mine.json", """{ "parameters": { "n": 2 }, /* a comment */ "turns": [ { "content": [ { "text": "part {{index}} {{n}} {{model}}", "repeat": "{{n}}" } ] } ] }""");
        Write("plain.json", """{ "turns": [ { "content": [ { "text": "another plain" } ] } ] }""");
        await using var endpoint = await StartAsync(new ScriptedModelOptions { ScenarioDirectory = _folder, DefaultScenario = "mine" });
        Assert.Equal(["part 1 2 claude-test", "part 2 2 claude-test"], (await endpoint.AskAsync(Conversation("no marker"))).Texts, StringComparer.Ordinal);
        Assert.Equal(["another plain"], (await endpoint.AskAsync(Conversation("[[scenario:plain]]"))).Texts, StringComparer.Ordinal);
        Assert.True(endpoint.Server.Scenarios.ContainsKey("demo"));
    }

    [Fact]
    public async Task All_mistakes_in_a_folder_are_told_at_once()
    {
        Write("a.json", """{ "turns": [ { "contents": [], "content": [ { "text": "{{who}}" }, { "tool": "Bash" } ], "fault": { "kind": "explode" }, "usage": { "inputTokens": -1 } } ] }""");
        Write("b.json", "{ nonsense");
        Write("C D.json", """{ "turns": [], "parameters": { "x": true } }""");
        var error = await Assert.ThrowsAsync<ScenarioException>(() => StartAsync(new ScriptedModelOptions { ScenarioDirectory = _folder }));
        Assert.Collection(
            error.Problems.Order(StringComparer.Ordinal),
            problem => Assert.Equal("Scenario 'C D': it has no turns.", problem),
            problem => Assert.StartsWith("Scenario 'C D': its name may hold only", problem, StringComparison.Ordinal),
            problem => Assert.Equal("Scenario 'C D': x is neither text nor number.", problem),
            problem => Assert.Equal("Scenario 'a': turns[0] has the unknown member 'contents'.", problem),
            problem => Assert.StartsWith("Scenario 'a': turns[0].content[0].text uses the unknown value '{{who}}'", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("Scenario 'a': turns[0].content[1] needs", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("Scenario 'a': turns[0].fault.kind must be one of", problem, StringComparison.Ordinal),
            problem => Assert.Equal("Scenario 'a': turns[0].usage.inputTokens is no count.", problem),
            problem => Assert.StartsWith("Scenario 'b' is no JSON", problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_folder_and_an_unknown_default_are_refused()
    {
        await Assert.ThrowsAsync<ScenarioException>(() => StartAsync(new ScriptedModelOptions { ScenarioDirectory = Path.Combine(_folder, "none") }));
        await Assert.ThrowsAsync<ScenarioException>(() => StartAsync(new ScriptedModelOptions { DefaultScenario = "none" }));
    }

    [Fact]
    public async Task Delays_follow_the_given_clock()
    {
        var clock = new ManualClock();
        await using var endpoint = await StartAsync(new ScriptedModelOptions { Time = clock });
        var answer = endpoint.AskAsync(Conversation("[[scenario:slow seconds=120]]"));
        for (var second = 0; second < 120; second++)
        {
            await WaitForTimerAsync(clock);
            Assert.False(answer.IsCompleted);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("That took 120 seconds.", (await answer).Texts.Last());
    }

    [Fact]
    public void Every_built_in_scenario_says_what_it_is_for() =>
        Assert.All(ScenarioLibrary.Load(null).All, scenario => Assert.EndsWith(".", scenario.Description, StringComparison.Ordinal));

    [Fact]
    public void The_documentation_names_every_scenario_and_its_example_is_valid()
    {
        var project = typeof(ScenarioTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "ProjectDirectory").Value!;
        var text = File.ReadAllText(Path.Combine(project, "..", "..", "docs", "scripted-model.md"));
        Assert.All(ScenarioLibrary.Load(null).All, scenario =>
        {
            Assert.Contains($"`{scenario.Name}`", text, StringComparison.Ordinal);
            Assert.All(scenario.Parameters.Keys, parameter => Assert.Contains($"`{parameter}`", text, StringComparison.Ordinal));
        });
        var example = text.Split("```json\n")[1].Split("```")[0];
        Assert.Equal(2, ScenarioParser.Parse("example", Encoding.UTF8.GetBytes(example)).Turns.Count);
    }

    [Theory]
    [InlineData("no marker", null)]
    [InlineData("a [[scenario:plain]] b [[scenario:other]]", "plain")]
    [InlineData("[[scenario:x a=1 b=\"two words\" c=\"\\\"]]\\\\\"]]", "x a=1 b=two words c=\"]]\\")]
    [InlineData("[[scenario:x  a= ]]", "x a=")]
    [InlineData("[[scenario:x a=b=c]]", "x a=b=c")]
    public void Markers_are_read(string prompt, string? expected)
    {
        var marker = ScenarioMarker.Find(prompt);
        Assert.Equal(expected, marker is null ? null : string.Join(' ', [marker.Name, .. marker.Parameters.Select(pair => $"{pair.Key}={pair.Value}")]));
    }

    [Fact]
    public void Any_prompt_has_a_marker_or_none_or_is_told_what_is_wrong() => Prop.ForAll(
        Arb.From(Gen.Elements("[[scenario:", "]]", "=", "\"", " ", "name", "\\", "[[", "🎉").ArrayOf().Select(string.Concat)),
        prompt =>
        {
            try
            {
                _ = ScenarioMarker.Find(prompt);
            }
            catch (ScenarioException e)
            {
                Assert.NotEmpty(e.Problems);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Filled_in_values_are_not_filled_again()
    {
        var scope = new TemplateScope(
            new Conversation { Key = "", Model = "m", Prompt = "{{model}}" },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["p"] = "{{model}}" });
        Assert.Equal("{{model}} {{model}} m {{", scope.Expand("{{prompt}} {{p}} {{model}} {{"));
    }

    private static async Task WaitForTimerAsync(ManualClock clock)
    {
        while (clock.Waiting == 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private void Write(string name, string json) => File.WriteAllText(Path.Combine(_folder, name), json, Encoding.UTF8);
}
