using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Api.Http;
using Podclip.LocalCluster.Security;

namespace Podclip.LocalCluster.Faults;

/// <summary>
/// <c>/podclip/faults</c>: the script in force and what has happened by it (GET), another script (PUT or POST), none (DELETE). For the
/// holder of the cluster's own token; no fault happens to it. <c>kubectl get|create|replace|delete --raw</c> reach it.
/// </summary>
internal static class FaultEndpoint
{
    private const string Path = "/podclip/faults";

    /// <summary>Whether a request is for it.</summary>
    public static bool Owns(HttpRequest request) => request.Path.Value?.TrimEnd('/') == Path;

    /// <summary>Answers such a request.</summary>
    public static async Task HandleAsync(FaultInjector faults, ApiUser user, HttpContext context)
    {
        if (user != ApiUser.Administrator)
        {
            throw new ApiException(403, "Forbidden", $"forbidden: User \"{user.Name}\" cannot use {Path}", []);
        }

        switch (context.Request.Method)
        {
            case "GET":
                break;
            case "PUT" or "POST":
                faults.Use(await ReadAsync(context));
                break;
            case "DELETE":
                faults.Use(FaultScript.None);
                break;
            default:
                throw ApiErrors.MethodNotAllowed();
        }

        await ApiResponse.WriteAsync(context, StatusCodes.Status200OK, faults.Report());
    }

    private static async Task<FaultScript> ReadAsync(HttpContext context)
    {
        try
        {
            return FaultScript.Parse(await RequestBody.ReadAsync(context));
        }
        catch (FaultScriptException refused)
        {
            throw ApiErrors.BadRequest(refused.Message);
        }
    }
}
