using System.Globalization;

namespace Podclip.Soak;

/// <summary>Lets short runs go on under random faults, and checks what must hold of each.</summary>
internal static class Program
{
    /// <summary>Arguments: seconds, and a seed.</summary>
    /// <returns>0 if everything held, 1 if not, 2 if it was asked for wrongly.</returns>
    private static async Task<int> Main(string[] args)
    {
        if (args is not [var seconds, .. { Length: <= 1 } seeds]
            || !int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var duration)
            || !int.TryParse(seeds is [var given] ? given : Random.Shared.Next().ToString(CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            await Console.Error.WriteLineAsync("usage: soak.sh DURATION [SEED]");
            return 2;
        }

        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"soak: seed {seed}, {duration} s"));
        await using var stage = await SoakStage.StartAsync();
        var report = await new SoakSession(stage, seed, TimeSpan.FromSeconds(duration)).RunAsync();
        await Console.Out.WriteLineAsync(report.ToString());
        return report.Broken.Count == 0 ? 0 : 1;
    }
}
