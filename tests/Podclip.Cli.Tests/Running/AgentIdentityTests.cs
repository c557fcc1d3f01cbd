using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Podclip.Cli.Running;
using Podclip.Engine;

namespace Podclip.Cli.Tests.Running;

public partial class AgentIdentityTests
{
    [Fact]
    public void With_neither_name_nor_workspace_nothing_excludes_the_run_and_HOME_ends_with_it() =>
        Assert.Equal(new AgentIdentity(null, new HomeVolume.Ephemeral()), AgentIdentity.Resolve("claude", null, null, null));

    [Fact]
    public void A_name_names_guard_and_claim() =>
        Assert.Equal(new AgentIdentity("reviewer", new HomeVolume.Claim("podclip-home-reviewer")), AgentIdentity.Resolve("claude", "reviewer", null, "/w"));

    [Fact]
    public void A_workspace_gives_a_name_of_its_own_for_each_agent_and_folder()
    {
        var names = new[] { ("claude", "/a/web"), ("claude", "/b/web"), ("shell", "/a/web") }.Select(each => AgentIdentity.Resolve(each.Item1, null, null, each.Item2).Name!).ToList();
        Assert.Equal(3, names.Distinct(StringComparer.Ordinal).Count());
        Assert.Matches("^claude-web-[0-9a-f]{8}$", names[0]);
        Assert.Equal(names[0], AgentIdentity.Resolve("claude", null, null, "/a/web").Name);
    }

    [Fact]
    public void HOME_can_be_named_or_refused_whatever_the_name()
    {
        Assert.Equal(new HomeVolume.Claim("mine"), AgentIdentity.Resolve("claude", "a", "mine", null).Home);
        Assert.Equal(new HomeVolume.Ephemeral(), AgentIdentity.Resolve("claude", "a", "none", null).Home);
        Assert.Equal(new AgentIdentity(null, new HomeVolume.Claim("mine")), AgentIdentity.Resolve("claude", null, "mine", null));
    }

    [Fact]
    public void Names_that_are_no_DNS_names_still_have_claims_of_their_own()
    {
        var claims = new[] { "A", "a", "ä", "a_", "a-", new string('x', 100), new string('x', 101) }.Select(Claim).ToList();
        Assert.Equal(claims.Count, claims.Distinct(StringComparer.Ordinal).Count());
        Assert.All(claims, claim => Assert.Matches(DnsLabel(), claim));
    }

    [Fact]
    public void Every_name_gives_a_valid_claim() =>
        Prop.ForAll<NonEmptyString>(name => DnsLabel().IsMatch(Claim(name.Get))).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_folder_gives_a_valid_name() =>
        Prop.ForAll<NonEmptyString>(name => DnsLabel().IsMatch(AgentIdentity.Resolve("claude", null, null, "/" + name.Get).Name!)).QuickCheckThrowOnFailure();

    private static string Claim(string name) => Assert.IsType<HomeVolume.Claim>(AgentIdentity.Resolve("claude", name, null, null).Home).Name;

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DnsLabel();
}
