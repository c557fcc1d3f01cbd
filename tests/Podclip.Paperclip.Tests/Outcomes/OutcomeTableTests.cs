using System.Globalization;
using System.Reflection;
using System.Text;
using Podclip.Engine;
using Podclip.Paperclip.Outcomes;

namespace Podclip.Paperclip.Tests.Outcomes;

public sealed class OutcomeTableTests
{
    private const string Begin = "<!-- the table: a test holds it equal to OutcomeTable.cs, UPDATE_GOLDEN=1 writes it -->\n";
    private const string End = "<!-- end of the table -->\n";

    public static TheoryData<string> EngineCodes =>
    [
        .. typeof(RunResult).Assembly.GetType("Podclip.Engine.Settling.ErrorCodes", throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(code => (string)code.GetRawConstantValue()!),
    ];

    /// <summary>Codes that only ever come with the outcome "unknown", which has one row for all.</summary>
    private static readonly string[] OfUnknownOutcome = ["k8s_pod_still_stopping", "k8s_log_refused", "exit_status_disagrees", "outcome_unknown", "engine_fault"];

    /// <summary>What the host is told instead of this depends on how far the agent came.</summary>
    private static readonly string[] Told = ["agent_truncated", "agent_failed"];

    [Theory]
    [MemberData(nameof(EngineCodes))]
    public void Each_code_of_the_engine_has_a_row(string code) => Assert.True(
        OutcomeTable.Rows.Any(row => row.Ending == code)
        || OfUnknownOutcome.Contains(code, StringComparer.Ordinal)
        || Told.Contains(code, StringComparer.Ordinal),
        $"{code} has no row in OutcomeTable.cs.");

    [Fact]
    public void Each_outcome_has_a_row() => Assert.Equal(
        Enum.GetValues<RunOutcome>().Order(),
        OutcomeTable.Rows.Select(row => row.Outcome).Distinct().Order());

    [Fact]
    public void No_ending_has_two_rows() =>
        Assert.Equal(OutcomeTable.Rows.Count, OutcomeTable.Rows.DistinctBy(row => (row.Outcome, row.Ending)).Count());

    [Fact]
    public void Only_a_session_that_does_not_exist_is_forgotten() =>
        Assert.Equal("session_unavailable", Assert.Single(OutcomeTable.Rows, row => row.ClearsSession).ErrorCode);

    [Fact]
    public void The_word_by_which_the_host_goes_on_without_an_end_is_never_said() =>
        Assert.DoesNotContain(OutcomeTable.Rows, row => row.ErrorCode == "max_turns_exhausted");

    [Fact]
    public void The_documentation_has_the_table()
    {
        const string Path = "../../docs/paperclip-results.md";
        var text = File.ReadAllText(System.IO.Path.Combine(Fixtures.ProjectDirectory, Path));
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= 0 && end > begin, $"{Path} has no place for the table.");
        Golden.Check(Path, text[..(begin + Begin.Length)] + Table() + text[end..]);
    }

    private static string Table()
    {
        StringBuilder table = new("| outcome | ending | errorCode | errorFamily | the host may | session |\n|---|---|---|---|---|---|\n");
        foreach (var row in OutcomeTable.Rows)
        {
            var isLast = row.Ending is null && row.Outcome != RunOutcome.Succeeded;
            table.Append(CultureInfo.InvariantCulture, $"| {NameOf(row.Outcome)} | {(isLast ? "any other" : Code(row.Ending))} | {(isLast && row.ErrorCode is null ? "the ending" : Code(row.ErrorCode))} ");
            table.Append(CultureInfo.InvariantCulture, $"| {Code(row.ErrorFamily)} | {Describe(row.Restart)} | {(row.ClearsSession ? "forgotten" : "kept")} |\n");
        }

        return table.ToString();
    }

    private static string NameOf(RunOutcome outcome) => System.Text.Json.JsonSerializer.Serialize(outcome, EngineJson.Default.RunOutcome).Trim('"');

    private static string Code(string? word) => word is null ? "–" : $"`{word}`";

    private static string Describe(Restart restart) => restart switch
    {
        Restart.Never => "do nothing",
        Restart.Anew => "start anew",
        Restart.Resume => "resume",
        Restart.Cancelled => "go on with the issue",
        _ => throw new ArgumentOutOfRangeException(nameof(restart), restart, "This restart has no description."),
    };
}
