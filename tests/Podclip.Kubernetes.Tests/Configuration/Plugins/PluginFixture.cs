using System.Text;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;

namespace Podclip.Kubernetes.Tests.Configuration.Plugins;

/// <summary>A kubeconfig whose user runs a shell script for its credential. The script finds its folder in <c>$DIR</c>.</summary>
internal sealed class PluginFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    /// <summary>How often the script began; it must contain <see cref="CountRun"/>.</summary>
    public int Runs => File.Exists(Path.Combine(Folder, "runs")) ? File.ReadAllLines(Path.Combine(Folder, "runs")).Length : 0;

    public static string CountRun => "echo run >> $DIR/runs";

    /// <summary>Shell words that print a credential.</summary>
    public static string Print(string status, string version = "v1") =>
        $$$"""printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/{{{version}}}","status":{ {{{status}}} }}'""";

    public string Write(string script, string server = "https://h:1", string exec = "", string cluster = "", string user = "", string version = "v1", string mode = "Never")
    {
        _folder.Write("plugin.sh", script);
        return _folder.Write("config", $"""
            current-context: x
            contexts:
            - name: x
              context: dict(cluster: c, user: u)
            clusters:
            - name: c
              cluster:
                server: {server}
            {Indent(cluster, 4)}
            users:
            - name: u
              user:
            {Indent(user, 4)}
                exec:
                  apiVersion: client.authentication.k8s.io/{version}
                  command: sh
                  args: [{Folder}/plugin.sh, "first arg", s3cret-argument]
                  interactiveMode: {mode}
                  env:
                  - name: DIR
                    value: {Folder}
            {Indent(exec, 6)}
            """.Replace("dict(cluster: c, user: u)", "{cluster: c, user: u}", StringComparison.Ordinal));
    }

    public ClusterConnection Load(string script, string server = "https://h:1", string exec = "", string cluster = "", string user = "", string version = "v1", TimeProvider? time = null) =>
        KubeConfig.Load(Write(script, server, exec, cluster, user, version), null, time ?? TimeProvider.System, _ => null);

    public string Read(string name) => File.ReadAllText(Path.Combine(Folder, name), Encoding.UTF8);

    public void Dispose() => _folder.Dispose();

    private static string Indent(string text, int width) => string.Join('\n', text.Split('\n').Select(line => new string(' ', width) + line));
}
