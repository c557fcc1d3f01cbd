using System.Globalization;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers;

/// <summary>Writes Events as the controllers and the kubelet of a real cluster do: a repeated one is counted, not written again.</summary>
internal sealed class EventRecorder(ObjectStore store, TimeProvider timeProvider)
{
    private const int RememberedLimit = 4096;
    private readonly Dictionary<EventIdentity, string> _written = [];
    private readonly EventSeries _series = new(store, timeProvider);
    private long _lastTicks;

    /// <summary>Reports something about an object.</summary>
    /// <param name="about">The object.</param>
    /// <param name="type"><c>Normal</c> or <c>Warning</c>.</param>
    /// <param name="reason">One word in upper camel case.</param>
    /// <param name="message">What happened.</param>
    /// <param name="component">Who says so, such as <c>kubelet</c>.</param>
    /// <param name="fieldPath">The part of the object meant, such as <c>spec.containers{main}</c>.</param>
    /// <param name="host">The node of the component, if it runs on one.</param>
    public void Record(StoredObject about, string type, string reason, string message, string component, string? fieldPath = null, string? host = null)
    {
        var identity = new EventIdentity(about.Uid, type, reason, message, component, fieldPath);
        if (CountAgain(identity, NamespaceOf(about)))
        {
            return;
        }

        var now = timeProvider.GetUtcNow();
        var source = new JsonObject { ["component"] = component };
        if (host is not null)
        {
            source["host"] = host;
        }

        var name = Create(about, fieldPath, new JsonObject
        {
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = source,
            ["firstTimestamp"] = now.ToWireTime(),
            ["lastTimestamp"] = now.ToWireTime(),
            ["count"] = 1,
            ["type"] = type,
            ["eventTime"] = null,
            ["reportingComponent"] = component,
            ["reportingInstance"] = host ?? "",
        });
        Remember(identity, name);
    }

    /// <summary>Reports something in the newer form that the scheduler uses: no source, no count, a time with microseconds.</summary>
    public void RecordSeries(StoredObject about, string type, string reason, string message, string component, string action)
    {
        var key = new EventSeries.Key(about.Uid, about.Version, type, reason, component, action);
        if (_series.CountAgain(key))
        {
            return;
        }

        var name = Create(about, fieldPath: null, new JsonObject
        {
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = new JsonObject(),
            ["firstTimestamp"] = null,
            ["lastTimestamp"] = null,
            ["type"] = type,
            ["eventTime"] = timeProvider.GetUtcNow().ToWireMicroTime(),
            ["action"] = action,
            ["reportingComponent"] = component,
            ["reportingInstance"] = $"{component}-{Nodes.LocalNode.Name}",
        });
        _series.Begin(key, NamespaceOf(about), name);
    }

    private static string NamespaceOf(StoredObject about) => about.Namespace.Length == 0 ? "default" : about.Namespace;

    private string Create(StoredObject about, string? fieldPath, JsonObject fields)
    {
        // An Event must not keep its namespace from going.
        var ns = NamespaceOf(about);
        if (store.Find(ResourceNames.Namespaces, "", ns) is { } home && home.Document.Text("metadata", "deletionTimestamp") is not null)
        {
            return "";
        }

        var eventName = $"{about.Name}.{NextSuffix():x16}";
        var involved = new JsonObject { ["kind"] = about.Document.Text("kind") };
        if (about.Namespace.Length > 0)
        {
            involved["namespace"] = about.Namespace;
        }

        involved["name"] = about.Name;
        involved["uid"] = about.Uid;
        involved["apiVersion"] = about.Document.Text("apiVersion");
        involved["resourceVersion"] = about.Version.ToString(CultureInfo.InvariantCulture);
        if (fieldPath is not null)
        {
            involved["fieldPath"] = fieldPath;
        }

        var document = new JsonObject
        {
            ["kind"] = "Event",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["name"] = eventName, ["namespace"] = ns },
            ["involvedObject"] = involved,
        };
        foreach (var (name, value) in fields)
        {
            document[name] = value?.DeepClone();
        }

        store.TryCreate(ResourceNames.Events, ns, document);
        return eventName;
    }

    private void Remember(EventIdentity identity, string name)
    {
        lock (_written)
        {
            if (_written.Count >= RememberedLimit)
            {
                _written.Clear();
            }

            _written[identity] = name;
        }
    }

    private bool CountAgain(EventIdentity identity, string ns)
    {
        string? name;
        lock (_written)
        {
            _written.TryGetValue(identity, out name);
        }

        return name is not null && store.Update(ResourceNames.Events, ns, name, document =>
        {
            document["count"] = (document.Number("count") ?? 1) + 1;
            document["lastTimestamp"] = timeProvider.GetUtcNow().ToWireTime();
            return true;
        }) is not null;
    }

    /// <summary>Names are the time in nanoseconds, as client-go makes them; two in one tick must still differ.</summary>
    private long NextSuffix()
    {
        var ticks = (timeProvider.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        while (true)
        {
            var last = Interlocked.Read(ref _lastTicks);
            var next = Math.Max(ticks, last + 1);
            if (Interlocked.CompareExchange(ref _lastTicks, next, last) == last)
            {
                return next;
            }
        }
    }

    private sealed record EventIdentity(string Uid, string Type, string Reason, string Message, string Component, string? FieldPath);
}
