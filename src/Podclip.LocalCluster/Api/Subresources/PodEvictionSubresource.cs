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
    private const string Condition = "DisruptionTarget";

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
            MarkDisrupted(request, options);
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

    private void MarkDisrupted(ApiRequest request, JsonNode? options)
    {
        var now = timeProvider.GetUtcNow().ToWireTime();
        _ = store.Update(ResourceNames.Pods, request.Namespace!, request.Name!, pod =>
        {
            if (options.Text("preconditions", "uid") is { } uid && uid != pod.Text("metadata", "uid"))
            {
                // The deletion refuses it in words.
                return false;
            }

            var conditions = pod.Child("status").ChildArray("conditions");
            if (conditions.OfType<JsonObject>().Any(c => c.Text("type") == Condition))
            {
                return false;
            }

            conditions.Add((JsonNode)new JsonObject
            {
                ["type"] = Condition,
                ["status"] = "True",
                ["lastProbeTime"] = null,
                ["lastTransitionTime"] = now,
                ["reason"] = "EvictionByEvictionAPI",
                ["message"] = "Eviction API: evicting",
            });
            return true;
        });
    }
}
