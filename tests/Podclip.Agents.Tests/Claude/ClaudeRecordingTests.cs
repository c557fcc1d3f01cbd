using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Tests.Claude;

/// <summary>Every recorded run, against a golden file of its entries and evidence.</summary>
public class ClaudeRecordingTests
{
    public static TheoryData<string> Names => [.. Recordings.Claude.Names];

    [Fact]
    public void All_recordings_are_there() => Assert.Equal(107, Recordings.Claude.Names.Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void Recorded_run_reads_as_its_golden_file_says(string name)
    {
        var (entries, evidence) = Recordings.Claude.Read(name);
        Golden.Check(Path.Combine("Golden", "claude", name + ".golden"), RecordedRun.Describe(entries, evidence));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Evidence_agrees_with_the_exit_code(string name)
    {
        var (_, evidence) = Recordings.Claude.Read(name);
        switch (Recordings.Claude.ExitCode(name))
        {
            case 0:
                Assert.True(evidence.HasEnded);
                Assert.False(evidence.IsError);
                Assert.Null(evidence.ErrorKind);
                break;
            case 1 when evidence.HasEnded:
                Assert.True(evidence.IsError);
                Assert.NotNull(evidence.ErrorKind);
                Assert.NotNull(evidence.ErrorMessage);
                break;
            case 1:
                // It never came to an event: what was wrong stands on standard error only.
                Assert.False(string.IsNullOrWhiteSpace(Recordings.Claude.StandardError(name)));
                break;
            default:
                Assert.False(evidence.HasEnded);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_entry_has_a_json_and_a_terminal_form(string name) => RecordedRun.CheckForms(Recordings.Claude.Read(name).Entries);
}
