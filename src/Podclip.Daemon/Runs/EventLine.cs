using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Podclip.Daemon.Runs;

/// <summary>An event as a line of JSON: <c>{"seq":1,"time":"…","type":"log",…,"at":{…}}</c>.</summary>
internal static class EventLine
{
    /// <summary>What callers get when nothing has happened for a while.</summary>
    public static ReadOnlyMemory<byte> Heartbeat { get; } = "{\"type\":\"heartbeat\"}\n"u8.ToArray();

    /// <summary>The type of the last event.</summary>
    public const string ResultType = "result";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes one, its end included.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="type">Its type.</param>
    /// <param name="position">Where it comes from.</param>
    /// <param name="writeMembers">Writes the members of its type.</param>
    public static ReadOnlyMemory<byte> Write(long sequence, DateTimeOffset time, string type, EventPosition position, Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("seq"u8, sequence);
            writer.WriteString("time"u8, time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteString("type"u8, type);
            writeMembers(writer);
            writer.WriteStartObject("at"u8);
            if (position.RunId is { } run)
            {
                writer.WriteString("run"u8, run);
            }

            writer.WriteNumber("record"u8, position.Record);
            writer.WriteNumber("count"u8, position.Count);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>Reads of one what a daemon needs to go on; false for what is no whole event.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out (long Sequence, EventPosition Position, bool IsResult) known)
    {
        known = default;
        try
        {
            var reader = new Utf8JsonReader(line);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("seq"u8))
                {
                    reader.Read();
                    known.Sequence = reader.GetInt64();
                }
                else if (reader.ValueTextEquals("type"u8))
                {
                    reader.Read();
                    known.IsResult = reader.ValueTextEquals(ResultType);
                }
                else if (reader.ValueTextEquals("at"u8))
                {
                    known.Position = ReadPosition(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            return known.Sequence > 0 && reader.TokenType == JsonTokenType.EndObject;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static EventPosition ReadPosition(ref Utf8JsonReader reader)
    {
        string? run = null;
        long record = 0;
        var count = 0;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("run"u8))
            {
                reader.Read();
                run = reader.GetString();
            }
            else if (reader.ValueTextEquals("record"u8))
            {
                reader.Read();
                record = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("count"u8))
            {
                reader.Read();
                count = reader.GetInt32();
            }
            else
            {
                reader.Skip();
            }
        }

        return new EventPosition(run, record, count);
    }
}
