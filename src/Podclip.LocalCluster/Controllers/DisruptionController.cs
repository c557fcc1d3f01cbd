using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Admission.Disruptions;
using Podclip.LocalCluster.Api.Selectors;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers;

/// <summary>Keeps what disruption budgets say of their pods: how many are healthy, and how many may be evicted.</summary>
internal sealed class DisruptionController : Controller<ObjectKey>
{
    private const string Component = "controllermanager";

    /// <summary>A pod that is still there so long after its eviction will not go.</summary>
    private static readonly TimeSpan DeletionTimeout = TimeSpan.FromMinutes(2);

    private readonly EventRecorder _events;

    public DisruptionController(ObjectStore store, EventRecorder events, TimeProvider timeProvider, ILogger logger)
        : base(store, timeProvider, logger)
    {
        _events = events;
        Observe(ResourceNames.PodDisruptionBudgets, change => [new ObjectKey(change.Object.Namespace, change.Object.Name)]);
        Observe(ResourceNames.Pods, change => BudgetsOf(change.Object).Concat(change.Previous is null ? [] : BudgetsOf(change.Previous)).Distinct());
    }

    protected override void Reconcile(ObjectKey key)
    {
        if (Store.Find(ResourceNames.PodDisruptionBudgets, key.Namespace, key.Name) is not { } budget)
        {
            return;
        }

        var pods = Store.List(ResourceNames.Pods, key.Namespace).Items.Where(pod => Selects(budget, pod)).ToList();
        if (pods.Count == 0)
        {
            _events.Record(budget, "Normal", "NoPods", "No matching pods found", Component);
        }

        try
        {
            Save(budget, pods, DisruptionTarget.Of(budget.Document["spec"], pods.Count, () => ScaleOf(pods)));
        }
        catch (ScaleUnknownException unknown)
        {
            _events.Record(budget, "Warning", "CalculateExpectedPodCountFailed", $"Failed to calculate the number of expected pods: {unknown.Message}", Component);
            SaveFailure(budget, unknown.Message);
        }
    }

    private static bool Selects(StoredObject budget, StoredObject pod) =>
        LabelSelectorReader.Matches(budget.Document.At("spec", "selector"), pod.Document.At("metadata", "labels"));

    /// <summary>
    /// How many pods the controllers of some want. As on the real server, pods without a controller are not counted, and Jobs have no
    /// scale: their pods can be counted by a number in minAvailable only.
    /// </summary>
    private static long ScaleOf(IEnumerable<StoredObject> pods)
    {
        foreach (var pod in pods)
        {
            if (pod.Document.Items("metadata", "ownerReferences").FirstOrDefault(o => o.Flag("controller")) is { } owner)
            {
                throw new ScaleUnknownException(owner.Text("kind") == "Job" ? "jobs.batch does not implement the scale subresource" : $"found no controllers for pod \"{pod.Name}\"");
            }
        }

        return 0;
    }

    private IEnumerable<ObjectKey> BudgetsOf(StoredObject pod) => Store.List(ResourceNames.PodDisruptionBudgets, pod.Namespace).Items
        .Where(budget => Selects(budget, pod))
        .Select(budget => new ObjectKey(budget.Namespace, budget.Name));

    private void Save(StoredObject budget, List<StoredObject> pods, DisruptionTarget target)
    {
        var now = TimeProvider.GetUtcNow();
        TimeSpan? nextLook = null;
        Store.Update(ResourceNames.PodDisruptionBudgets, budget.Namespace, budget.Name, document =>
        {
            // An eviction may have been written down since: what it took must not come back.
            var disrupted = StillGoing(document, pods, now);
            var healthy = pods.Count(pod => pod.Document.Text("metadata", "deletionTimestamp") is null && !disrupted.ContainsKey(pod.Name) && DisruptionBudgets.IsReady(pod.Document));
            var status = document.Child("status");
            status["disruptionsAllowed"] = target.Allowed(healthy);
            status["currentHealthy"] = healthy;
            status["desiredHealthy"] = target.DesiredHealthy;
            status["expectedPods"] = target.Expected;
            status["observedGeneration"] = budget.Document.Number("metadata", "generation");
            status.Remove("disruptedPods");
            if (disrupted.Count > 0)
            {
                status["disruptedPods"] = new JsonObject(disrupted.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Value.ToWireTime())));
                nextLook = disrupted.Values.Min() + DeletionTimeout - now;
            }

            DisruptionCondition.Set(document, now);
            return document.Text("metadata", "uid") == budget.Uid;
        });
        if (nextLook is { } wait)
        {
            Queue.AddAfter(new ObjectKey(budget.Namespace, budget.Name), wait);
        }
    }

    private static Dictionary<string, DateTimeOffset> StillGoing(JsonObject budget, List<StoredObject> pods, DateTimeOffset now) => budget.TextMembers("status", "disruptedPods")
        .Where(d => pods.Exists(pod => pod.Name == d.Key && pod.Document.Text("metadata", "deletionTimestamp") is null))
        .Select(d => KeyValuePair.Create(d.Key, budget.Time("status", "disruptedPods", d.Key) ?? DateTimeOffset.MinValue))
        .Where(d => d.Value + DeletionTimeout > now)
        .ToDictionary(StringComparer.Ordinal);

    private void SaveFailure(StoredObject budget, string message) => Store.Update(ResourceNames.PodDisruptionBudgets, budget.Namespace, budget.Name, document =>
    {
        var status = document.Child("status");
        status["disruptionsAllowed"] = 0;
        status["observedGeneration"] = budget.Document.Number("metadata", "generation");
        DisruptionCondition.SetFailed(document, message, TimeProvider.GetUtcNow());
        return document.Text("metadata", "uid") == budget.Uid;
    });

    private sealed class ScaleUnknownException(string message) : Exception(message);
}
