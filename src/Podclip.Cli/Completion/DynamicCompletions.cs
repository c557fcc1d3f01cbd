using Podclip.Cli.Embedded;
using Podclip.Engine.Journal;

namespace Podclip.Cli.Completion;

/// <summary>Suggestions that come from the state directory. A shell asks for them at each Tab: they must be quick and never fail.</summary>
internal static class DynamicCompletions
{
    private const int Most = 20;

    /// <summary>The newest runs.</summary>
    /// <param name="host">The process.</param>
    /// <returns>Their ids.</returns>
    public static IEnumerable<string> Runs(CliHost host) =>
        Try(() => new RunStore(host.State).List().Take(Most).Select(record => record.RunId));

    /// <summary>The images of the embedded cluster.</summary>
    /// <param name="host">The process.</param>
    /// <returns>Their names.</returns>
    public static IEnumerable<string> Images(CliHost host) => Try(() => EmbeddedImages.List(new ClusterFiles(host.State)).Select(image => image.Name));

    private static IReadOnlyList<string> Try(Func<IEnumerable<string>> suggest)
    {
        try
        {
            return [.. suggest()];
        }
        catch (Exception)
        {
            return []; // a broken state directory is told by the command itself, not while it is typed
        }
    }
}
