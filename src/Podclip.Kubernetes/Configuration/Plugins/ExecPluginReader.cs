using System.Text;
using System.Text.Json.Nodes;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Configuration.Plugins;

/// <summary>Reads the <c>exec</c> of a kubeconfig's user.</summary>
internal static class ExecPluginReader
{
    private const string Group = "client.authentication.k8s.io";
    private const string ClusterExtension = "client.authentication.k8s.io/exec";

    /// <summary>The plugin; what is wrong with it becomes a problem of the entry.</summary>
    /// <param name="exec">The mapping.</param>
    /// <param name="cluster">The context's cluster, or null if it has none.</param>
    /// <param name="connection">The connection the credential is for.</param>
    public static ExecPlugin? Read(KubeConfigEntry exec, KubeConfigEntry? cluster, ClusterConnection connection)
    {
        var version = ReadVersion(exec);
        CheckMode(exec, version);
        if (exec.Text("command") is not { Length: > 0 } command)
        {
            exec.Problem($"{exec.Label} names no command");
            return null;
        }

        return version is null ? null : new ExecPlugin
        {
            Label = $"exec plugin {command} of {exec.Owner}",
            Command = command.Contains('/', StringComparison.Ordinal) ? exec.FilePath("command")! : command,
            Arguments = exec.Texts("args"),
            Variables = ReadVariables(exec),
            ApiVersion = version,
            InstallHint = exec.Text("installHint") is { Length: > 0 } hint ? Printable(hint) : null,
            Info = Info(version, exec.Flag("provideClusterInfo") ? Describe(cluster, connection) : null),
        };
    }

    private static string? ReadVersion(KubeConfigEntry exec)
    {
        var version = exec.Text("apiVersion");
        if (version is $"{Group}/v1" or $"{Group}/v1beta1")
        {
            return version;
        }

        exec.Problem($"apiVersion of {exec.Label} is neither {Group}/v1 nor {Group}/v1beta1");
        return null;
    }

    private static void CheckMode(KubeConfigEntry exec, string? version)
    {
        switch (exec.Text("interactiveMode"))
        {
            case "Never" or "IfAvailable":
                break;
            case null when version is null or $"{Group}/v1beta1":
                break;
            case null:
                exec.Problem($"{exec.Label} says no interactiveMode");
                break;
            case "Always":
                exec.Problem($"{exec.Label} wants to ask at a terminal (interactiveMode Always), and there is none here");
                break;
            default:
                exec.Problem($"interactiveMode of {exec.Label} is none of Never, IfAvailable and Always");
                break;
        }
    }

    private static Dictionary<string, string> ReadVariables(KubeConfigEntry exec)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in exec.Items("env"))
        {
            if (variable.Text("name") is { Length: > 0 } name && !name.Contains('=', StringComparison.Ordinal))
            {
                variables[name] = variable.Text("value") ?? "";
            }
            else
            {
                exec.Problem($"env of {exec.Label} has an entry without a usable name");
            }
        }

        return variables;
    }

    private static string Info(string version, JsonObject? cluster)
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (cluster is not null)
        {
            spec["cluster"] = cluster;
        }

        return new JsonObject { ["apiVersion"] = version, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
    }

    private static JsonObject Describe(KubeConfigEntry? cluster, ClusterConnection connection)
    {
        var description = new JsonObject { ["server"] = connection.Server.OriginalString };
        AddIfSet(description, "tls-server-name", connection.TlsServerName);
        AddIfSet(description, "insecure-skip-tls-verify", connection.SkipTlsVerification ? true : null);
        AddIfSet(description, "certificate-authority-data", connection.CertificateAuthorities is { } authorities ? Convert.ToBase64String(Encoding.UTF8.GetBytes(authorities.ExportCertificatePems())) : null);
        AddIfSet(description, "proxy-url", cluster?.Text("proxy-url"));
        AddIfSet(description, "config", cluster?.Extension(ClusterExtension));
        return description;
    }

    private static void AddIfSet(JsonObject target, string name, JsonNode? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }

    private static string Printable(string text) => string.Concat(text.Trim().Select(c => char.IsControl(c) && c != '\n' ? ' ' : c));
}
