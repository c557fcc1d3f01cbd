using FsCheck;
using FsCheck.Fluent;
using Podclip.Agents;
using Podclip.Cli.Running;

namespace Podclip.Cli.Tests.Running;

public class RunEnvironmentTests
{
    private readonly List<string> _problems = [];

    [Fact]
    public void Later_settings_win_over_earlier_ones_and_all_over_the_inherited()
    {
        var environment = new RunEnvironment(TestHost.Variables(("ANTHROPIC_MODEL", "inherited"), ("ANTHROPIC_API_KEY", "inherited"), ("HOSTNAME", "not for the agent")));
        environment.Add("--env-file", [new("ANTHROPIC_MODEL", "file"), new("A", "file"), new("B", "file")], _problems);
        environment.Add("-e", [new("B", "line"), new("C", "first"), new("C", "second")], _problems);
        Assert.Empty(_problems);
        Assert.Equal(
            TestHost.Variables(("A", "file"), ("ANTHROPIC_API_KEY", "inherited"), ("ANTHROPIC_MODEL", "file"), ("B", "line"), ("C", "second")),
            environment.WithInherited(AgentCatalogue.Get("claude"), model: null).ToDictionary());
    }

    [Fact]
    public void A_name_alone_is_taken_from_the_process()
    {
        var environment = new RunEnvironment(TestHost.Variables(("MINE", "value"), ("EMPTY", "")));
        environment.Add("-e", [new("MINE", null), new("EMPTY", null), new("MISSING", null)], _problems);
        Assert.Equal(TestHost.Variables(("EMPTY", ""), ("MINE", "value")), environment.Own().ToDictionary());
        Assert.StartsWith("-e MISSING: this shell has no variable MISSING", Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shell_script_inherits_nothing()
    {
        var environment = new RunEnvironment(TestHost.Variables(("ANTHROPIC_API_KEY", "x"), ("PATH", "/bin")));
        Assert.Empty(environment.WithInherited(AgentCatalogue.Get("shell"), model: null));
    }

    [Fact]
    public void A_file_has_a_setting_a_line_and_values_as_they_stand()
    {
        const string Text = "\uFEFF# comment\n\nA=1\r\n  B = spaced \nQUOTED=\"as is\"\nEMPTY=\nHERE\nEQUALS=a=b#c\n";
        var settings = EnvironmentFile.Read("my.env", Text, _problems);
        Assert.Equal(
            [new("A", "1"), new("QUOTED", "\"as is\""), new("EMPTY", ""), new("HERE", null), new("EQUALS", "a=b#c")],
            settings);
        Assert.Equal("my.env, line 4: this does not begin with a variable's name and '='.", Assert.Single(_problems));
    }

    [Fact]
    public void A_bad_line_is_named_by_its_number_and_never_shown()
    {
        EnvironmentFile.Read("my.env", "export A=secret\n-----BEGIN KEY-----\nsecret stuff=\n", _problems);
        Assert.Equal(["my.env, line 1:", "my.env, line 2:", "my.env, line 3:"], _problems.Select(problem => problem[..15]));
        Assert.All(_problems, problem => Assert.DoesNotContain("secret", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Any_file_is_read_without_failing() => Prop.ForAll<NonNull<string>>(text =>
    {
        var problems = new List<string>();
        return EnvironmentFile.Read("f", text.Get, problems).All(setting => RunEnvironment.IsName(setting.Key));
    }).QuickCheckThrowOnFailure();
}
