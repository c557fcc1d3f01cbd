using System.Buffers;
using System.Text.Json;
using Podclip.Kubernetes.Serialization;

namespace Podclip.Kubernetes.Client;

/// <summary>Reads one line of a watch: <c>{"type": …, "object": …}</c>, in either order.</summary>
internal static class WatchFrame
{
    /// <summary>The event of a line, or null for a type this client does not know.</summary>
    /// <exception cref="KubernetesException">The line is an ERROR event, or cannot be read.</exception>
    public static WatchEvent<T>? Read<T>(ApiRequest request, ResourceType<T> type, in ReadOnlySequence<byte> line)
        where T : KubernetesObject
    {
        try
        {
            var (kind, body) = Split(line);
            if (kind == "ERROR")
            {
                throw RequestFailure.FromWatch(request, ReadObject(body, KubernetesJson.Default.Status));
            }

            return TypeOf(kind) is { } known ? new WatchEvent<T>(known, ReadObject(body, type.ObjectJson)) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw RequestFailure.Unreadable(request, e);
        }
    }

    private static TObject ReadObject<TObject>(in ReadOnlySequence<byte> body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<TObject> json)
    {
        var reader = new Utf8JsonReader(body);
        return JsonSerializer.Deserialize(ref reader, json) ?? throw new JsonException("the event's object is null");
    }

    private static WatchEventType? TypeOf(string? kind) => kind switch
    {
        "ADDED" => WatchEventType.Added,
        "MODIFIED" => WatchEventType.Modified,
        "DELETED" => WatchEventType.Deleted,
        "BOOKMARK" => WatchEventType.Bookmark,
        _ => null,
    };

    private static (string? Kind, ReadOnlySequence<byte> Body) Split(in ReadOnlySequence<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        string? kind = null;
        var body = ReadOnlySequence<byte>.Empty;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("an event is not an object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            reader.Read();
            if (isType)
            {
                kind = reader.GetString();
            }

            var start = reader.TokenStartIndex;
            reader.Skip();
            if (isObject)
            {
                body = line.Slice(start, reader.BytesConsumed - start);
            }
        }

        return (kind, body);
    }
}
