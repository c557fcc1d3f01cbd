using Podclip.WireReplay.Cluster;

namespace Podclip.WireReplay.Scenes;

/// <summary>An eviction that a PodDisruptionBudget forbids.</summary>
internal sealed class DisruptionScene : Scene
{
    private const string Namespace = "/api/v1/namespaces/wire2";
    private const string Budgets = "/apis/policy/v1/namespaces/wire2/poddisruptionbudgets";

    public override bool Plays(string name) => name == "pod-eviction-429-pdb";

    public override async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        var pod = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "pdbpod", ["labels"] = new JsonObject { ["app"] = "pdb" } },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(ScriptJob.Container("sleep 1000")), ["terminationGracePeriodSeconds"] = 1 },
        };
        await stage.Api.RequireAsync("POST", $"{Namespace}/pods", pod, cancellationToken);
        await stage.Api.RequireAsync("POST", Budgets, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "pdb" },
            ["spec"] = new JsonObject { ["minAvailable"] = 1, ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "pdb" } } },
        }, cancellationToken);
        for (var limit = DateTime.UtcNow.AddSeconds(20); DateTime.UtcNow < limit; await Task.Delay(50, cancellationToken))
        {
            if ((await stage.Api.RequireAsync("GET", $"{Budgets}/pdb", null, cancellationToken)).Number("status", "currentHealthy") == 1)
            {
                break;
            }
        }

        await stage.PlayAsync("pod-eviction-429-pdb", cancellationToken);
        await stage.Api.SendAsync("DELETE", $"{Namespace}/pods/pdbpod?gracePeriodSeconds=0", null, null, null, Identity.Admin, cancellationToken);
    }
}
