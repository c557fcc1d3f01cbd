using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Admission.Disruptions;
using Podclip.LocalCluster.Api.Http;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Schema;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Subresources;

/// <summary>
/// <c>pods/eviction</c>: if its disruption budget has something left, the pod is told why it goes (condition DisruptionTarget), and then
/// deleted with its grace.
/// </summary>
internal sealed class PodEvictionSubresource(ObjectStore store, ObjectDeletion deletion, DisruptionBudgets budgets, TimeProvider timeProvider) : ISubresource
{
    public string Name => "eviction";

    public string Kind => "Eviction";

    public string Group => "policy";

    public string Version => "v1";

    public IReadOnlyList<string> Verbs { get; } = ["create"];

    public async Task HandleAsync(ApiRequest request, HttpContext context, CancellationToken stopping)
    {
        var type = SchemaCatalog.Default[Kind];
        var eviction = DocumentDecoder.Decode(await RequestBody.ReadObjectAsync(context, Kind), type).Document;
        if (eviction.Text("metadata", "name") is { Length: > 0 } name && name != request.Name)
        {
            throw ApiErrors.BadRequest("name in URL does not match name in Eviction object");
        }

        var options = eviction["deleteOptions"];
        var isDryRun = request.IsDryRun || options.Texts("dryRun").Any();
        if (store.Find(ResourceNames.Pods, request.Namespace!, request.Name!) is { } pod && (options.Text("preconditions", "uid") ?? pod.Uid) == pod.Uid)
        {
            budgets.Take(pod, isDryRun);
        }

        if (!isDryRun)
        {
            // Of another pod of that name the deletion says in words that it is not the one.
            DisruptionMark.Set(store, request.Namespace!, request.Name!, options.Text("preconditions", "uid"), "EvictionByEvictionAPI", "Eviction API: evicting", timeProvider.GetUtcNow());
        }

        deletion.Delete(request.Kind, request.Namespace!, request.Name!, new DeleteRequest
        {
            GraceSeconds = options.Number("gracePeriodSeconds"),
            Uid = options.Text("preconditions", "uid"),
            IsDryRun = isDryRun,
        });
        await ApiResponse.WriteAsync(context, StatusCodes.Status201Created, new JsonObject
        {
            ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = StatusCodes.Status201Created,
        });
    }
}
