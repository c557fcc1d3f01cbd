using System.Diagnostics;
using System.Globalization;

namespace Podclip.Benchmarks;

/// <summary>The times that one thing took.</summary>
/// <param name="name">The thing.</param>
internal sealed class Sample(string name)
{
    private readonly List<double> _milliseconds = [];

    /// <summary>The time that half of them did not exceed, in milliseconds.</summary>
    public double Median => _milliseconds.Order().ElementAt(_milliseconds.Count / 2);

    /// <summary>Takes the time since <paramref name="since"/>, a <see cref="Stopwatch"/>'s timestamp.</summary>
    public void Add(long since) => _milliseconds.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);

    /// <summary>A line of the report.</summary>
    /// <param name="floor">What it is compared with.</param>
    public string Describe(Sample floor) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-44} median {Median,7:0.0} ms   min {_milliseconds.Min(),7:0.0}   max {_milliseconds.Max(),7:0.0}   x{Median / floor.Median:0.0}");
}
