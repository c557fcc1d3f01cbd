using System.Globalization;
using Podclip.Cli.Terminal;
using Podclip.Paperclip.Contract;
using Spectre.Console;

namespace Podclip.Cli.Rendering;

/// <summary>What an adapter's environment test found, for people.</summary>
internal static class EnvironmentTestText
{
    private const string Divider = "---\n";

    // A detail that is a document begins as all documents of Kubernetes do.
    private const string Document = "apiVersion: ";

    /// <summary>Writes the checks, what they come to, and the documents that mend what was found.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="result">The result.</param>
    public static void Write(IAnsiConsole console, AdapterEnvironmentTestResult result)
    {
        foreach (var check in result.Checks)
        {
            Write(console, check);
        }

        var (mark, colour, words) = result.Status switch
        {
            "pass" => ('✓', "green", "All is well: an agent would run."),
            "warn" => ('!', "yellow", "An agent should run, with warnings."),
            _ => ('✗', "red", "An agent would not run."),
        };
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[{colour} bold]{mark} {words}[/]");
        var documents = result.Checks
            .Where(check => check.Level != "info" && check.Detail?.StartsWith(Document, StringComparison.Ordinal) == true)
            .Select(check => check.Detail!)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (documents.Count > 0)
        {
            console.WriteLine();
            console.MarkupLine("[dim]# What mends it, for kubectl apply -f -:[/]");

            // Documents must not be wrapped or taken for markup.
            console.Profile.Out.Writer.Write(string.Join(Divider, documents));
        }
    }

    private static void Write(IAnsiConsole console, AdapterEnvironmentCheck check)
    {
        if (check.Level == "info")
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[dim]·[/] {Printable.Line(check.Message)}");
            return;
        }

        var (mark, colour) = check.Level == "warn" ? ('!', "yellow") : ('✗', "red");
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[{colour}]{mark}[/] [bold]{Printable.Line(check.Message)}[/] ({check.Code})");
        if (check.Hint is { } hint)
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  [bold]→[/] {Printable.Line(hint)}");
        }
    }
}
