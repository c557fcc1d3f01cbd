using System.Globalization;
using System.Text.RegularExpressions;

namespace Podclip.Cli.Tests;

/// <summary>docs/reliability.md and SECURITY.md: each scenario has its line, and its test or its excuse.</summary>
public sealed partial class ScenarioDocumentTests
{
    private static readonly string Root = FindRoot();

    public static TheoryData<string> Reliability => [.. Enumerable.Range(1, 30).Select(number => string.Create(CultureInfo.InvariantCulture, $"R{number:D2}"))];

    public static TheoryData<string> Security => [.. Enumerable.Range(1, 16).Select(number => string.Create(CultureInfo.InvariantCulture, $"S{number:D2}"))];

    [Theory]
    [MemberData(nameof(Reliability))]
    public void Each_reliability_scenario_is_told_and_tested(string scenario)
    {
        Assert.Contains($"| {scenario} |", File.ReadAllText(Path.Combine(Root, "docs", "reliability.md")), StringComparison.Ordinal);
        Assert.True(IsTested(scenario), $"no test's name holds {scenario}_");
    }

    [Theory]
    [MemberData(nameof(Security))]
    public void Each_security_scenario_is_told_and_either_tested_or_excused(string scenario)
    {
        var line = File.ReadLines(Path.Combine(Root, "SECURITY.md")).Single(line => line.StartsWith($"| {scenario} |", StringComparison.Ordinal));
        Assert.NotEqual(IsTested(scenario), line.Contains("excused:", StringComparison.Ordinal));
    }

    private static bool IsTested(string scenario) => Directory
        .EnumerateFiles(Path.Combine(Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
        .Any(file => TestMethod().Matches(File.ReadAllText(file)).Any(method => method.Groups["name"].Value.Contains($"{scenario}_", StringComparison.Ordinal)));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Podclip.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    [GeneratedRegex(@"public (async )?(Task|void) (?<name>[RS][0-9]{2}_\w+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestMethod();
}
