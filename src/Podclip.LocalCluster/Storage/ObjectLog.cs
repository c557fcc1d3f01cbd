using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Storage;

/// <summary>
/// The store's file: one JSON record a line, each change appended. A record cut off by a crash is dropped at the next start; the call
/// that wrote it had not returned. Rewriting goes to a new file that then takes the name, so there is always one whole file.
/// Records reach the operating system, not the platter: they survive the process, not a power cut.
/// </summary>
internal sealed class ObjectLog : IDisposable
{
    private const string FileName = "objects.log";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly long _compactionBytes;
    private readonly ArrayBufferWriter<byte> _buffer = new(16 << 10);
    private FileStream _file;
    private long _compactSize;

    private ObjectLog(string path, long compactionBytes, FileStream file)
    {
        _path = path;
        _compactionBytes = compactionBytes;
        _file = file;
        _compactSize = file.Length;
    }

    /// <summary>Whether the file holds so much of the past that rewriting it is worth the time.</summary>
    public bool IsCompactionDue => _file.Length > (2 * _compactSize) + _compactionBytes;

    /// <summary>Opens the log in a directory and reads the objects it holds.</summary>
    /// <exception cref="InvalidDataException">A record before the last one cannot be read.</exception>
    public static ObjectLog Open(string directory, long compactionBytes, out IReadOnlyCollection<StoredObject> objects, out long version)
    {
        Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        var path = Path.Combine(directory, FileName);
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            BufferSize = 0,
            UnixCreateMode = OwnerOnly,
        });
        try
        {
            var found = new Dictionary<(string, string, string), StoredObject>();
            var end = ObjectLogReader.Read(file, found, out version);
            file.SetLength(end);
            file.Position = end;
            objects = found.Values;
            return new ObjectLog(path, compactionBytes, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes an object's new state. Answers the record's length.</summary>
    public int Append(StoredObject stored) => Write(stored, stored.Document);

    /// <summary>Writes that an object is gone. Answers the record's length.</summary>
    public int AppendRemoval(StoredObject last) => Write(last, document: null);

    /// <summary>Rewrites the file to hold only the living objects.</summary>
    public void Compact(IEnumerable<StoredObject> objects, long version)
    {
        var temporary = _path + ".new";
        var file = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            BufferSize = 64 << 10,
            UnixCreateMode = OwnerOnly,
        });
        try
        {
            Encode(w => w.WriteNumber("v", version));
            file.Write(_buffer.WrittenSpan);
            foreach (var stored in objects)
            {
                EncodeRecord(stored, stored.Document);
                file.Write(_buffer.WrittenSpan);
            }

            file.Flush(flushToDisk: true);
            File.Move(temporary, _path, overwrite: true);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _file.Dispose();
        _file = file;
        _compactSize = file.Length;
    }

    public void Dispose() => _file.Dispose();

    private int Write(StoredObject stored, JsonObject? document)
    {
        EncodeRecord(stored, document);
        var start = _file.Position;
        try
        {
            _file.Write(_buffer.WrittenSpan);
            _file.Flush();
        }
        catch (IOException)
        {
            // Half a record must not stay in front of the next one.
            _file.SetLength(start);
            _file.Position = start;
            throw;
        }

        return _buffer.WrittenCount;
    }

    private void EncodeRecord(StoredObject stored, JsonObject? document) => Encode(writer =>
    {
        writer.WriteNumber("v", stored.Version);
        writer.WriteString("r", stored.Resource);
        writer.WriteString("ns", stored.Namespace);
        writer.WriteString("n", stored.Name);
        if (document is not null)
        {
            writer.WritePropertyName("o");
            document.WriteTo(writer);
        }
    });

    private void Encode(Action<Utf8JsonWriter> members)
    {
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        _buffer.Write("\n"u8);
    }
}
