using System.Globalization;
using Podclip.Soak;

namespace Podclip.Engine.Tests.Soak;

/// <summary>Runs under random faults. <c>eng/soak.sh</c> does the same for as long as one likes.</summary>
public sealed class SoakTests
{
    [Fact]
    [Trait("Needs", "time")]
    public async Task Whatever_goes_wrong_nothing_is_lost_and_nothing_is_done_twice()
    {
        var seed = Environment.GetEnvironmentVariable("PODCLIP_SOAK_SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"soak: seed {seed}");
        await using var stage = await SoakStage.StartAsync();
        var report = await new SoakSession(stage, seed, TimeSpan.FromMinutes(2)).RunAsync();
        TestContext.Current.SendDiagnosticMessage(report.ToString());
        Assert.True(report.Broken.Count == 0, report.ToString());
        Assert.True(report.Outcomes.Count > 1, "a soak in which only one thing happens shows nothing");
    }
}
