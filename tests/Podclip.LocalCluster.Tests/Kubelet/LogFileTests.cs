using System.IO.Pipelines;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Podclip.LocalCluster.Kubelet.Logs;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Nodes;

namespace Podclip.LocalCluster.Tests.Kubelet;

public sealed partial class LogFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Lines_are_cut_into_entries_as_containerd_does()
    {
        var full = new string('x', LineSplitter.PieceLimit);
        Write((LogStream.Output, $"a\r\nb\n\n\r\n{full}\n{full}\r\n{full}y\nrest\r"));

        Assert.Equal(
            ["F a", "F b", "F ", "F ", $"F {full}", $"F {full}", $"P {full}", "F y", "P rest\r"],
            Entries());
    }

    [Fact]
    public void Entries_have_the_form_of_the_container_runtimes_and_times_that_grow()
    {
        Write((LogStream.Output, "a\n"), (LogStream.Errors, "b\n"), (LogStream.Output, "c"));

        var lines = File.ReadAllLines(_path);

        Assert.All(lines, line => Assert.Matches(EntryForm(), line));
        Assert.Equal(lines.Order(StringComparer.Ordinal), lines);
        Assert.Equal(3, lines.Select(line => line[..30]).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Any_chunking_of_the_same_bytes_gives_the_same_entries() =>
        Prop.ForAll(TextAndCuts(), input =>
        {
            Write((LogStream.Output, input.Text));
            var whole = Entries();
            WriteChunks(LogStream.Output, input.Text, input.Cuts);
            return whole.SequenceEqual(Entries(), StringComparer.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_a_container_wrote_comes_back_line_by_line_whatever_was_between() =>
        Prop.ForAll(Lines(), lines =>
        {
            // Two outputs, cut in the middle of lines: the lines must come back whole.
            using (var writer = new LogEntryWriter(_path, new LogClock(TimeProvider.System)))
            {
                var output = new LineSplitter(LogStream.Output, writer);
                var errors = new LineSplitter(LogStream.Errors, writer);
                foreach (var (line, index) in lines.Select((line, index) => (line, index)))
                {
                    var (mine, other) = index % 2 == 0 ? (output, errors) : (errors, output);
                    mine.Append(Encoding.UTF8.GetBytes(line[..(line.Length / 2)]));
                    other.Append(Encoding.UTF8.GetBytes("between\n"));
                    mine.Append(Encoding.UTF8.GetBytes(line[(line.Length / 2)..] + "\n"));
                }
            }

            return Read(new PodLogQuery()) == string.Concat(lines.Select(line => $"between\n{line}\n"));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Tail_limit_times_and_since_agree_with_the_whole_log() =>
        Prop.ForAll(
            Lines(),
            Gen.Zip(Gen.Choose(0, 12), Gen.Choose(0, 60_000)).ToArbitrary(),
            (lines, limits) =>
            {
                var (tail, bytes) = limits;
                Write((LogStream.Output, string.Concat(lines.Select(line => line + "\n"))));
                var kept = string.Concat(lines.Skip(Math.Max(0, lines.Length - tail)).Select(line => line + "\n"));
                var timed = Read(new PodLogQuery { Timestamps = true }).Split('\n', StringSplitOptions.RemoveEmptyEntries);
                return Read(new PodLogQuery { TailLines = tail }) == kept
                    && Read(new PodLogQuery { TailLines = tail, LimitBytes = Math.Max(1, bytes) }) == Cut(kept, Math.Max(1, bytes))
                    && timed.Select(line => line[31..]).SequenceEqual(lines, StringComparer.Ordinal)
                    && Read(new PodLogQuery { Since = DateTimeOffset.UtcNow.AddHours(-1) }) == Read(new PodLogQuery())
                    && Read(new PodLogQuery { Since = DateTimeOffset.UtcNow.AddHours(1) }).Length == 0;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Since_counts_whole_seconds()
    {
        File.WriteAllText(
            _path,
            "2026-11-21T02:10:28.900000000Z stdout F one\n2026-11-21T02:10:29.023200438Z stdout F two\n2026-11-21T02:10:29.9Z stderr F three\n2026-11-21T02:10:30.1Z stdout F four\n");

        var text = Read(new PodLogQuery { Since = DateTimeOffset.Parse("2026-11-21T02:10:29.5Z", System.Globalization.CultureInfo.InvariantCulture) });

        Assert.Equal("two\nthree\nfour\n", text);
    }

    [Fact]
    public void A_line_without_an_end_is_shown_only_when_the_container_has_ended()
    {
        Write((LogStream.Output, "whole\npart"));

        Assert.Equal("whole\n", Read(new PodLogQuery(), hasEnded: false));
        Assert.Equal("whole\npart", Read(new PodLogQuery(), hasEnded: true));
    }

    [Fact]
    public void What_is_no_entry_is_passed_over()
    {
        File.WriteAllText(_path, $"{new string('z', 200_000)}\nnonsense\n\n2026-11-21T02:10:28.900000000Z stdout F one\n2026-11-21T02:10:29Z stdo");

        Assert.Equal("one\n", Read(new PodLogQuery()));
    }

    private static string Cut(string text, int bytes) => text.Length <= bytes ? text : text[..bytes];

    private static Arbitrary<string[]> Lines() => Gen.Frequency((6, Gen.Choose(0, 80)), (1, Gen.Choose(16_300, 50_000)))
        .SelectMany(length => Gen.Elements("abcdefgh ".ToCharArray()).Select(letter => new string(letter, length)))
        .ArrayOf()
        .ToArbitrary();

    private static Arbitrary<(string Text, int[] Cuts)> TextAndCuts() => Gen.Zip(
            Gen.Frequency((8, Gen.Elements("a", "b\r", "\r\n", "\n", "é")), (1, Gen.Choose(16_380, 16_390).Select(n => new string('x', n)))).ArrayOf().Select(string.Concat),
            Gen.Choose(1, 20_000).ArrayOf())
        .ToArbitrary();

    private void Write(params (LogStream Stream, string Text)[] parts)
    {
        using var writer = new LogEntryWriter(_path, new LogClock(TimeProvider.System));
        foreach (var stream in parts.GroupBy(part => part.Stream))
        {
            var splitter = new LineSplitter(stream.Key, writer);
            foreach (var (_, text) in stream)
            {
                splitter.Append(Encoding.UTF8.GetBytes(text));
            }

            splitter.Complete();
        }
    }

    private void WriteChunks(LogStream stream, string text, int[] cuts)
    {
        using var writer = new LogEntryWriter(_path, new LogClock(TimeProvider.System));
        var splitter = new LineSplitter(stream, writer);
        var rest = Encoding.UTF8.GetBytes(text).AsSpan();
        for (var i = 0; rest.Length > 0; i++)
        {
            var count = Math.Min(rest.Length, cuts.Length == 0 ? 7 : cuts[i % cuts.Length]);
            splitter.Append(rest[..count]);
            rest = rest[count..];
        }

        splitter.Complete();
    }

    private string[] Entries() => [.. File.ReadAllText(_path).Split('\n')[..^1].Select(line => $"{line[38]} {line[40..]}")];

    private string Read(PodLogQuery query, bool hasEnded = true)
    {
        using var stream = new MemoryStream();
        var output = PipeWriter.Create(stream);
        using var file = File.OpenHandle(_path);

        // Into memory it never has to wait.
        var copying = PodLogs.CopyAsync(file, query, hasEnded, output, TestContext.Current.CancellationToken).AsTask();
        Assert.True(copying.IsCompletedSuccessfully, copying.Exception?.ToString());
        output.Complete();
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z std(out|err) [FP] .$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EntryForm();
}
