using System.Reflection;
using System.Text;
using System.Text.Json;
using Podclip.Agents.Claude;
using Podclip.Agents.OpenCode;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Tests;

/// <summary>Recorded runs of a real agent.</summary>
internal sealed class Recordings
{
    private readonly string _folder;
    private readonly Func<ITranscriptReader> _createReader;

    private Recordings(string agent, Func<ITranscriptReader> createReader)
    {
        _folder = Path.Combine(ProjectDirectory, "..", "Recordings", "transcripts", agent);
        _createReader = createReader;
    }

    public static string ProjectDirectory { get; } = typeof(Recordings).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "ProjectDirectory").Value!;

    /// <summary>Claude Code 2.1.329.</summary>
    public static Recordings Claude { get; } = new("claude", () => new ClaudeAgent().CreateReader());

    /// <summary>OpenCode 1.18.33. The two endless ones were cut after 60 lines.</summary>
    public static Recordings OpenCode { get; } = new("opencode", () => new OpenCodeAgent().CreateReader());

    public IEnumerable<string> Names =>
        Directory.EnumerateFiles(_folder, "*.jsonl").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public int ExitCode(string name) => Meta(name).GetProperty("exit_code_of_pipeline").GetInt32();

    public string StandardError(string name) => Meta(name).GetProperty("stderr").GetString()!;

    public IReadOnlyList<byte[]> Lines(string name) => Split(File.ReadAllBytes(Path.Combine(_folder, name + ".jsonl")));

    /// <summary>Standard output, then standard error, as a pod's log may give them.</summary>
    public IReadOnlyList<byte[]> AllLines(string name) => [.. Lines(name), .. Split(Encoding.UTF8.GetBytes(StandardError(name)))];

    public (IReadOnlyList<TranscriptEntry> Entries, AgentEvidence Evidence) Read(string name) => Read(Lines(name));

    public (IReadOnlyList<TranscriptEntry> Entries, AgentEvidence Evidence) Read(IEnumerable<byte[]> lines)
    {
        var reader = _createReader();
        List<TranscriptEntry> entries = [.. lines.SelectMany(line => reader.Read(line))];
        return (entries, reader.Evidence);
    }

    private JsonElement Meta(string name) => JsonElement.Parse(File.ReadAllBytes(Path.Combine(_folder, name + ".meta.json")));

    private static List<byte[]> Split(ReadOnlySpan<byte> bytes)
    {
        List<byte[]> lines = [];
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            lines.Add(bytes[..(end < 0 ? bytes.Length : end)].ToArray());
            bytes = bytes[(end < 0 ? bytes.Length : end + 1)..];
        }

        return lines;
    }
}
