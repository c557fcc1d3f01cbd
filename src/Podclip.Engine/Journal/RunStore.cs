using System.Text.Json;

namespace Podclip.Engine.Journal;

/// <summary>The runs of a state directory: a folder each, with the record, the journal and, in the end, the result.</summary>
public sealed class RunStore
{
    private const string RecordFile = "run.json";
    private const string ResultFile = "result.json";

    private readonly StateDirectory _state;

    /// <summary>The runs of <paramref name="state"/>.</summary>
    /// <param name="state">The state directory.</param>
    public RunStore(StateDirectory state) => _state = state;

    /// <summary>The record of a run by its id or an unambiguous beginning of it, or null.</summary>
    /// <param name="runId">The id.</param>
    /// <returns>The record.</returns>
    public RunRecord? Find(string runId)
    {
        if (runId.Length == 0 || runId.Any(c => !char.IsAsciiLetterOrDigit(c)))
        {
            return null;
        }

        var matches = RunIds().Where(id => id.StartsWith(runId, StringComparison.Ordinal)).Take(2).ToList();
        return matches.Count == 1 ? Load(matches[0]) : matches.Contains(runId, StringComparer.Ordinal) ? Load(runId) : null;
    }

    /// <summary>The newest run, or null.</summary>
    /// <returns>The record.</returns>
    public RunRecord? FindLast() => RunIds().OrderDescending(StringComparer.Ordinal).Select(Load).FirstOrDefault(record => record is not null);

    /// <summary>The result of a finished run, or null.</summary>
    /// <param name="runId">The id.</param>
    /// <returns>The result.</returns>
    public RunResult? FindResult(string runId) => Read(Path.Combine(DirectoryOf(runId), ResultFile), EngineJson.Default.RunResult);

    /// <summary>All runs, newest first.</summary>
    /// <returns>The records.</returns>
    public IReadOnlyList<RunRecord> List() => [.. RunIds().OrderDescending(StringComparer.Ordinal).Select(Load).OfType<RunRecord>()];

    internal bool Knows(string runId) => Directory.Exists(DirectoryOf(runId));

    internal string DirectoryOf(string runId) => Path.Combine(_state.Runs, runId);

    /// <summary>Whether a process drives the run right now.</summary>
    internal bool IsDriven(string runId)
    {
        if (!Knows(runId))
        {
            return false;
        }

        if (!RunLock.TryTake(DirectoryOf(runId), out var free))
        {
            return true;
        }

        free.Dispose();
        return false;
    }

    internal void Save(RunRecord record)
    {
        _state.EnsureExists();
        Directory.CreateDirectory(DirectoryOf(record.RunId));
        StateFiles.Replace(Path.Combine(DirectoryOf(record.RunId), RecordFile), JsonSerializer.SerializeToUtf8Bytes(record, EngineJson.Default.RunRecord));
    }

    internal void Save(RunResult result) =>
        StateFiles.Replace(Path.Combine(DirectoryOf(result.RunId), ResultFile), JsonSerializer.SerializeToUtf8Bytes(result, EngineJson.Default.RunResult));

    internal void Remove(string runId) => Directory.Delete(DirectoryOf(runId), recursive: true);

    private IEnumerable<string> RunIds() => Directory.Exists(_state.Runs)
        ? Directory.EnumerateDirectories(_state.Runs).Select(path => Path.GetFileName(path))
        : [];

    private RunRecord? Load(string runId) => Read(Path.Combine(DirectoryOf(runId), RecordFile), EngineJson.Default.RunRecord);

    private static T? Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            // A run whose process died while it wrote its very first file has no record; it created nothing.
            return null;
        }
    }
}
