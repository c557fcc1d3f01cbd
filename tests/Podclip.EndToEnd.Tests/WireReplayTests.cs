namespace Podclip.EndToEnd.Tests;

/// <summary><c>eng/wire.sh</c>: what a real API server was recorded to answer, against an embedded cluster.</summary>
[Collection(AloneCollection.Name)]
[Trait("Needs", "time")]
public sealed class WireReplayTests
{
    [Fact]
    public async Task The_embedded_cluster_answers_as_a_real_server_did_except_where_the_documentation_says_so()
    {
        using var state = new TemporaryDirectory();
        using var process = PodclipProcess.Start("bash", state.Path, [Path.Combine(Repository.Folder, "eng", "wire.sh"), Path.Combine(Repository.Folder, "tests", "Recordings", "kubernetes")]);
        var exit = await process.ExitAsync(TimeSpan.FromMinutes(6));
        Assert.True(exit.Code == 0, string.Join('\n', exit.Text.Split('\n').Where(line => !line.StartsWith("agree", StringComparison.Ordinal))) + exit.Error);
        Assert.DoesNotContain("(the documentation says that it differs)", exit.Text, StringComparison.Ordinal);
    }
}
