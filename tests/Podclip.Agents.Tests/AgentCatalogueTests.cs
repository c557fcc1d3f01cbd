using Podclip.Agents.Claude;
using Podclip.Agents.OpenCode;
using Podclip.Agents.Shell;

namespace Podclip.Agents.Tests;

public class AgentCatalogueTests
{
    [Fact]
    public void Agents_are_found_by_name()
    {
        Assert.IsType<ClaudeAgent>(AgentCatalogue.Get("claude"));
        Assert.IsType<OpenCodeAgent>(AgentCatalogue.Get("opencode"));
        Assert.IsType<ShellAgent>(AgentCatalogue.Get("shell"));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        var error = Assert.Throws<AgentRequestException>(() => AgentCatalogue.Get("Claude"));
        Assert.Equal("There is no agent 'Claude'. Known agents: claude, opencode, shell.", error.Message);
    }

    [Fact]
    public void Names_are_distinct_and_fit_into_labels() => Assert.All(
        AgentCatalogue.All.GroupBy(agent => agent.Name, StringComparer.Ordinal),
        group =>
        {
            Assert.Single(group);
            Assert.Matches("^[a-z][a-z0-9-]{0,30}$", group.Key);
        });
}
