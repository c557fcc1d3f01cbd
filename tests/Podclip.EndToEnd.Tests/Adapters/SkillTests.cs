using System.Text.Json.Nodes;
using Podclip.Kubernetes.Client;

namespace Podclip.EndToEnd.Tests.Adapters;

/// <summary>Skills of the host in a run: what the agent itself says that it has.</summary>
[Trait("Needs", "claude")]
public sealed class SkillTests(AdapterHost host, TestCluster cluster) : IClassFixture<AdapterHost>, IClassFixture<TestCluster>, IDisposable
{
    private const string Key = "paperclipai/paperclip/tell-the-time";

    private readonly TemporaryDirectory _source = new();

    [Fact]
    public async Task Claude_finds_them_in_the_shared_folder_and_the_next_run_uses_the_same()
    {
        var context = Context("skilled");
        var first = await host.ExecuteAsync("claude_k8s", context);
        Assert.Contains("[paperclip] Skills bundled (1): tell-the-time\n", first.Log, StringComparison.Ordinal);
        Assert.Contains("tell-the-time", SkillsOf(first));
        var key = first.Result["sessionParams"]!["promptBundleKey"]!.GetValue<string>();
        var arguments = first.Of("meta").Single()["meta"]!["commandArgs"]!.AsArray().Select(argument => argument!.GetValue<string>()).ToList();
        var folder = arguments[arguments.IndexOf("--add-dir") + 1];
        Assert.EndsWith($"/instances/default/companies/{context["agent"]!["companyId"]}/claude-prompt-cache/{key}", folder, StringComparison.Ordinal);
        var written = File.GetLastWriteTimeUtc(folder);

        context["runId"] = Guid.NewGuid().ToString();
        var second = await host.ExecuteAsync("claude_k8s", context);
        Assert.Equal(key, second.Result["sessionParams"]!["promptBundleKey"]!.GetValue<string>());
        Assert.Equal(written, File.GetLastWriteTimeUtc(folder));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(folder)!));
    }

    [Fact]
    public async Task They_travel_with_a_run_whose_cluster_does_not_see_the_hosts_folder()
    {
        await cluster.Client.CreateAsync(
            ResourceTypes.PersistentVolumeClaims,
            "default",
            new PersistentVolumeClaim
            {
                ApiVersion = "v1",
                Kind = "PersistentVolumeClaim",
                Metadata = new ObjectMeta { Name = "workspaces" },
                Spec = new PersistentVolumeClaimSpec { AccessModes = ["ReadWriteOnce"], Resources = new ResourceRequirements { Requests = new Dictionary<string, string> { ["storage"] = "1Gi" } } },
            },
            cancellationToken: TestContext.Current.CancellationToken);
        var context = Context("travelling");
        var config = context["config"]!;
        config["kubeconfig"] = cluster.Cluster.KubeconfigPath;
        config["workspaceVolumeClaim"] = "workspaces";
        config["promptTemplate"] = "Work [[scenario:bash command=\"/run/podclip/files/bundle/.claude/skills/tell-the-time/scripts/now.sh\"]]";
        context["context"]!["paperclipWorkspace"]!["cwd"] = "/paperclip";
        var lines = await host.ExecuteAsync("claude_k8s", context);
        Assert.Equal((null, 0), (lines.Text("errorMessage"), lines.Result["exitCode"]!.GetValue<int>()));
        Assert.Contains("tell-the-time", SkillsOf(lines));
        Assert.Contains("The command printed: it is now", lines.Log, StringComparison.Ordinal);
    }

    public void Dispose() => _source.Dispose();

    private static IEnumerable<string> SkillsOf(ExecutionLines lines) => lines.Of("log")
        .Select(line => line["chunk"]!.GetValue<string>())
        .Where(chunk => chunk.StartsWith("{\"type\":\"system\",\"subtype\":\"init\"", StringComparison.Ordinal))
        .SelectMany(chunk => JsonNode.Parse(chunk)!["skills"]!.AsArray().Select(skill => skill!.GetValue<string>()));

    private JsonObject Context(string agent)
    {
        Directory.CreateDirectory(Path.Combine(_source.Path, "scripts"));
        _source.Write("SKILL.md", "---\nname: tell-the-time\ndescription: Tells the time.\n---\nRun scripts/now.sh.\n"u8.ToArray());
        File.SetUnixFileMode(_source.Write("scripts/now.sh", "#!/bin/sh\necho it is now\n"u8.ToArray()), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var context = host.Context("claude_k8s", "ctx-manual.json", agent, "Work [[scenario:plain]]");
        context["config"]!["paperclipRuntimeSkills"] = new JsonArray(new JsonObject { ["key"] = Key, ["runtimeName"] = "tell-the-time", ["source"] = _source.Path });
        context["config"]!["paperclipSkillSync"] = new JsonObject { ["desiredSkills"] = new JsonArray("tell-the-time") };
        return context;
    }
}
