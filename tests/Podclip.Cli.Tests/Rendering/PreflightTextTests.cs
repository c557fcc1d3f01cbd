using Podclip.Cli.Rendering;
using Podclip.Cli.Terminal;
using Podclip.Engine.Preflight;

namespace Podclip.Cli.Tests.Rendering;

public sealed class PreflightTextTests
{
    private static readonly Finding Good = new() { Code = "k8s_namespace_exists", Level = FindingLevel.Info, Object = "Namespace agents", Message = "The namespace exists." };

    private static readonly Finding Missing = new()
    {
        Code = "k8s_service_account_missing",
        Level = FindingLevel.Error,
        Object = "ServiceAccount agents/builder",
        Message = "There is no service account [builder] in namespace agents.",
        Remedy = "Make it.",
        Yaml = "kind: ServiceAccount\nmetadata:\n  name: builder\n",
    };

    private static readonly Finding Degraded = new()
    {
        Code = "k8s_rbac_degraded",
        Level = FindingLevel.Warn,
        Object = "Role agents/podclip",
        Message = "ann may not watch pods.",
        Remedy = "Apply the Role.",
        Yaml = "kind: Role\n",
    };

    [Fact]
    public void Findings_come_first_then_the_documents()
    {
        var terminal = new RecordingTerminal();
        Write(terminal, Good, Missing, Degraded, Degraded);
        Golden.Matches(terminal.Output, "preflight");
    }

    [Fact]
    public void A_cluster_that_is_well_needs_no_documents()
    {
        var terminal = new RecordingTerminal();
        Write(terminal, Good);
        Assert.Equal("context staging, namespace agents\n· Namespace agents: The namespace exists.\n✓ All is well: a run would work. · 0.2 s\n", terminal.Output);
    }

    [Fact]
    public void What_a_cluster_says_cannot_move_the_cursor_and_colours_are_for_terminals()
    {
        var hostile = Missing with { Message = "\e[2Jdenied\nby a webhook", Yaml = null };
        var plain = new RecordingTerminal();
        Write(plain, hostile);
        Assert.DoesNotContain('\e', plain.Output);
        Assert.Contains("denied by a webhook", plain.Output, StringComparison.Ordinal);
        var coloured = new RecordingTerminal { OutIsTerminal = true, AllowsColor = true };
        Write(coloured, hostile);
        Assert.Contains("\e[", coloured.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[2J", coloured.Output, StringComparison.Ordinal);
    }

    private static void Write(RecordingTerminal terminal, params Finding[] findings) =>
        PreflightText.Write(TerminalConsole.ForOut(terminal), new PreflightReport { Namespace = "agents", ElapsedSec = 0.21, Findings = findings }, "context staging");
}
