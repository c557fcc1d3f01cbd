namespace Podclip.EndToEnd.Tests.OpenCode;

/// <summary>The real OpenCode at work on folders of this machine. Its sessions belong to the folder they were begun in.</summary>
[Trait("Needs", "opencode")]
public sealed class OpenCodeWorkspaceTests(OpenCodeCluster cluster) : IClassFixture<OpenCodeCluster>, IDisposable
{
    private readonly TemporaryDirectory _folders = new();

    [Fact]
    public async Task A_file_is_written_and_the_session_goes_on_in_its_folder()
    {
        var workspace = Create("repo");
        var first = (await cluster.RunAsync("Hello", workspace)).Expect(0).Json;
        var session = first.GetProperty("sessionId").GetString()!;
        var second = (await cluster.RunAsync("Again", workspace, "--session", session)).Expect(0).Json;
        Assert.Equal(session, second.GetProperty("sessionId").GetString());
        var note = await File.ReadAllLinesAsync(Path.Combine(workspace, "hello-from-podclip.md"), TestContext.Current.CancellationToken);
        Assert.Equal(("# Hello from Podclip", "Prompt 2 of the same session was here too."), (note[0], note[^1]));
    }

    [Fact]
    public async Task A_session_of_another_folder_hangs_without_a_word_unless_it_is_told_where_it_belongs()
    {
        var outer = Create("outer");
        var inner = Create("outer/inner");
        var session = (await cluster.RunAsync("Hello", outer, "--agent", "stray")).Expect(0).Json.GetProperty("sessionId").GetString()!;
        string[] again = ["--agent", "stray", "--session", session];
        var silent = (await cluster.RunAsync("Again", inner, [.. again, "--silence-timeout", "15s", "--grace", "5s"])).Expect(1).Json;
        Assert.Equal("agent_silent", silent.GetProperty("errorCode").GetString());
        var told = (await cluster.RunAsync("Again [[scenario:plain]]", inner, [.. again, "--", "--dir", outer])).Expect(0).Json;
        Assert.Equal(session, told.GetProperty("sessionId").GetString());
    }

    [Fact]
    public async Task A_session_whose_folder_is_not_there_is_told()
    {
        var gone = Create("gone");
        var session = (await cluster.RunAsync("Hello", gone, "--agent", "loser")).Expect(0).Json.GetProperty("sessionId").GetString()!;
        var result = (await cluster.RunAsync("Again", Create("other"), "--agent", "loser", "--session", session)).Expect(1).Json;
        Assert.Equal("session_unavailable", result.GetProperty("errorCode").GetString());
        Assert.EndsWith(gone, result.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S13_A_repositorys_own_configuration_is_read_only_if_that_is_wanted()
    {
        var workspace = Create("hostile");
        await File.WriteAllTextAsync(Path.Combine(workspace, "opencode.json"), """{"permission":{"bash":"deny"}}""", TestContext.Current.CancellationToken);
        const string Prompt = "Go [[scenario:bash command=pwd]]";
        var result = (await cluster.RunAsync(Prompt, workspace)).Expect(0).Json;
        Assert.Equal($"The command printed: {workspace}", result.GetProperty("summary").GetString()!.TrimEnd());
        var wanted = (await cluster.RunAsync(Prompt, workspace, "-e", "OPENCODE_DISABLE_PROJECT_CONFIG=")).Expect(0).Json;
        Assert.DoesNotContain($"printed: {workspace}", wanted.GetProperty("summary").GetString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folders.Dispose();

    // Whoever the agent is, it may write there.
    private string Create(string name)
    {
        var path = Path.Combine(_folders.Path, name);
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, (UnixFileMode)0x1ff);
        File.SetUnixFileMode(_folders.Path, (UnixFileMode)0x1ff);
        return path;
    }
}
