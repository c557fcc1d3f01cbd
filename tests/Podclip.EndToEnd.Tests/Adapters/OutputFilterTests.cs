using System.Text.Json.Nodes;

namespace Podclip.EndToEnd.Tests.Adapters;

/// <summary>What the model gets to read of a tool's output when <c>enableRtk</c> is on: from its own requests.</summary>
[Trait("Needs", "claude")]
public sealed class OutputFilterTests(AdapterHost host) : IClassFixture<AdapterHost>
{
    private const string Numbers = "Work [[scenario:bash command=\"seq 1 2000\"]]";

    [Fact]
    public async Task The_model_reads_a_commands_output_cut()
    {
        var asked = host.Requests.Count;
        var lines = await host.ExecuteAsync("claude_k8s", Limited("bash-cut", Numbers, "100"));
        Assert.Equal((null, 0), (lines.Text("errorMessage"), lines.Result["exitCode"]!.GetValue<int>()));
        Assert.True(host.WasTold("\\n35\\n36\\n3\\n[...8792 bytes truncated by paperclip-rtk]", asked));
        Assert.False(host.WasTold("\\n1999\\n", asked));
    }

    [Fact]
    public async Task The_model_reads_a_file_cut()
    {
        var context = Limited("read-cut", "", "1000");
        var file = Path.Combine(context["context"]!["paperclipWorkspace"]!["cwd"]!.GetValue<string>(), "notes.txt");
        await File.WriteAllTextAsync(file, new string('é', 1000) + "the end", TestContext.Current.CancellationToken);
        context["config"]!["promptTemplate"] = $"Work [[scenario:read path={file}]]";
        var asked = host.Requests.Count;
        var lines = await host.ExecuteAsync("claude_k8s", context);
        Assert.Equal((null, 0), (lines.Text("errorMessage"), lines.Result["exitCode"]!.GetValue<int>()));

        // Claude Code numbers the lines of what the hook left.
        Assert.True(host.WasTold("é\\n2\\t[...1007 bytes truncated by paperclip-rtk]", asked));
        Assert.False(host.WasTold("the end", asked));
    }

    [Fact]
    public async Task Output_within_the_limit_is_left_as_it_is()
    {
        var asked = host.Requests.Count;
        var lines = await host.ExecuteAsync("claude_k8s", Limited("bash-whole", Numbers, "50000"));
        Assert.Equal((null, 0), (lines.Text("errorMessage"), lines.Result["exitCode"]!.GetValue<int>()));
        Assert.True(host.WasTold("\\n1999\\n2000", asked));
        Assert.False(host.WasTold("paperclip-rtk", asked));
    }

    private JsonObject Limited(string agent, string prompt, string limit)
    {
        var context = host.Context("claude_k8s", "ctx-manual.json", agent, prompt);
        context["config"]!["enableRtk"] = true;
        context["config"]!["rtkMaxOutputBytes"] = limit;
        return context;
    }
}
