using Podclip.Paperclip.Contract;
using Podclip.Paperclip.EnvironmentTest;

namespace Podclip.Paperclip.Tests.EnvironmentTest;

public sealed class ProbeReadingTests
{
    [Fact]
    public void A_pod_that_has_everything()
    {
        var checks = Read("noise", "podclip-probe:program:/usr/bin/claude", "podclip-probe:version:2.1.329", "podclip-probe:interpreter:node", "podclip-probe:interpreter:perl", "podclip-probe:answer:http://paperclip:3100");
        Assert.Equal(["agent_cli_found", "agent_filter_interpreter_found", "paperclip_api_reachable"], checks.Select(check => check.Code));
        Assert.All(checks, check => Assert.Equal("info", check.Level));
        Assert.EndsWith("http://paperclip:3100", checks[2].Message, StringComparison.Ordinal);
        Assert.EndsWith(": node, perl", checks[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_that_has_nothing()
    {
        var checks = Read("podclip-probe:missing:claude", "podclip-probe:untested:http://paperclip:3100");
        Assert.Equal([("agent_cli_missing", "error"), ("agent_filter_interpreter_missing", "warn"), ("paperclip_api_untested", "info")], checks.Select(check => (check.Code, check.Level)));
    }

    [Fact]
    public void What_an_image_prints_is_shown_short_and_plain()
    {
        var checks = Read("podclip-probe:broken:exit code 1: \u001b[31m" + new string('x', 10_000));
        Assert.Equal("agent_cli_broken", checks[0].Code);
        Assert.DoesNotContain('\u001b', checks[0].Message);
        Assert.InRange(checks[0].Message.Length, 200, 300);
    }

    [Theory]
    [InlineData("")]
    [InlineData("podclip-probe:")]
    [InlineData("podclip-probe:version")]
    [InlineData("podclip-probe:::::")]
    public void Lines_that_say_nothing_mean_nothing(string line) => Assert.Equal("agent_cli_missing", Read(line)[0].Code);

    [Fact]
    public void An_interpreter_is_missed_only_where_a_filter_needs_it() =>
        Assert.Equal("info", new ProbeReading(AdapterKind.OpenCode, "opencode", "an-image", filtersOutput: false).Read([])[1].Level);

    private static IReadOnlyList<AdapterEnvironmentCheck> Read(params string[] lines) => new ProbeReading(AdapterKind.Claude, "claude", "an-image", filtersOutput: true).Read(lines);
}
