using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Tests;

/// <summary>What a recorded run was read as.</summary>
internal static class RecordedRun
{
    /// <summary>Checks that each entry can be shown and sent.</summary>
    public static void CheckForms(IReadOnlyList<TranscriptEntry> entries)
    {
        var formatter = new TerminalFormatter(colours: false);
        foreach (var entry in entries)
        {
            var json = TranscriptJson.ToLine(entry);
            Assert.DoesNotContain((byte)'\n', json);
            using var document = System.Text.Json.JsonDocument.Parse(json);
            Assert.Equal(entry.Kind, document.RootElement.GetProperty("kind").GetString());
            Assert.All(formatter.Format(entry), line => Assert.DoesNotContain(line, c => char.IsControl(c) && c != '\t'));
        }
    }

    /// <summary>Entries and evidence as a golden file has them.</summary>
    public static string Describe(IReadOnlyList<TranscriptEntry> entries, AgentEvidence evidence)
    {
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            text.Append(Shorten(Encoding.UTF8.GetString(TranscriptJson.ToLine(entry)))).Append('\n');
        }

        text.Append("---\n");
        text.Append(CultureInfo.InvariantCulture, $"ended: {evidence.HasEnded}, error: {evidence.IsError}, kind: {evidence.ErrorKind ?? "-"}, retrying: {evidence.RetryKind ?? "-"}\n");
        text.Append(CultureInfo.InvariantCulture, $"message: {Shorten(evidence.ErrorMessage ?? "-")}\n");
        text.Append(CultureInfo.InvariantCulture, $"session: {evidence.SessionId ?? "-"}, model: {evidence.Model ?? "-"}\n");
        text.Append(CultureInfo.InvariantCulture, $"summary: {Shorten(evidence.Summary ?? "-")}\n");
        var usage = evidence.Usage;
        text.Append(CultureInfo.InvariantCulture, $"input: {usage.InputTokens}, output: {usage.OutputTokens}, cached: {usage.CachedInputTokens}, cache creation: {usage.CacheCreationTokens}\n");
        text.Append(CultureInfo.InvariantCulture, $"cost: {evidence.CostUsd?.ToString(CultureInfo.InvariantCulture) ?? "-"}, turns: {evidence.Turns?.ToString(CultureInfo.InvariantCulture) ?? "-"}\n");
        text.Append(CultureInfo.InvariantCulture, $"diagnostics: {evidence.Diagnostics.Count}\n");
        return text.ToString();
    }

    private static string Shorten(string text)
    {
        var line = text.Replace("\n", "\\n", StringComparison.Ordinal);
        if (line.Length <= 400)
        {
            return line;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)))[..12];
        return string.Create(CultureInfo.InvariantCulture, $"{line[..300]}… ({line.Length} characters, {hash})");
    }
}
