using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Tests.Recorded;

/// <inheritdoc />
internal sealed class RecordedKind<T>(ResourceType<T> type) : RecordedKind
    where T : KubernetesObject
{
    public override async Task<IReadOnlyList<KubernetesObject>> AskAsync(KubernetesClient client, Recording recording, RecordedTarget target, CancellationToken cancellationToken)
    {
        var dryRun = target.Query.ContainsKey("dryRun");
        switch (recording.Method)
        {
            case "GET" when target.Name is null:
                return (await client.ListAsync(type, SelectorOf(target), cancellationToken)).Items;
            case "GET":
                return [await client.GetAsync(type, target.Namespace, target.Name, cancellationToken)];
            case "POST":
                return [await client.CreateAsync(type, target.Namespace, ReadBody(recording), dryRun, cancellationToken)];
            case "PUT":
                return [await client.ReplaceAsync(type, target.Namespace, ReadBody(recording), dryRun, cancellationToken)];
            case "PATCH":
                return [await client.PatchAsync(type, target.Namespace, target.Name!, PatchOf(recording), dryRun, cancellationToken)];
            case "DELETE":
                var policy = Enum.Parse<PropagationPolicy>((string?)recording.RequestBody?["propagationPolicy"] ?? (string?)target.Query.GetValueOrDefault("propagationPolicy") ?? "Orphan");
                TimeSpan? grace = target.Query.TryGetValue("gracePeriodSeconds", out var seconds) ? TimeSpan.FromSeconds(int.Parse(seconds!, CultureInfo.InvariantCulture)) : null;
                Assert.True(await client.DeleteAsync(type, target.Namespace, target.Name!, policy, gracePeriod: grace, dryRun: dryRun, cancellationToken: cancellationToken));
                return [];
            default:
                throw new InvalidOperationException($"no call for {recording.Method}");
        }
    }

    public override async IAsyncEnumerable<(WatchEventType Type, KubernetesObject Object)> WatchAsync(KubernetesClient client, RecordedTarget target, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (happened, item) in client.WatchAsync(type, SelectorOf(target), target.Query.GetValueOrDefault("resourceVersion"), cancellationToken))
        {
            yield return (happened, item);
        }
    }

    private T ReadBody(Recording recording) => JsonSerializer.Deserialize(recording.RequestBody!.ToJsonString(), type.ObjectJson)!;
}
