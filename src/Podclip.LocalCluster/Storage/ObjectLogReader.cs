using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Storage;

/// <summary>Reads the store's file record by record.</summary>
internal static class ObjectLogReader
{
    /// <summary>Replays the records. Answers where the last whole record ends; what follows is a record that a crash cut off.</summary>
    /// <exception cref="InvalidDataException">A whole record cannot be read.</exception>
    public static long Read(Stream file, Dictionary<(string Resource, string Namespace, string Name), StoredObject> objects, out long version)
    {
        version = 0;
        long end = 0;
        var buffer = new byte[256 << 10];
        var held = 0;
        while (true)
        {
            if (held == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var read = file.Read(buffer, held, buffer.Length - held);
            if (read == 0)
            {
                return end;
            }

            held += read;
            var start = 0;
            int newline;
            while ((newline = buffer.AsSpan(start, held - start).IndexOf((byte)'\n')) >= 0)
            {
                version = Math.Max(version, Apply(buffer.AsSpan(start, newline), objects, end));
                start += newline + 1;
                end += newline + 1;
            }

            buffer.AsSpan(start, held - start).CopyTo(buffer);
            held -= start;
        }
    }

    private static long Apply(ReadOnlySpan<byte> line, Dictionary<(string, string, string), StoredObject> objects, long offset)
    {
        try
        {
            var record = JsonNode.Parse(line) as JsonObject;
            var version = record.Number("v") ?? throw new InvalidDataException($"the record at byte {offset} has no version");
            if (record.Text("r") is not { } resource)
            {
                return version;
            }

            var (ns, name) = (record.Text("ns") ?? "", record.Text("n") ?? "");
            if (record.At("o") is JsonObject document)
            {
                record!.Remove("o");
                objects[(resource, ns, name)] = new StoredObject(resource, ns, name, document.Text("metadata", "uid") ?? "", VersionOf(document, version), document);
            }
            else
            {
                objects.Remove((resource, ns, name));
            }

            return version;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"the store's record at byte {offset} cannot be read", exception);
        }
    }

    private static long VersionOf(JsonObject document, long recorded) =>
        long.TryParse(document.Text("metadata", "resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : recorded;
}
