using Podclip.Kubernetes.Resources.Core;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.Configuration;

/// <summary>
/// Reads tolerations: a list of objects, its JSON, or lines such as <c>gpu=true:NoSchedule</c> and <c>spot:NoExecute</c>, as kubectl writes taints.
/// </summary>
internal static class TolerationReader
{
    /// <summary>The tolerations; null when the key is not there.</summary>
    public static IReadOnlyList<Toleration>? Read(ConfigReader config, string key)
    {
        if (JsJson.TextOf(config.Node(key)) is { } text && text.TrimStart() is not ['[', ..])
        {
            return [.. ConfigLines.Of(text).Select(line => OfLine(line, key, config)).OfType<Toleration>()];
        }

        return config.List(key) is { } list
            ? [.. list.Select(item => OfObject(item, key, config)).OfType<Toleration>()]
            : config.Has(key) ? [] : null;
    }

    private static Toleration? OfLine(string line, string key, ConfigReader config)
    {
        var colon = line.LastIndexOf(':');
        var taint = colon < 0 ? line : line[..colon];
        var equals = taint.IndexOf('=', StringComparison.Ordinal);
        var name = (equals < 0 ? taint : taint[..equals]).Trim();
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/'))
        {
            config.Reject($"{key}: the line '{line}' is no toleration such as gpu=true:NoSchedule.");
            return null;
        }

        return new Toleration
        {
            Key = name,
            Operator = equals < 0 ? "Exists" : "Equal",
            Value = equals < 0 ? null : taint[(equals + 1)..].Trim(),
            Effect = colon < 0 ? null : line[(colon + 1)..].Trim(),
        };
    }

    private static Toleration? OfObject(JsonNode? node, string key, ConfigReader config)
    {
        if (node is not JsonObject members)
        {
            config.Reject($"{key} must be a list of objects.");
            return null;
        }

        string? Text(string name) => JsJson.TextOf(members[name]);
        return new Toleration
        {
            Key = Text("key"),
            Operator = Text("operator"),
            Value = Text("value"),
            Effect = Text("effect"),
            TolerationSeconds = JsNumber.Finite(members["tolerationSeconds"]) is { } seconds ? (long)seconds : null,
        };
    }
}
