using System.Text;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Adapters;

/// <summary>Writes the adapters' configuration down, from the fields themselves.</summary>
public static class ConfigurationDocument
{
    /// <summary>One adapter's, for agents who hire agents: <c>agentConfigurationDoc</c>.</summary>
    /// <param name="type">The adapter's type.</param>
    /// <param name="purpose">What it runs.</param>
    /// <param name="fields">Its form.</param>
    /// <returns>Markdown.</returns>
    public static string OfAdapter(string type, string purpose, IReadOnlyList<ConfigFieldSchema> fields)
    {
        var text = new StringBuilder().Append($"# {type} agent configuration\n\nAdapter: {type}\n\n{purpose}\n");
        Append(text, "Core fields", [.. HostFields.All, .. fields.Where(field => field.Group is null or "Core")]);
        Append(text, "Kubernetes fields", fields.Where(field => field.Group == "Kubernetes"));
        return text.Append(
            "\nInherited from Paperclip's own pod (no config needed): image, image pull secrets, DNS, node selector, tolerations, the volume claim of /paperclip, "
            + "and the variables of model providers and proxies.\n").ToString();
    }

    /// <summary>All adapters', for people: <c>docs/configuration.md</c>.</summary>
    /// <returns>Markdown.</returns>
    public static string OfAll()
    {
        var text = new StringBuilder(
            """
            # Configuration of the Paperclip adapters

            <!-- Made from the adapters' fields by ConfigurationDocument; a test holds it equal. Change it there. -->

            Numbers and switches may be given as text, maps as an object, as JSON or as lines of `key=value`, and a blank field is none. What cannot be
            read is refused before anything is created, all problems at once. Unknown keys are ignored.

            `podclip adapter schema TYPE` prints the form's fields as Paperclip gets them; `podclip adapter test TYPE --config FILE` tries a configuration.

            ## Fields of every adapter that Paperclip edits by itself

            Set by Paperclip's own pages (model, instructions, timeout) or by its API.


            """);
        Table(text, HostFields.All);
        text.Append("\n## Fields of every adapter's form: the pod\n\n");
        Table(text, KubernetesFields.All(reattaches: true).Select(field => field.Key == "reattachOrphanedJobs" ? field with { Default = null, Hint = field.Hint + " On by default for claude_k8s, off for opencode_k8s." } : field));
        foreach (var recipe in AdapterRecipes.All)
        {
            text.Append($"\n## `{recipe.Kind.Type}`\n\n");
            Table(text, recipe.Describe().ConfigSchema.Fields.Where(field => field.Group != "Kubernetes"));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, IEnumerable<ConfigFieldSchema> fields)
    {
        text.Append($"\n{title}:\n");
        foreach (var field in fields)
        {
            text.Append($"- {field.Key} ({TypeOf(field)}, {(field.Required == true ? "required" : "optional")}{DefaultOf(field, ", default ")}): {field.Hint}\n");
        }
    }

    private static void Table(StringBuilder text, IEnumerable<ConfigFieldSchema> fields)
    {
        text.Append("| key | type | default | meaning |\n|---|---|---|---|\n");
        foreach (var field in fields)
        {
            text.Append($"| `{field.Key}` | {TypeOf(field)} | {DefaultOf(field, "")} | {field.Hint?.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
    }

    private static string TypeOf(ConfigFieldSchema field) => field.Options is { Count: > 0 } options
        ? string.Join(", ", options.Select(option => option.Value))
        : field.Type.ToString().ToLowerInvariant();

    private static string DefaultOf(ConfigFieldSchema field, string before) => field.Default is { } value
        ? before + (value.GetValueKind() is System.Text.Json.JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString())
        : "";
}
