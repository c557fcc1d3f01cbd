using System.Text.Json;
using System.Text.RegularExpressions;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>Variables as the host's agent form stores them: values, or references to secrets that the host resolves. Behaviour of adapter-utils 2026.916.1.</summary>
public static partial class EnvBindings
{
    /// <summary>The bindings that are understood: text, <c>plain</c>, <c>secret_ref</c> and <c>user_secret_ref</c>, each with the members it may have.</summary>
    /// <param name="bindings">The form's bindings by name.</param>
    /// <returns>The bindings; names no shell could hold are left out.</returns>
    public static JsonObject ParseEnvBindings(JsonNode? bindings)
    {
        var result = new JsonObject();
        foreach (var (name, node) in JsJson.Members(ConfigValues.ParseObject(bindings)))
        {
            if (VariableName().IsMatch(name) && Read(node) is { } binding)
            {
                result[name] = binding;
            }
        }

        return result;
    }

    /// <summary>The older form: lines <c>NAME=value</c>; blank lines, comments and names no shell could hold are skipped.</summary>
    /// <param name="text">The lines.</param>
    /// <returns>The values, not trimmed at their start.</returns>
    public static IReadOnlyDictionary<string, string> ParseEnvVars(string text)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').Select(JsText.Trim))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line[0] != '#' && JsText.Trim(line[..equals]) is var name && VariableName().IsMatch(name))
            {
                result[name] = line[(equals + 1)..];
            }
        }

        return result;
    }

    /// <summary>Both forms together; a binding wins.</summary>
    /// <param name="bindings">The form's bindings by name.</param>
    /// <param name="text">The lines, or null.</param>
    /// <returns>The bindings.</returns>
    public static JsonObject BuildAdapterEnvConfig(JsonNode? bindings, string? text)
    {
        var result = ParseEnvBindings(bindings);
        foreach (var (name, value) in ParseEnvVars(text ?? ""))
        {
            result.TryAdd(name, Plain(value));
        }

        return result;
    }

    private static JsonObject? Read(JsonNode? node)
    {
        if (JsJson.TextOf(node) is { } text)
        {
            return Plain(text);
        }

        var binding = ConfigValues.ParseObject(node);
        var (type, name) = JsJson.TextOf(binding["type"]) switch
        {
            "plain" => ("plain", "value"),
            "secret_ref" => ("secret_ref", "secretId"),
            "user_secret_ref" => ("user_secret_ref", "key"),
            _ => ("", ""),
        };
        if (JsJson.TextOf(binding[name]) is not { } value)
        {
            return null;
        }

        var result = new JsonObject { ["type"] = type, [name] = value };
        if (type != "plain" && (JsNumber.Of(binding["version"]) is not null || JsJson.TextOf(binding["version"]) == "latest"))
        {
            result["version"] = binding["version"]!.DeepClone();
        }

        foreach (var flag in type == "user_secret_ref" ? ["required", "allowMissingOverride"] : Array.Empty<string>())
        {
            if (binding[flag]?.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            {
                result[flag] = binding[flag]!.DeepClone();
            }
        }

        return result;
    }

    private static JsonObject Plain(string value) => new() { ["type"] = "plain", ["value"] = value };

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariableName();
}
