using System.Text;
using System.Text.Json;
using Podclip.Paperclip;
using Podclip.Paperclip.Adapters;

namespace Podclip.Transcripts;

/// <summary>A run of a real agent: what it printed, and how it ended.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The adapter of its agent.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="ExitCode">Its exit code; 128 and the signal for one that a signal ended.</param>
public sealed record RecordedRun(string Name, AdapterKind Kind, byte[] Output, byte[] Error, int ExitCode)
{
    /// <summary>Reads every run of a folder: <c>NAME.jsonl</c> is the output, <c>NAME.meta.json</c> holds <c>cli</c>, <c>exit_code_of_pipeline</c> and perhaps <c>stderr</c>.</summary>
    /// <param name="folder">The folder; its subfolders are read too.</param>
    /// <returns>The runs, by name.</returns>
    /// <exception cref="InvalidDataException">The folder holds none, or one of an unknown agent.</exception>
    public static IReadOnlyList<RecordedRun> ReadAll(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*.meta.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? [.. files.Select(file => Read(folder, file))] : throw new InvalidDataException($"{folder} holds no *.meta.json.");
    }

    private static RecordedRun Read(string folder, string file)
    {
        var meta = JsonElement.Parse(File.ReadAllBytes(file));
        var stem = file[..^".meta.json".Length];
        var agent = meta.GetProperty("cli").GetString();
        var kind = AdapterRecipes.Find($"{agent}_k8s")?.Kind ?? throw new InvalidDataException($"{file} is a run of {agent}, which has no adapter.");
        var code = meta.GetProperty("exit_code_of_pipeline").GetInt32();
        return new RecordedRun(
            Path.GetRelativePath(folder, stem),
            kind,
            File.ReadAllBytes(stem + ".jsonl"),
            Encoding.UTF8.GetBytes(meta.TextAt("stderr") ?? ""),
            code < 0 ? 128 - code : code);
    }
}
