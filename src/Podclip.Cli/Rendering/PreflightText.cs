using System.Globalization;
using Podclip.Cli.Running;
using Podclip.Cli.Terminal;
using Podclip.Engine.Preflight;
using Spectre.Console;

namespace Podclip.Cli.Rendering;

/// <summary>What a preflight found, for people.</summary>
internal static class PreflightText
{
    private const string Divider = "---\n";

    /// <summary>Writes the findings, then the documents that mend them, as they are to be applied.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="report">The report.</param>
    /// <param name="cluster">The cluster, in words.</param>
    public static void Write(IAnsiConsole console, PreflightReport report, string cluster)
    {
        WriteFindings(console, report, cluster);
        if (Documents(report) is { Length: > 0 } documents)
        {
            console.WriteLine();
            console.MarkupLine("[dim]# What mends it, for kubectl apply -f - (the same alone: -o yaml):[/]");
            WriteRaw(console, documents);
        }
    }

    /// <summary>Writes the findings and what they come to.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="report">The report.</param>
    /// <param name="cluster">The cluster, in words.</param>
    public static void WriteFindings(IAnsiConsole console, PreflightReport report, string cluster)
    {
        var place = report.Namespace is null ? "" : $", namespace {report.Namespace}";
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{Printable.Line(cluster)}{Printable.Line(place)}[/]");
        foreach (var finding in report.Findings)
        {
            var (mark, colour) = Mark(finding.Level);
            if (finding.Level is FindingLevel.Info)
            {
                console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[{colour}]{mark}[/] {Printable.Line(finding.Object)}: [dim]{Printable.Line(finding.Message)}[/]");
                continue;
            }

            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[{colour}]{mark}[/] [bold]{Printable.Line(finding.Object)}[/] ({finding.Code})");
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"    {Printable.Line(finding.Message)}");
            if (finding.Remedy is { } remedy)
            {
                console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  [bold]→[/] {Printable.Line(remedy)}");
            }
        }

        var (sign, hue) = report.Level is FindingLevel.Info ? ('✓', "green") : Mark(report.Level);
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[{hue} bold]{sign} {Verdict(report)}[/]{(report.ElapsedSec > 0 ? $" · {Duration.Show(report.ElapsedSec)}" : "")}");
    }

    /// <summary>The documents of all findings, each once.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The documents; empty when there are none.</returns>
    public static string Documents(PreflightReport report) =>
        string.Join(Divider, report.Findings.Select(finding => finding.Yaml).OfType<string>().Distinct(StringComparer.Ordinal));

    private static (char Mark, string Colour) Mark(FindingLevel level) => level switch
    {
        FindingLevel.Info => ('·', "dim"),
        FindingLevel.Warn => ('!', "yellow"),
        FindingLevel.Error => ('✗', "red"),
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "This level has no mark."),
    };

    private static string Verdict(PreflightReport report)
    {
        var (errors, warnings) = (Count(report, FindingLevel.Error, "error"), Count(report, FindingLevel.Warn, "warning"));
        return (errors, warnings) switch
        {
            (null, null) => "All is well: a run would work.",
            (null, not null) => $"A run should work, with {warnings}.",
            (not null, null) => $"A run would not work: {errors}.",
            _ => $"A run would not work: {errors}, {warnings}.",
        };
    }

    private static string? Count(PreflightReport report, FindingLevel level, string word) => report.Findings.Count(finding => finding.Level == level) switch
    {
        0 => null,
        1 => $"1 {word}",
        var count => string.Create(CultureInfo.InvariantCulture, $"{count} {word}s"),
    };

    // Documents must not be wrapped or taken for markup.
    private static void WriteRaw(IAnsiConsole console, string text) => console.Profile.Out.Writer.Write(text);
}
