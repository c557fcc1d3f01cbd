using Podclip.Paperclip.Adapters;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Podclip.Paperclip.Contract;
using Podclip.Transcripts;

namespace Podclip.Paperclip.Tests.Transcripts;

/// <summary>Every recorded run of the real agents, read as the adapters do.</summary>
public sealed class RecordedRunTests
{
    private static readonly Dictionary<string, RecordedRun> Runs =
        RecordedRun.ReadAll(Path.Combine(Fixtures.ProjectDirectory, "..", "Recordings", "transcripts")).ToDictionary(run => run.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Runs.Keys];

    [Fact]
    public void All_runs_are_there() => Assert.Equal(177, Runs.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_is_told_as_the_rules_say(string name)
    {
        var run = Runs[name];
        Assert.Empty(RunCheck.Compare(run, RunCheck.Expect(run), RunReading.Of(run)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void However_a_run_is_cut_it_is_told_the_same(string name)
    {
        var run = Runs[name];
        var whole = Describe(RunReading.Of(run));
        var cuts = Gen.Choose(0, run.Output.Length).ArrayOf();
        Prop.ForAll(Arb.From(cuts), offsets => Assert.Equal(whole, Describe(RunReading.Of(run, offsets)))).Check(Config.QuickThrowOnFailure.WithMaxTest(5));
    }

    [Fact]
    public void Cut_at_every_byte_a_run_is_told_the_same()
    {
        var run = Runs["claude/unicode"];
        Assert.Equal(Describe(RunReading.Of(run)), Describe(RunReading.Of(run, [.. Enumerable.Range(0, run.Output.Length)])));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Junk_between_the_events_changes_nothing_but_its_own_entries(string name)
    {
        var run = Runs[name];
        byte[] junk = [.. "{\"broken\": \n"u8, 0xFF, 0xC3, .. "\u001b[31m\r\n{}\n[1,2]\nnull\n\n"u8];
        var noisy = run with { Output = [.. Encoding.UTF8.GetString(run.Output).Split('\n').SelectMany(line => (byte[])[.. Encoding.UTF8.GetBytes(line), (byte)'\n', .. junk])] };
        var entries = RunReading.Of(noisy).Entries.Where(entry => entry is not HostTranscriptEntry.StandardOutput).Select(ToText);
        Assert.Equal(RunReading.Of(run).Entries.Where(entry => entry is not HostTranscriptEntry.StandardOutput).Select(ToText), entries);
    }

    [Fact]
    public void What_differs_from_the_rules_is_noticed()
    {
        var run = Runs["claude/usage"];
        var expected = RunCheck.Expect(run);
        var reading = RunReading.Of(run);
        Assert.Single(RunCheck.Compare(run, expected with { Succeeded = false }, reading), "success: True, not False");
        Assert.Single(RunCheck.Compare(run, expected with { CostUsd = 1 }, reading));
        Assert.Single(RunCheck.Compare(run, expected with { ErrorCode = "agent_failed" }, reading));
        Assert.Single(RunCheck.Compare(run, expected, reading with { Result = reading.Result with { ClearSession = true } }));
        Assert.Single(RunCheck.Compare(run, expected, reading with { Entries = [.. reading.Entries, new HostTranscriptEntry.StandardError("x") { Ts = "" }] }));
    }

    [Fact]
    public void Whatever_an_agent_prints_the_host_is_told_something_that_can_be_sent()
    {
        byte[][] lines = [.. Runs.Values.SelectMany(run => Encoding.UTF8.GetString(run.Output).Split('\n')).Where(line => line.Length is > 0 and < 4000).Select(Encoding.UTF8.GetBytes)];
        var odd = Gen.Elements(
            """{"type":"result","subtype":"success","is_error":true,"result":"\ud83d","a":1,"a":{"b":[],"b":"\udc00"},"errors":[{"message":7},[],null]}""",
            """{"type":"result","subtype":7,"is_error":"no","usage":[],"model_usage_since_last_result":{"m":{"costUSD":1e400}},"session_id":{}}""",
            """{"type":"assistant","message":{"content":[{"type":"tool_use","input":{"a":1,"a":"\ud800"}},{"type":"tool_use","input":"\udfff"},{"type":"text","text":"\ud800"}]},"session_id":"s"}""",
            """{"type":"error","sessionID":"s","error":{"name":"APIError","data":{"statusCode":429,"message":"\udc00","responseHeaders":{"retry-after":"2147483647"}}},"timestamp":99999999999999}""",
            """{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":253402300799},"session_id":"s"}""").Select(Encoding.UTF8.GetBytes);
        var broken =
            from line in Gen.Elements(lines)
            from at in Gen.Choose(0, line.Length - 1)
            from put in ArbMap.Default.GeneratorFor<byte[]>()
            select (byte[])[.. line[..at], .. put, .. line[at..]];
        var output = Gen.OneOf(Gen.Elements(lines), odd, broken, ArbMap.Default.GeneratorFor<byte[]>()).ArrayOf();
        foreach (var kind in AdapterRecipes.All.Select(recipe => recipe.Kind))
        {
            Prop.ForAll(Arb.From(output), Arb.From(Gen.Elements(0, 1, 137)), (printed, exitCode) =>
            {
                var run = new RecordedRun("any", kind, [.. printed.SelectMany(line => (byte[])[.. line, (byte)'\n'])], [], exitCode);
                Assert.DoesNotContain("\n\n", Describe(RunReading.Of(run)), StringComparison.Ordinal);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
        }
    }

    [Fact]
    public void A_line_of_fifty_megabytes_is_one_entry()
    {
        var text = new string('x', 50_000_000);
        var line = Encoding.UTF8.GetBytes(
            $$"""{"type":"assistant","message":{"model":"m","content":[{"type":"text","text":"{{text}}"}]},"session_id":"s","uuid":"u"}""" + "\n");
        var run = Runs["claude/plain"];
        var entries = RunReading.Of(run with { Output = [.. line, .. run.Output] }, [.. Enumerable.Range(1, 700).Select(chunk => chunk * 65_536)]).Entries;
        Assert.Equal(text.Length, Assert.IsType<HostTranscriptEntry.Assistant>(entries[0]).Text.Length);
        Assert.Equal(1 + RunReading.Of(run).Entries.Count, entries.Count);
    }

    private static string Describe(RunReading reading) => string.Join(
        '\n',
        reading.Entries.Select(ToText).Append(JsonSerializer.Serialize(reading.Result, PaperclipJson.Plain.AdapterExecutionResult)));

    private static string ToText(HostTranscriptEntry entry) => JsonSerializer.Serialize(entry, PaperclipJson.Plain.HostTranscriptEntry);
}
