using System.Text.Json.Nodes;

namespace Podclip.EndToEnd.Tests.Bridge;

/// <summary>A Paperclip instance's folder and a copy of an adapter's package, whose binary is the one under test.</summary>
public sealed class BridgeStage : IAsyncLifetime
{
    private static readonly UnixFileMode Everybody = (UnixFileMode)0x1ff;
    private readonly TemporaryDirectory _folder = new();

    /// <summary>PAPERCLIP_HOME.</summary>
    internal string Home => Path.Combine(_folder.Path, "home");

    /// <summary>The daemon's state directory, as the bridge chooses it.</summary>
    internal string State => Path.Combine(Home, "instances", "default", "podclip");

    /// <summary>An adapter's folder, as npm lays it out, and without a binary anywhere around it.</summary>
    internal string Adapter => Path.Combine(_folder.Path, "packages", "claude-k8s");

    internal Dictionary<string, string> Variables => new() { ["PAPERCLIP_HOME"] = Home, ["PODCLIP_CLUSTER"] = "embedded", ["PODCLIP_BIN"] = PodclipProcess.Binary };

    public ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Home);
        File.SetUnixFileMode(Home, Everybody);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(NodeProcess.Packages, "claude-k8s"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Adapter, Path.GetRelativePath(Path.Combine(NodeProcess.Packages, "claude-k8s"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        KillDaemon();
        using var down = PodclipProcess.Start(PodclipProcess.Binary, State, ["cluster", "down", "--purge"]);
        (await down.ExitAsync(TimeSpan.FromMinutes(1))).Expect(0);
        _folder.Dispose();
    }

    /// <summary>Where the daemon says that it listens; null when none has said so.</summary>
    internal JsonNode? Daemon => File.Exists(Path.Combine(State, "daemon.json")) ? JsonNode.Parse(File.ReadAllText(Path.Combine(State, "daemon.json"))) : null;

    internal void KillDaemon()
    {
        if (Daemon is { } daemon)
        {
            using var process = System.Diagnostics.Process.GetProcesses().FirstOrDefault(candidate => candidate.Id == daemon["pid"]!.GetValue<int>());
            process?.Kill();
            process?.WaitForExit(TimeSpan.FromSeconds(10));
        }
    }

    /// <summary>A stand-in for the agent: an image whose <c>claude</c> is a script.</summary>
    internal async Task AddAgentAsync(string name, string script)
    {
        var root = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(root);
        var program = Path.Combine(root, "claude");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, (UnixFileMode)0x1ed);
        using var add = PodclipProcess.Start(PodclipProcess.Binary, State, ["cluster", "image", "add", name, "--root", root, "--path", "."]);
        (await add.ExitAsync(TimeSpan.FromSeconds(30))).Expect(0);
    }

    /// <summary>Writes a context for such an agent.</summary>
    internal string Context(string run, string agent, string image, string prompt = "Go")
    {
        JsonObject context = new()
        {
            ["runId"] = run,
            ["agent"] = new JsonObject { ["id"] = agent, ["companyId"] = "company", ["name"] = "Ann" },
            ["runtime"] = new JsonObject { ["sessionId"] = null, ["sessionParams"] = null, ["sessionDisplayId"] = null, ["taskKey"] = "task" },
            ["config"] = new JsonObject
            {
                ["image"] = image,
                ["promptTemplate"] = prompt,
                ["graceSec"] = 5,
                ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "50Mi" } },
            },
            ["context"] = new JsonObject { ["taskId"] = "task" },
            ["authToken"] = "jwt-canary-0123456789",
        };
        return _folder.Write($"{run}.json", System.Text.Encoding.UTF8.GetBytes(context.ToJsonString()));
    }
}
