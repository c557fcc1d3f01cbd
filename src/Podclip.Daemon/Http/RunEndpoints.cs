using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Podclip.Daemon.Runs;
using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Contract;

namespace Podclip.Daemon.Http;

/// <summary>Runs: asked for, looked at, followed, cancelled.</summary>
/// <param name="runs">The runs.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">Ends the answers that go on for long.</param>
internal sealed partial class RunEndpoints(RunRegistry runs, TimeProvider time, CancellationToken stopping)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/runs", http => http.WriteAsync(StatusCodes.Status200OK, runs.List(), DaemonJson.Plain.IReadOnlyListHostedRunView));
        routes.MapPut("/v1/runs/{id}", StartAsync);
        routes.MapGet("/v1/runs/{id}", http => WithRunAsync(http, run => http.WriteAsync(StatusCodes.Status200OK, run.View, DaemonJson.Plain.HostedRunView)));
        routes.MapPost("/v1/runs/{id}/cancel", http => WithRunAsync(http, run => CancelAsync(http, run)));
        routes.MapGet("/v1/runs/{id}/events", http => WithRunAsync(http, run => FollowAsync(http, run)));
    }

    private static async Task CancelAsync(HttpContext http, HostedRun run)
    {
        run.Cancel();
        await http.WriteAsync(StatusCodes.Status202Accepted, run.View, DaemonJson.Plain.HostedRunView);
    }

    private Task WithRunAsync(HttpContext http, Func<HostedRun, Task> answer) => RunId().IsMatch(http.Route("id")) && runs.Find(http.Route("id")) is { } run
        ? answer(run)
        : http.RefuseAsync(StatusCodes.Status404NotFound, ProblemCodes.UnknownRun, "There is no such run", $"There is no run {http.Route("id")} here. Runs are kept for 7 days after their result was told.");

    private async Task StartAsync(HttpContext http)
    {
        if (await http.ReadAsync(DaemonJson.Plain.StartRequest) is not { } asked)
        {
            return;
        }

        List<string> problems = [];
        var context = Read(http.Route("id"), asked, problems);
        if (problems.Count > 0 || context is null)
        {
            await http.RefuseAsync(StatusCodes.Status400BadRequest, ProblemCodes.InvalidRequest, "The run cannot be started", string.Join(' ', problems));
            return;
        }

        var (run, isNew, isConflict) = runs.Ask(context.RunId, asked.Adapter!, context);
        await (run is not null
            ? http.WriteAsync(isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, run.View, DaemonJson.Plain.HostedRunView)
            : isConflict
                ? http.RefuseAsync(StatusCodes.Status409Conflict, ProblemCodes.RunConflict, "The id is taken", $"Run {context.RunId} belongs to another adapter or agent.")
                : http.RefuseAsync(StatusCodes.Status503ServiceUnavailable, ProblemCodes.Draining, "No new runs are taken", "This daemon ends when the runs it looks after are over. Stop it (POST /v1/stop) and start another: it takes them up."));
    }

    private static AdapterExecutionContext? Read(string id, StartRequest asked, List<string> problems)
    {
        if (!RunId().IsMatch(id))
        {
            problems.Add("The run's id must be 1 to 128 letters, digits, dots, underscores and hyphens, and begin with a letter or digit.");
        }

        if (asked.Adapter is null || AdapterRecipes.Find(asked.Adapter) is null)
        {
            problems.Add($"adapter must be one of {string.Join(", ", AdapterRecipes.All.Select(recipe => recipe.Kind.Type))}, not {asked.Adapter ?? "absent"}.");
        }

        if (asked.Context.ValueKind is not JsonValueKind.Object)
        {
            problems.Add("context must be an object: the execution context.");
            return null;
        }

        try
        {
            var context = asked.Context.Deserialize(PaperclipJson.Plain.AdapterExecutionContext)!;
            if (context.RunId != id)
            {
                problems.Add($"context.runId is {context.RunId}, not {id}.");
            }

            return context;
        }
        catch (JsonException e)
        {
            problems.Add($"context at {e.Path ?? "$"}: {e.Message}");
            return null;
        }
    }

    private async Task FollowAsync(HttpContext http, HostedRun run)
    {
        var isSse = http.Request.Headers.Accept.Any(accept => accept?.Contains(EventStream.SseType, StringComparison.OrdinalIgnoreCase) == true);
        var word = http.Request.Query["after"].FirstOrDefault() ?? http.Request.Headers["Last-Event-ID"].FirstOrDefault() ?? "0";
        if (!long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var after))
        {
            await http.RefuseAsync(StatusCodes.Status400BadRequest, ProblemCodes.InvalidRequest, "The cursor cannot be read", $"after={word} is no number of an event.");
            return;
        }

        if (after > run.Events.LastSequence)
        {
            await http.RefuseAsync(
                StatusCodes.Status409Conflict,
                ProblemCodes.CursorAhead,
                "The cursor is ahead",
                $"after={after}, and run {http.Route("id")} has {run.Events.LastSequence} events: this daemon's state is older than what the caller has seen. Start again from after=0.");
            return;
        }

        using var following = run.Follow();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        if (await new EventStream(http.Response, isSse, time).WriteAsync(run.Events, after, ended.Token))
        {
            run.MarkTold();
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$", RegexOptions.None, 1000)]
    private static partial Regex RunId();
}
