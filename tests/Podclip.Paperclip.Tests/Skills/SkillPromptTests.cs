using Podclip.Paperclip.Skills;
using Podclip.Paperclip.Tests.Execution;

namespace Podclip.Paperclip.Tests.Skills;

public sealed class SkillPromptTests : IDisposable
{
    private readonly SkillStage _stage = new();

    [Fact]
    public void Each_skills_text_is_trimmed_and_joined()
    {
        var bundle = SkillPrompt.Write(
            [_stage.Add("one", ("SKILL.md", "\uFEFF\n# One \n"), ("other.md", "no")), _stage.Add("two", ("SKILL.md", "# Two")), _stage.Add("blank", ("SKILL.md", " \n"))],
            _stage.Warnings);
        Assert.Equal("# One\n\n---\n\n# Two", bundle.Text);
        Assert.Equal(["one", "two"], bundle.Names);
        Assert.Null(bundle.Key);
        Assert.Empty(_stage.Warnings);
    }

    [Fact]
    public void What_cannot_be_read_costs_a_warning_and_not_the_run()
    {
        var bundle = SkillPrompt.Write([_stage.Skill("gone"), _stage.Add("without", ("README.md", "x")), _stage.Add("one", ("SKILL.md", "# One"))], _stage.Warnings);
        Assert.Equal("# One", bundle.Text);
        Assert.Equal(["acme/skills/gone", "acme/skills/without"], _stage.Warnings.Select(warning => warning.Split('"')[1]));
        Assert.All(_stage.Warnings, warning => Assert.StartsWith("Warning: skill ", warning, StringComparison.Ordinal));
    }

    [Fact]
    public void OpenCode_reads_them_after_its_instructions()
    {
        _stage.Add("one", ("SKILL.md", "# One"));
        var plan = new PlanScenario("skills") { Type = "opencode_k8s", Instructions = "# Be kind", Config = ConfigOf("one") }.Plan();
        Assert.StartsWith("# Be kind\n\n", plan.Prompt.Text, StringComparison.Ordinal);
        Assert.Contains("\n\n# One\n\n", plan.Prompt.Text, StringComparison.Ordinal);
        Assert.Equal("# One".Length, plan.Prompt.Metrics["skillsBundleChars"]);
        Assert.Null(plan.Session.PromptBundleKey);
    }

    [Fact]
    public void Claude_gets_them_as_files_and_the_session_their_key()
    {
        _stage.Add("one", ("SKILL.md", "# One"));
        var plan = new PlanScenario("skills")
        {
            IsInPod = false,
            Config = ConfigOf("one", """, "workspaceVolumeClaim": "workspaces" """),
        }.Plan();
        Assert.Equal(".claude/skills/one/SKILL.md", Assert.Single(plan.Request.Bundle).Name);
        Assert.Empty(plan.Request.Folders);
        Assert.Equal(plan.Skills.Key, plan.Session.PromptBundleKey);
        Assert.DoesNotContain("# One", plan.Prompt.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_skill_that_the_host_does_not_know_is_told()
    {
        var plan = new PlanScenario("skills") { Config = """{"paperclipSkillSync": {"desiredSkills": ["acme/nothing"]}}""" }.Plan();
        Assert.Contains("Warning: desired skill \"acme/nothing\" is not available from the Paperclip skills directory.", plan.Warnings);
    }

    public void Dispose() => _stage.Dispose();

    private string ConfigOf(string name, string more = "") =>
        $$"""
        {"paperclipRuntimeSkills": [{"key": "acme/skills/{{name}}", "runtimeName": "{{name}}", "source": "{{_stage.Skill(name).Source}}"}],
         "paperclipSkillSync": {"desiredSkills": ["{{name}}"]}{{more}} }
        """;
}
