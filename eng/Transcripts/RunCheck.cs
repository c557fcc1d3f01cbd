using System.Text;
using System.Text.Json;
using Podclip.Paperclip;
using Podclip.Paperclip.Contract;

namespace Podclip.Transcripts;

/// <summary>Whether Podclip reads a recorded run as the rules say.</summary>
public static class RunCheck
{
    /// <summary>What the rules say of a run.</summary>
    /// <param name="run">The run.</param>
    /// <returns>The expectation.</returns>
    public static Expectation Expect(RecordedRun run) => run.Kind == AdapterKind.Claude ? ClaudeRules.Apply(run) : OpenCodeRules.Apply(run);

    /// <summary>Compares a reading with the rules.</summary>
    /// <param name="run">The run.</param>
    /// <param name="expected">What the rules say.</param>
    /// <param name="reading">What Podclip makes of it.</param>
    /// <returns>What differs; empty when nothing does.</returns>
    public static IReadOnlyList<string> Compare(RecordedRun run, Expectation expected, RunReading reading)
    {
        List<string> differences = [];
        var result = reading.Result;
        var isSuccess = result is { ExitCode: 0, ErrorMessage: null, Signal: null, TimedOut: false };
        Check("success", expected.Succeeded, isSuccess);
        Check("clearSession", expected.ClearSession, result.ClearSession == true);
        Check("sessionId", expected.SessionId, result.SessionId);
        Check("sessionParams.sessionId", expected.SessionId, result.SessionParams?["sessionId"]?.GetValue<string>());
        Check("sessionDisplayId", expected.SessionId, result.SessionDisplayId);
        Check("usage.inputTokens", expected.InputTokens, result.Usage?.InputTokens);
        Check("usage.outputTokens", expected.OutputTokens, result.Usage?.OutputTokens);
        Check("usage.cachedInputTokens", expected.CachedTokens, result.Usage?.CachedInputTokens);
        Check("usageBasis", "per_run", result.UsageBasis);
        Check("costUsd", expected.CostUsd, result.CostUsd);
        Check("errorFamily", expected.ErrorFamily, result.ErrorFamily);
        Check("errorCode given", !isSuccess, result.ErrorCode is not null);
        Check("errorCode", expected.ErrorCode, expected.ErrorCode is null ? null : result.ErrorCode);
        var errorLines = Encoding.UTF8.GetString(run.Error).Split('\n').Count(line => !string.IsNullOrWhiteSpace(line));
        var kinds = reading.Entries.CountBy(KindOf, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (var (kind, count) in expected.Entries.Append(new("stderr", errorLines)))
        {
            Check($"entries of kind {kind}", count, kinds.GetValueOrDefault(kind));
        }

        return differences;

        void Check<T>(string what, T wanted, T found)
        {
            if (!EqualityComparer<T>.Default.Equals(wanted, found))
            {
                differences.Add($"{what}: {found?.ToString() ?? "none"}, not {wanted?.ToString() ?? "none"}");
            }
        }
    }

    /// <summary>The kind of an entry on the wire.</summary>
    private static string KindOf(HostTranscriptEntry entry) =>
        JsonSerializer.SerializeToElement(entry, PaperclipJson.Plain.HostTranscriptEntry).GetProperty("kind").GetString()!;
}
