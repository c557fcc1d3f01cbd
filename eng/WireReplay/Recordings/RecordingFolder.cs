namespace Podclip.WireReplay.Recordings;

/// <summary>A folder of recordings, one file each.</summary>
internal static class RecordingFolder
{
    public static IReadOnlyDictionary<string, Recording> Load(string folder) =>
        Directory.EnumerateFiles(folder, "*.json")
            .Select(file => new Recording(Path.GetFileNameWithoutExtension(file), JsonNode.Parse(File.ReadAllText(file))!))
            .Where(recording => recording.Document.At("request") is not null)
            .ToDictionary(recording => recording.Name, StringComparer.Ordinal);
}
