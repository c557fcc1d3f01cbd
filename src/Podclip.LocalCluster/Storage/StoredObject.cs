using System.Text.Json;
using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Storage;

/// <summary>One version of one object. The document is never changed after it was stored: clone it to change it.</summary>
/// <param name="resource">Plural and group, such as <c>pods</c> or <c>jobs.batch</c>.</param>
/// <param name="ns">Its namespace; empty for kinds without one.</param>
/// <param name="name">Its name.</param>
/// <param name="uid">Its uid.</param>
/// <param name="version">Its resource version.</param>
/// <param name="document">The object with kind and apiVersion.</param>
internal sealed class StoredObject(string resource, string ns, string name, string uid, long version, JsonObject document)
{
    // A document takes about eight times the memory of its text. What is kept only in case somebody asks is kept as text.
    private volatile JsonObject? _document = document;
    private byte[]? _text;

    public string Resource => resource;

    public string Namespace => ns;

    public string Name => name;

    public string Uid => uid;

    public long Version => version;

    public JsonObject Document => _document ?? (JsonObject)JsonNode.Parse(_text)!;

    /// <summary>The same object as it is at another version.</summary>
    public StoredObject At(long next, JsonObject changed) => new(resource, ns, name, uid, next, changed);

    /// <summary>Keeps the text alone from now on: the object will hardly be asked for again.</summary>
    public void Pack()
    {
        if (_document is { } document)
        {
            _text = JsonSerializer.SerializeToUtf8Bytes(document, DocumentJson.Default.JsonObject);
            _document = null;
        }
    }
}
