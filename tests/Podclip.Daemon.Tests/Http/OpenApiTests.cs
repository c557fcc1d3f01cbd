using Microsoft.AspNetCore.Routing;

namespace Podclip.Daemon.Tests.Http;

public sealed class OpenApiTests
{
    [Fact]
    public async Task The_document_describes_every_route_and_no_other()
    {
        await using var stage = await DaemonStage.StartAsync();
        var document = JsonNode.Parse(await stage.Http.GetStringAsync(new Uri("/openapi.json", UriKind.Relative), TestContext.Current.CancellationToken))!;
        var described = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}"));
        Assert.Equal(stage.Daemon.Routes.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_document_names_every_code_and_state()
    {
        await using var stage = await DaemonStage.StartAsync();
        var document = await stage.Http.GetStringAsync(new Uri("/openapi.json", UriKind.Relative), TestContext.Current.CancellationToken);
        var codes = typeof(Daemon.Http.ProblemCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        Assert.All([.. codes, "waiting", "running", "finished"], word => Assert.Contains($"\"{word}\"", document, StringComparison.Ordinal));
    }
}
