using Podclip.LocalCluster.Controllers;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>Reports what happens to one pod, in the words of a kubelet.</summary>
internal sealed class PodEvents(EventRecorder recorder)
{
    private readonly HashSet<(string Container, int Attempt)> _reported = [];

    /// <summary>Something that is as it should be.</summary>
    public void Normal(StoredObject pod, Container? container, string reason, string message) => Record(pod, container, "Normal", reason, message);

    /// <summary>Something that is not.</summary>
    public void Warning(StoredObject pod, Container? container, string reason, string message) => Record(pod, container, "Warning", reason, message);

    /// <summary>Takes runs as reported: they happened under an earlier kubelet.</summary>
    public void Skip(IReadOnlyDictionary<string, ContainerRecord> records)
    {
        foreach (var (name, record) in records)
        {
            _reported.Add((name, record.Attempt));
        }
    }

    /// <summary>Reports the runs that are new.</summary>
    public void ReportRuns(StoredObject stored, Pod pod, IReadOnlyDictionary<string, ContainerRecord> records)
    {
        foreach (var container in (pod.Spec?.InitContainers ?? []).Concat(pod.Spec?.Containers ?? []))
        {
            var name = container.Name ?? "";
            if (records.GetValueOrDefault(name) is not { } record || !_reported.Add((name, record.Attempt)))
            {
                continue;
            }

            Normal(stored, container, "Created", $"Created container: {name}");
            if (record.StartedAt is not null)
            {
                Normal(stored, container, "Started", $"Started container {name}");
            }
            else
            {
                Warning(stored, container, "Failed", $"Error: {record.Ended?.Message}");
            }
        }
    }

    private void Record(StoredObject stored, Container? container, string type, string reason, string message)
    {
        var isInit = container is not null && stored.Document.Items("spec", "initContainers").Any(c => c.Text("name") == container.Name);
        var fieldPath = container is null ? null : $"spec.{(isInit ? "initContainers" : "containers")}{{{container.Name}}}";
        recorder.Record(stored, type, reason, message, "kubelet", fieldPath, LocalNode.Name);
    }
}
