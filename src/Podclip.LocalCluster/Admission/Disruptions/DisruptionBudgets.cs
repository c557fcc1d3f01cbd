using System.Text.Json.Nodes;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Api.Selectors;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.Disruptions;

/// <summary>Asks the budgets whether a pod may be evicted, and takes what it costs out of them.</summary>
internal sealed class DisruptionBudgets(ObjectStore store, TimeProvider timeProvider)
{
    /// <summary>How many evictions a budget may have open, as in the real server.</summary>
    private const int MostDisrupted = 2000;
    private const string Denied = "Cannot evict pod as it would violate the pod's disruption budget.";

    /// <summary>Whether a pod is ready, which is what healthy means to budgets.</summary>
    public static bool IsReady(JsonNode? pod) => pod.Items("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True");

    /// <summary>Takes an eviction out of the budget of a pod, if it has one.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="dryRun">Whether it is only asked.</param>
    /// <exception cref="ApiException">The budget has nothing left (429), or there is more than one (500).</exception>
    public void Take(StoredObject pod, bool dryRun)
    {
        if (pod.Document.Text("status", "phase") is "Succeeded" or "Failed" or "Pending" || pod.Document.Text("metadata", "deletionTimestamp") is not null)
        {
            return;
        }

        var budgets = store.List(ResourceNames.PodDisruptionBudgets, pod.Namespace).Items
            .Where(b => LabelSelectorReader.Matches(b.Document.At("spec", "selector"), pod.Document.At("metadata", "labels")))
            .ToList();
        if (budgets.Count > 1)
        {
            throw new ApiException(500, reason: null, "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        }

        if (budgets.Count == 1)
        {
            store.Update(ResourceNames.PodDisruptionBudgets, pod.Namespace, budgets[0].Name, budget =>
            {
                if (!IsReady(pod.Document) && IsUnhealthyFree(budget))
                {
                    return false;
                }

                Require(budget);
                Decrement(budget, pod.Name, timeProvider.GetUtcNow());
                return !dryRun;
            });
        }
    }

    /// <summary>A pod that is not ready costs nothing while the others are enough, or where the budget says so.</summary>
    private static bool IsUnhealthyFree(JsonObject budget) =>
        budget.Text("spec", "unhealthyPodEvictionPolicy") == "AlwaysAllow"
        || (budget.Number("status", "currentHealthy") >= budget.Number("status", "desiredHealthy") && budget.Number("status", "desiredHealthy") > 0);

    private static void Require(JsonObject budget)
    {
        var name = budget.Text("metadata", "name")!;
        if ((budget.Number("status", "observedGeneration") ?? 0) < budget.Number("metadata", "generation"))
        {
            throw TooMany($"The disruption budget {name} is still being processed by the server.", retryAfterSeconds: 10);
        }

        if (budget.At("status", "disruptedPods") is JsonObject { Count: > MostDisrupted })
        {
            throw ApiErrors.Forbidden("poddisruptionbudget.policy", name, "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
        }

        if (budget.Number("status", "disruptionsAllowed") is null or 0)
        {
            throw TooMany(
                FormattableString.Invariant($"The disruption budget {name} needs {budget.Number("status", "desiredHealthy") ?? 0} healthy pods and has {budget.Number("status", "currentHealthy") ?? 0} currently"),
                retryAfterSeconds: null);
        }
    }

    private static void Decrement(JsonObject budget, string pod, DateTimeOffset now)
    {
        var status = budget.Child("status");
        var left = (status.Number("disruptionsAllowed") ?? 0) - 1;
        status["disruptionsAllowed"] = left;
        if (left == 0)
        {
            DisruptionCondition.Set(budget, now);
        }

        // Until the pod is seen to go, the controller must not count it as healthy.
        status.Child("disruptedPods")[pod] = now.ToWireTime();
    }

    private static ApiException TooMany(string cause, int? retryAfterSeconds)
    {
        var details = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = cause }) };
        if (retryAfterSeconds is { } seconds)
        {
            details["retryAfterSeconds"] = seconds;
        }

        return new ApiException(429, "TooManyRequests", Denied, details) { RetryAfterSeconds = retryAfterSeconds };
    }
}
