using System.Diagnostics;
using System.Globalization;
using Podclip.ScriptedModel;

namespace Podclip.Paperclip.EndToEnd.Tests.Hosting;

/// <summary>
/// A machine of an operator: a Paperclip server with Podclip's adapters, installed as the README says, the real Claude Code as an image of the
/// embedded cluster, and a scripted model in place of a real one.
/// </summary>
public sealed class PaperclipSite : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("podclip-paperclip-").FullName;
    private ScriptedModelServer? _model;
    private PaperclipServer? _server;

    internal PaperclipServer Server => _server!;

    internal PaperclipApi Api { get; private set; } = null!;

    internal IReadOnlyList<RecordedRequest> ModelRequests => _model!.Requests;

    /// <summary>What `podclip paperclip install` printed.</summary>
    internal string Installed { get; private set; } = "";

    /// <summary>The adapters' folder and binary, where the server's user can read them.</summary>
    internal string Package => Path.Combine(_folder, "podclip");

    /// <summary>A folder of the server's user.</summary>
    internal string Folder => Path.Combine(_folder, "work");

    public async ValueTask InitializeAsync()
    {
        try
        {
            await SetUpAsync();
        }
        catch
        {
            await DisposeAsync(); // nobody else does, and a server left running would be in the way of the next
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(_folder))
        {
            return; // after a set-up that failed it has been done
        }

        if (_server is { } server)
        {
            await server.DisposeAsync();
            foreach (var pid in Daemons())
            {
                using var daemon = Process.GetProcesses().FirstOrDefault(process => process.Id == pid);
                daemon?.Kill();
            }

            if (Directory.Exists(server.Podclip))
            {
                await PodclipAsync("cluster", "down", "--purge");
            }
        }

        Api?.Dispose();
        await (_model?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A configuration that leads the agent to the scripted model.</summary>
    internal JsonObject Config() => new()
    {
        ["env"] = new JsonObject { ["ANTHROPIC_BASE_URL"] = _model!.BaseUrl.AbsoluteUri.TrimEnd('/'), ["ANTHROPIC_API_KEY"] = "sk-scripted-0123456789", ["CLAUDE_CODE_MAX_RETRIES"] = "1" },
        ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "200Mi" } },
    };

    /// <summary>An image whose <c>claude</c> is a script.</summary>
    internal async Task AddAgentAsync(string image, string script)
    {
        var root = Path.Combine(_folder, image.Replace('/', '-'));
        Directory.CreateDirectory(root);
        var program = Path.Combine(root, "claude");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, (UnixFileMode)0x1ed);
        await PodclipAsync("cluster", "image", "add", image, "--root", root, "--path", ".");
    }

    /// <summary>The daemons that run.</summary>
    internal IReadOnlyList<int> Daemons()
    {
        var command = $"{Path.Combine(Package, "bin", "podclip")}\0serve";
        return [.. Directory.EnumerateDirectories("/proc").Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var pid) ? pid : 0).Where(pid => pid > 0 && CommandOf(pid).StartsWith(command, StringComparison.Ordinal))];
    }

    /// <summary>Runs the installed binary as the server's user; its output.</summary>
    internal async Task<string> PodclipAsync(params string[] words)
    {
        var start = Server.Command([Path.Combine(Package, "bin", "podclip"), .. words]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(process.ExitCode == 0, $"podclip {string.Join(' ', words)}: {process.ExitCode} {await errors}");
        return await output;
    }

    private async Task SetUpAsync()
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0x1ed);
        await OrdinaryUser.RunAsync("cp", "-r", Installation.Packages, Package);
        await OrdinaryUser.RunAsync("cp", "-r", Installation.Claude, Path.Combine(_folder, "claude"));
        var app = Installation.Paperclip;
        if (!await OrdinaryUser.CanReadAsync(Path.Combine(app, "node_modules", "paperclipai", "package.json")))
        {
            app = Path.Combine(_folder, "app");
            await OrdinaryUser.RunAsync("sh", "-c", "cp -al \"$1\" \"$2\" 2>/dev/null || { rm -rf \"$2\"; cp -a \"$1\" \"$2\"; }", "copy", Installation.Paperclip, app);
        }

        Directory.CreateDirectory(Folder);
        _server = PaperclipServer.Create(Path.Combine(_folder, "server"), app);
        await OrdinaryUser.OwnAsync(Path.Combine(_folder, "server"));
        await OrdinaryUser.OwnAsync(Folder);
        _model = await ScriptedModelServer.StartAsync(new ScriptedModelOptions { ScenarioDirectory = Path.Combine(AppContext.BaseDirectory, "Scenarios") }, CancellationToken.None);
        await Server.StartAsync();
        Api = new PaperclipApi(Server.Url);
        Installed = await PodclipAsync("paperclip", "install", "--url", Server.Url.AbsoluteUri, "-o", "json");
        await PodclipAsync("cluster", "image", "add", "podclip/claude", "--root", Path.Combine(_folder, "claude"), "--path", ".");
    }

    private static string CommandOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return ""; // it has just ended
        }
    }
}
