using Podclip.Cli.Rendering;

namespace Podclip.Cli.Running;

/// <summary>Makes the view for an output format.</summary>
internal static class RunViews
{
    /// <summary>The view.</summary>
    /// <param name="host">The process.</param>
    /// <param name="format">The format.</param>
    /// <returns>The view; the caller disposes it.</returns>
    public static IRunView Create(CliHost host, OutputFormat format) => format switch
    {
        OutputFormat.Text => new TextRunView(host.Terminal, host.TimeProvider),
        OutputFormat.Json => new JsonRunView(host.Terminal, host.TimeProvider),
        OutputFormat.NdJson => new NdJsonRunView(host.Terminal),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };
}
