using Podclip.Cli.Embedded;

namespace Podclip.Cli.Tests.Embedded;

public class SandboxFactsTests
{
    private static readonly SandboxFacts Refused = new() { IsLinux = true, HasBubblewrap = true, Complaint = "bwrap: No permissions to create new namespace" };

    [Fact]
    public void A_machine_that_can_run_pods_has_nothing_to_explain() => Assert.Null((Refused with { Works = true }).Explain());

    [Fact]
    public void MacOS_is_named() => AssertExplains(new SandboxFacts { IsLinux = false, IsMacOS = true }, "macOS", "Linux VM");

    [Fact]
    public void Another_system_is_told_what_is_missing() => AssertExplains(new SandboxFacts { IsLinux = false }, "this system does not have", "WSL 2");

    [Fact]
    public void A_missing_bubblewrap_is_told_how_to_get() => AssertExplains(new SandboxFacts { IsLinux = true }, "bwrap was not found", "apt-get install bubblewrap");

    [Fact]
    public void AppArmors_restriction_is_told_how_to_lift() =>
        AssertExplains(Refused with { IsRestrictedByAppArmor = true }, "AppArmor", "kernel.apparmor_restrict_unprivileged_userns=0");

    [Fact]
    public void AppArmors_restriction_does_not_matter_where_bubblewrap_works() =>
        Assert.Null((Refused with { Works = true, IsRestrictedByAppArmor = true }).Explain());

    [Fact]
    public void A_kernel_that_forbids_it_is_told_how_to_allow() =>
        AssertExplains(Refused with { IsForbiddenByKernel = true }, "kernel forbids", "kernel.unprivileged_userns_clone=1");

    [Fact]
    public void WSL_is_named() => AssertExplains(Refused with { IsWsl = true }, "WSL", "wsl --set-version");

    [Fact]
    public void Anything_else_shows_what_bubblewrap_said() => AssertExplains(Refused, "No permissions to create new namespace", "allow user namespaces");

    private static void AssertExplains(SandboxFacts facts, string cause, string remedy)
    {
        var sentence = facts.Explain();
        Assert.Contains(cause, sentence, StringComparison.Ordinal);
        Assert.Contains(remedy, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence!);
    }
}
