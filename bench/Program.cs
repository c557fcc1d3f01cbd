using System.Globalization;

namespace Podclip.Benchmarks;

/// <summary>Measures what Podclip costs against the cheapest thing that could do the same, both in one run.</summary>
internal static class Program
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(10);

    /// <summary>Arguments: the podclip binary to measure, and how many times.</summary>
    /// <returns>0 when it was measured, 2 when it could not be.</returns>
    private static async Task<int> Main(string[] args)
    {
        if (args is not [var binary, var times] || !File.Exists(binary) || !int.TryParse(times, CultureInfo.InvariantCulture, out var count) || count < 1)
        {
            await Console.Error.WriteLineAsync("usage: bench/run.sh [COUNT]");
            return 2;
        }

        using var bound = new CancellationTokenSource(Bound);
        await using var cluster = await BenchCluster.StartAsync(binary, bound.Token);
        await new PodStart(cluster.Client).RunAsync(count, Console.Out, bound.Token);
        return 0;
    }
}
