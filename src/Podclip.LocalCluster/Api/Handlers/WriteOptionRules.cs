using Podclip.LocalCluster.Api.Requests;

namespace Podclip.LocalCluster.Api.Handlers;

/// <summary>What the parameters of a request that writes may say.</summary>
internal static class WriteOptionRules
{
    /// <summary>Refuses values that the real server does not know either.</summary>
    /// <exception cref="ApiException">There is one.</exception>
    public static void Check(ApiRequest request)
    {
        if (request.Parameter("dryRun") is { } dryRun and not "All")
        {
            throw ApiErrors.InvalidOption("meta.k8s.io", KindOf(request), "", e => e.NotSupported("dryRun", [dryRun], "All"));
        }

        if (request.Parameter("fieldValidation") is { } rule and not ("Ignore" or "Strict" or "Warn"))
        {
            throw ApiErrors.InvalidOption("meta.k8s.io", KindOf(request), "", e => e.NotSupported("fieldValidation", rule, "", "Ignore", "Strict", "Warn"));
        }
    }

    private static string KindOf(ApiRequest request) => request.Verb switch
    {
        "create" => "CreateOptions",
        "update" => "UpdateOptions",
        "patch" => "PatchOptions",
        _ => "DeleteOptions",
    };
}
