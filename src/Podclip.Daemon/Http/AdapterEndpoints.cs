using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.EnvironmentTest;
using Podclip.Paperclip.Hosting;
using Podclip.Paperclip.Skills;

namespace Podclip.Daemon.Http;

/// <summary>What the host asks of an adapter beside runs.</summary>
/// <param name="tester">Tests environments.</param>
/// <param name="host">The host's process.</param>
internal sealed class AdapterEndpoints(EnvironmentTester tester, HostProcess host)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/adapters", ListAsync);
        routes.MapGet("/v1/adapters/{type}", http => WithAdapterAsync(http, recipe => http.WriteAsync(StatusCodes.Status200OK, recipe.Describe(), PaperclipJson.Plain.AdapterDescription)));
        routes.MapGet("/v1/adapters/{type}/schema", http => WithAdapterAsync(http, recipe => http.WriteAsync(StatusCodes.Status200OK, recipe.Describe().ConfigSchema, PaperclipJson.Plain.AdapterConfigSchema)));
        routes.MapGet("/v1/adapters/{type}/models", http => WithAdapterAsync(http, recipe => http.WriteAsync(StatusCodes.Status200OK, recipe.Models(host.Variables), PaperclipJson.Plain.IReadOnlyListAdapterModel)));
        routes.MapPost("/v1/adapters/{type}/skills", http => WithAdapterAsync(http, recipe => ListSkillsAsync(http, recipe)));
        routes.MapPost("/v1/adapters/{type}/test", http => WithAdapterAsync(http, recipe => TestAsync(http, recipe)));
    }

    private static Task ListAsync(HttpContext http) => http.WriteAsync(
        StatusCodes.Status200OK,
        [.. AdapterRecipes.All.Select(recipe => new AdapterListEntry(recipe.Kind.Type, recipe.Describe().Label))],
        DaemonJson.Plain.IReadOnlyListAdapterListEntry);

    private static Task WithAdapterAsync(HttpContext http, Func<AdapterRecipe, Task> answer) => AdapterRecipes.Find(http.Route("type")) is { } recipe
        ? answer(recipe)
        : http.RefuseAsync(
            StatusCodes.Status404NotFound,
            ProblemCodes.UnknownAdapter,
            "There is no such adapter",
            $"There is no adapter {http.Route("type")}; there are {string.Join(", ", AdapterRecipes.All.Select(recipe => recipe.Kind.Type))}.");

    private async Task ListSkillsAsync(HttpContext http, AdapterRecipe recipe)
    {
        if (await http.ReadAsync(PaperclipJson.Plain.AdapterSkillContext) is { } asked)
        {
            await http.WriteAsync(StatusCodes.Status200OK, SkillListing.Of(recipe.Kind, recipe.Skills, asked.Config, host), PaperclipJson.Plain.AdapterSkillSnapshot);
        }
    }

    private async Task TestAsync(HttpContext http, AdapterRecipe recipe)
    {
        if (await http.ReadAsync(PaperclipJson.Plain.AdapterEnvironmentTestContext) is { } asked)
        {
            await http.WriteAsync(StatusCodes.Status200OK, await tester.TestAsync(recipe, asked, http.RequestAborted), PaperclipJson.Plain.AdapterEnvironmentTestResult);
        }
    }
}
