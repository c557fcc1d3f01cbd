using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers.Jobs;

/// <summary>Runs Jobs: makes their pods, counts how they end, and says when a Job is over.</summary>
internal sealed class JobController : Controller<JobKey>
{
    private readonly JobPods _pods;
    private readonly CreationBackoff _refusals = new();
    private readonly EventRecorder _events;

    public JobController(
        ObjectStore store,
        ResourceRegistry kinds,
        ObjectCreation creation,
        ObjectDeletion deletion,
        EventRecorder events,
        TimeSpan podLag,
        TimeProvider timeProvider,
        ILogger logger)
        : base(store, timeProvider, logger)
    {
        _events = events;
        _pods = new JobPods(store, kinds[ResourceNames.Pods], creation, deletion, events);
        Observe(ResourceNames.Jobs, change => [new JobKey.Owner(ObjectIdentity.Of(change.Object))]);
        Observe(ResourceNames.Pods, KeysOfPod, podLag);
    }

    protected override void Reconcile(JobKey key)
    {
        switch (key)
        {
            case JobKey.Stray stray when stray.Pod.Find(Store, ResourceNames.Pods) is { } pod && JobPods.OwnerOf(pod) is null:
                Finalizers.Remove(Store, pod, JobPods.Tracking);
                break;
            case JobKey.Owner owner when owner.Job.Find(Store, ResourceNames.Jobs) is { } job:
                var wait = new JobSync(job, _pods, _refusals, Store, _events, TimeProvider.GetUtcNow()).Run();
                if (wait is { } delay)
                {
                    Queue.AddAfter(key, delay);
                }

                break;
            case JobKey.Owner owner:
                _refusals.Forget(owner.Job.Uid);
                _pods.Release(owner.Job.Uid);
                break;
            default:
                break;
        }
    }

    private static IEnumerable<JobKey> KeysOfPod(StoreEvent change)
    {
        if (JobPods.OwnerOf(change.Object) is { } owner)
        {
            yield return new JobKey.Owner(owner);
        }
        else if (Finalizers.Has(change.Object.Document, JobPods.Tracking))
        {
            yield return new JobKey.Stray(ObjectIdentity.Of(change.Object));
        }
    }
}
