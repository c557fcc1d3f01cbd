using System.Text;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>Writes one pod's status from its supervisor's records.</summary>
internal sealed class PodPublisher(KubeletServices services, PodKey key)
{
    private const int LastWordsLimit = 4096;
    private readonly PodDirectory _directory = PodDirectory.Of(services.Options.StateDirectory, key.Uid);

    /// <summary>The pod as it is stored, or null when it is gone.</summary>
    public StoredObject? Find() =>
        services.Store.Find(ResourceNames.Pods, key.Namespace, key.Name) is { } found && found.Uid == key.Uid ? found : null;

    /// <summary>What the supervisor knows of the pod's containers.</summary>
    public Dictionary<string, ContainerRecord> Records(Pod pod)
    {
        var records = new Dictionary<string, ContainerRecord>(StringComparer.Ordinal);
        foreach (var container in (pod.Spec?.InitContainers ?? []).Concat(pod.Spec?.Containers ?? []))
        {
            if (ContainerRecordFile.Read(_directory.Record(container.Name ?? "")) is { } record)
            {
                records[container.Name ?? ""] = record;
            }
        }

        return records;
    }

    /// <summary>Reports the runs that are new, and writes no status.</summary>
    /// <returns>The pod as it is stored then, or null when it is gone.</returns>
    public StoredObject? ReportRuns(PodEvents events)
    {
        var stored = Find();
        if (stored is not null)
        {
            var pod = PodObjects.ToPod(stored);
            events.ReportRuns(stored, pod, Records(pod));
        }

        return stored;
    }

    /// <summary>Writes the status. One that says the pod has ended is the last.</summary>
    /// <param name="events">Where runs are reported.</param>
    /// <param name="complete">Adds what only the caller knows.</param>
    /// <returns>The pod as it is stored then, or null when it is gone.</returns>
    public StoredObject? Publish(PodEvents events, Func<PodObservation, PodObservation> complete)
    {
        if (Find() is not { } stored)
        {
            return null;
        }

        var pod = PodObjects.ToPod(stored);
        var records = Records(pod);
        events.ReportRuns(stored, pod, records);

        // Read before the store is locked.
        var lastWords = records.Where(record => record.Value.Ended is not null).ToDictionary(record => record.Key, record => LastWords(record.Key), StringComparer.Ordinal);
        return services.Store.Update(ResourceNames.Pods, key.Namespace, key.Name, document =>
        {
            if (document.Text("metadata", "uid") != key.Uid || PodStatusBuilder.IsTerminal(document))
            {
                return false;
            }

            document["status"] = PodStatusBuilder.Build(complete(new PodObservation
            {
                Pod = pod,
                PreviousStatus = document.Child("status"),
                Records = records,
                LastWords = container => lastWords.GetValueOrDefault(container),
                Now = services.Clock.GetUtcNow(),
            }));
            return true;
        });
    }

    private string? LastWords(string container)
    {
        try
        {
            using var handle = File.OpenHandle(_directory.TerminationMessage(container));
            var buffer = new byte[LastWordsLimit];
            return Encoding.UTF8.GetString(buffer, 0, RandomAccess.Read(handle, buffer, 0));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
