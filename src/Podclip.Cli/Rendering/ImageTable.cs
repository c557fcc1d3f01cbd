using Spectre.Console;

namespace Podclip.Cli.Rendering;

/// <summary>The embedded cluster's images, for people.</summary>
internal static class ImageTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="images">The images.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<ImageRow> images)
    {
        if (images.Count == 0)
        {
            console.WriteLine("No images are registered: every name runs on this machine's own programs.");
            return;
        }

        var table = new Table().Border(TableBorder.None).AddColumns("IMAGE", "ROOT", "PATH");
        foreach (var image in images)
        {
            table.AddRow(new Text(image.Name), new Text(image.Root ?? "this machine"), new Text(string.Join(':', image.Path)));
        }

        console.Write(table);
    }
}
